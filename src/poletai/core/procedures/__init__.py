"""Procedures: the definition of a trade as data, and the two functions it runs on."""
