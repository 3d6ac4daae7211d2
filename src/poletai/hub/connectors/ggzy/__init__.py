"""City trading centres: the notices their portals serve as HTML inside JSON."""

from poletai.hub.connectors.ggzy.connector import read

__all__ = ["read"]
