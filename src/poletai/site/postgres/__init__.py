"""The embedded PostgreSQL: our own supervisor over the binaries of a wheel."""
