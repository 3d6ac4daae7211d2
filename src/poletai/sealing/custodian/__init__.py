"""The custodian: a process of its own, with its own keys, which trusts the log and nobody else."""
