"""The event log: an append-only Merkle log in the public C2SP formats."""
