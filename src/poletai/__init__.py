"""Poletai: an open public-resource exchange."""
