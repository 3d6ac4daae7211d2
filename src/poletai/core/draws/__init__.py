"""Verifiable draws `poletai-draw/v1`: from a logged specification and a seed to who sits where."""
