"""Drafts: new events given their place, salts, envelope and entry, as they become rows."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from poletai.core.basics.canonical import canonical
from poletai.ledger.blobs import BlobStore
from poletai.ledger.envelope import (
    BLIND_SIZE,
    LARGEST_BODY,
    SALT_SIZE,
    NewEvent,
    build_envelope,
    entry_of,
    envelope_digest,
    private_digest,
)
from poletai.ledger.errors import MalformedError
from poletai.ledger.stored import Sealed
from poletai.ledger.tiles import require_entry

# Per stream: how long it is, and the digest of its last event in hex.
Heads = dict[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Draft:
    """An event with its envelope, as it is about to become a row."""

    event: NewEvent
    envelope: dict[str, Any]
    hidden: Sealed
    digest: bytes
    entry: bytes


def draft_event(event: NewEvent, heads: Heads, blobs: BlobStore) -> Draft:
    """Give an event the next place of its stream, and move that stream's head past it.

    Raises MalformedError for data that would pass for a blob's name, NotCanonicalError for data
    JSON cannot carry. A large public body is a durable blob when this returns.
    """
    position, prev = heads.get(event.stream, (0, ""))
    salt = secrets.token_bytes(SALT_SIZE) if event.confidential else None
    salt2 = secrets.token_bytes(SALT_SIZE) if event.private is not None else None
    envelope = build_envelope(
        event,
        position=position,
        prev=prev,
        data=_data_or_blob(event, blobs),
        private=_commitment(event.private, salt2),
        blind=secrets.token_hex(BLIND_SIZE) if event.confidential else None,
    )
    digest = envelope_digest(envelope)
    entry = entry_of(envelope, salt)
    require_entry(entry)
    heads[event.stream] = (position + 1, digest.hex())
    return Draft(event, envelope, _hidden(event, envelope, salt, salt2), digest, entry)


def _data_or_blob(event: NewEvent, blobs: BlobStore) -> Mapping[str, Any]:
    """Return what the envelope carries: the data, or the name of the blob they became.

    A confidential event keeps its data: its envelope is no leaf, and blobs are public.
    """
    if set(event.data) == {"blob"}:
        raise MalformedError(where=event.name, what="data must not consist of `blob` alone")
    body = canonical(dict(event.data))
    if event.confidential or len(body) <= LARGEST_BODY:
        return event.data
    return {"blob": blobs.put(body)}


def _commitment(private: Mapping[str, Any] | None, salt: bytes | None) -> str | None:
    if private is None or salt is None:
        return None
    return private_digest(salt, dict(private)).hex()


def _hidden(
    event: NewEvent, envelope: dict[str, Any], salt: bytes | None, salt2: bytes | None
) -> Sealed:
    return Sealed(
        envelope=envelope if event.confidential else None,
        private=None if event.private is None else dict(event.private),
        salt=salt.hex() if salt else None,
        salt2=salt2.hex() if salt2 else None,
    )
