"""A source that remembers what cannot change: full tiles, full bundles of entries, and blobs."""

import re

from poletai.ledger.source import Source

# Partial tiles (`.p/`), checkpoints and records change; everything named by hash or full does not.
_FIXED = re.compile(r"log/(blob/[0-9a-f]{64}|tile/(entries|[0-9]+)/[x0-9/]+)")
_MOST_BYTES = 64 << 20


class Remembering:
    """Reads through to a source; forgets everything when told to, or when it holds 64 MiB."""

    def __init__(self, source: Source, most: int = _MOST_BYTES) -> None:
        self._source = source
        self._most = most
        self._kept: dict[str, bytes] = {}
        self._size = 0

    def __call__(self, path: str) -> bytes:
        """Return what is published at a path, from memory where it cannot have changed."""
        if path not in self._kept:
            return self._read(path)
        return self._kept[path]

    def forget(self) -> None:
        """Forget everything: what led to a refusal may have been a bad copy."""
        self._kept.clear()
        self._size = 0

    def _read(self, path: str) -> bytes:
        body = self._source(path)
        if _FIXED.fullmatch(path):
            if self._size + len(body) > self._most:
                self.forget()
            self._kept[path] = body
            self._size += len(body)
        return body
