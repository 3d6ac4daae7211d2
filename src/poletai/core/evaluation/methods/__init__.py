"""The evaluation methods, one a file, found by listing this folder."""
