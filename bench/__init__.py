"""The benchmarks: one file each, every number beside a baseline measured in the same run."""
