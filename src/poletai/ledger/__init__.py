"""The ledger: every event as a leaf of an append-only Merkle log in the public C2SP formats."""
