"""The documents in force: one hash over the list of them, which every bid names."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from poletai.core.basics.canonical import canonical


def documents_hash(documents: Sequence[Mapping[str, Any]]) -> str:
    """Return the SHA-256 in hex of the canonical list of documents, in the order published."""
    return hashlib.sha256(canonical([dict(document) for document in documents])).hexdigest()
