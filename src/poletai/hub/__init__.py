"""The hub: what this exchange does and what other platforms publish, in one form."""
