"""Payloads: sealed ciphertexts kept by hash, out of the public's reach until their lot closes."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from poletai.ledger.blobs import BlobStore
from poletai.ledger.errors import MissingError
from poletai.ledger.files import flush_folders


@dataclass(frozen=True, slots=True)
class PayloadStore:
    """A private folder of ciphertexts; publishing one links it into the log's blobs."""

    folder: Path

    def put(self, data: bytes) -> dict[str, Any]:
        """Keep a payload that came in one piece; returns its sha256 and len."""
        return self._blobs.put(data)

    def put_stream(self, sha256: str, chunks: Iterable[bytes]) -> dict[str, Any]:
        """Keep a payload whose hash was already checked, chunk by chunk, durably."""
        self.folder.mkdir(parents=True, exist_ok=True)
        aside = self.folder / f".{sha256}.{uuid4().hex}"
        with aside.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self.folder / sha256)
        flush_folders([self.folder])
        return {"sha256": sha256, "len": self.size(sha256)}

    def size(self, sha256: str) -> int:
        """Return the length of a payload; raises MissingError where it never arrived."""
        try:
            return (self.folder / sha256).stat().st_size
        except OSError as problem:
            raise MissingError(where=f"payload {sha256}", what="it has not arrived") from problem

    def get(self, sha256: str) -> bytes:
        """Return a payload's bytes; raises MissingError or DisagreementError."""
        return self._blobs.get(sha256)

    def publish(self, sha256: str, public: BlobStore) -> None:
        """Show a payload among the log's blobs, durably; doing it twice changes nothing."""
        target = public.folder / sha256
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(self.folder / sha256, target)
        except FileExistsError:
            return
        except OSError:
            # Another file system: a copy does what a link would.
            public.put(self.get(sha256))
        flush_folders([target.parent])

    @property
    def _blobs(self) -> BlobStore:
        return BlobStore(self.folder)
