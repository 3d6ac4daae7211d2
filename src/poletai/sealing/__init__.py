"""Sealed bids: envelopes nobody can open early, custodians, and opening anyone can repeat."""
