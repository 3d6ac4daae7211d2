"""Migrations of the exchange's tables and, by SQL, of the ledger's."""
