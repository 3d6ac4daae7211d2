"""Stored events: what the store holds of one event, opened and ready to be read."""

from collections.abc import Mapping
from typing import Any

import msgspec

from poletai.core.basics.canonical import canonical, parse
from poletai.ledger.blobs import BlobStore
from poletai.ledger.envelope import blob_of, envelope_digest
from poletai.ledger.errors import DisagreementError
from poletai.ledger.store_key import StoreKey


class StoredEvent(msgspec.Struct, frozen=True):
    """One event with everything the store knows of it.

    `digest` is hex; `salt` opens the blinded leaf of a confidential event; `salt2` opens the
    private part; `index` is the leaf, None until the sequencer has given it one.
    """

    id: int
    stream: str
    position: int
    envelope: dict[str, Any]
    body: dict[str, Any]
    private: dict[str, Any] | None
    digest: str
    salt: bytes | None
    salt2: bytes | None
    confidential: bool
    index: int | None

    @property
    def data(self) -> dict[str, Any]:
        """The public data, blob resolved, together with the private part."""
        return {**self.body, **(self.private or {})}

    @property
    def name(self) -> str:
        """What happened."""
        return str(self.envelope["name"])


class Sealed(msgspec.Struct, frozen=True, omit_defaults=True):
    """What of an event is encrypted in the store: all of a confidential one."""

    envelope: dict[str, Any] | None = None
    private: dict[str, Any] | None = None
    salt: str | None = None
    salt2: str | None = None


class Row(msgspec.Struct, frozen=True):
    """One row of the store as it comes from the database."""

    id: int
    stream: str
    position: int
    digest: bytes
    entry: bytes
    sealed: bytes | None
    index: int | None


def seal_parts(key: StoreKey, sealed: Sealed, digest: bytes) -> bytes | None:
    """Encrypt what must not be readable in a row; None where there is nothing of the kind."""
    if sealed == Sealed():
        return None
    return key.seal(canonical(msgspec.to_builtins(sealed)), digest)


def open_row(row: Row, key: StoreKey, blobs: BlobStore) -> StoredEvent:
    """Return the event of a row; raises StoreKeyError, MissingError or DisagreementError."""
    hidden = Sealed()
    if row.sealed is not None:
        hidden = msgspec.convert(parse(key.open(row.sealed, row.digest)), Sealed)
    envelope = hidden.envelope or parse(row.entry)
    _require_digest(row, envelope)
    return StoredEvent(
        id=row.id,
        stream=row.stream,
        position=row.position,
        envelope=envelope,
        body=resolve_body(envelope["data"], blobs),
        private=hidden.private,
        digest=row.digest.hex(),
        salt=_unhex(hidden.salt),
        salt2=_unhex(hidden.salt2),
        confidential=hidden.envelope is not None,
        index=row.index,
    )


def resolve_body(data: Mapping[str, Any], blobs: BlobStore) -> dict[str, Any]:
    """Return an event's public data, read from its blob where it only names one."""
    named = blob_of(data)
    return dict(data) if named is None else dict(parse(blobs.get(named[0])))


def _require_digest(row: Row, envelope: Mapping[str, Any]) -> None:
    """Refuse a row whose envelope is not the one that was appended at this place."""
    where = f"event {row.position} of stream {row.stream}"
    found = envelope_digest(envelope)
    if found != row.digest:
        raise DisagreementError(where, f"digest {found.hex()}, recorded {row.digest.hex()}")
    if (envelope["stream"], envelope["position"]) != (row.stream, row.position):
        raise DisagreementError(where, "its envelope belongs to another place")


def _unhex(text: str | None) -> bytes | None:
    return None if text is None else bytes.fromhex(text)
