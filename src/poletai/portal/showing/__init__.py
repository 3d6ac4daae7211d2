"""Showing: read models turned into what the parts of a page display, in the reader's language."""
