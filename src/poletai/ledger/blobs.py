"""Blobs: bodies too large for a leaf, kept as files under the hash of their bytes."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from poletai.ledger.errors import DisagreementError, MissingError
from poletai.ledger.files import write_durably


@dataclass(frozen=True, slots=True)
class BlobStore:
    """A folder of blobs; the log's own is `blob` below the published folder."""

    folder: Path

    def put(self, data: bytes) -> dict[str, Any]:
        """Keep bytes durably and return {"sha256", "len"}; keeping them twice changes nothing."""
        name = sha256(data).hexdigest()
        target = self.folder / name
        if not target.exists():
            write_durably({target: data})
        return {"sha256": name, "len": len(data)}

    def get(self, name: str) -> bytes:
        """Return the bytes of a hash; raises MissingError, or DisagreementError if they changed."""
        if len(name) != sha256().digest_size * 2 or not name.isalnum():
            raise MissingError(where="blob", what=f"{name!r} is not a SHA-256 in hex")
        try:
            data = (self.folder / name).read_bytes()
        except FileNotFoundError as problem:
            raise MissingError(where=f"blob {name}", what="it is not kept here") from problem
        return check_blob(name, data)


def check_blob(name: str, data: bytes) -> bytes:
    """Return the bytes when they have this hash; raises DisagreementError."""
    found = sha256(data).hexdigest()
    if found != name:
        raise DisagreementError(where=f"blob {name}", what=f"its bytes have the hash {found}")
    return data
