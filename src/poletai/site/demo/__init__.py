"""The demonstration: an example province, played through the real services under a moved clock."""
