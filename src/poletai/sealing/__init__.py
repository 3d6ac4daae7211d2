"""Sealed bids: what is encrypted, to whom, and every check before and after anyone may read it."""
