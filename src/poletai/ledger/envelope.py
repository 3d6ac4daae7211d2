"""Envelopes: an event's public part, its digest, and the entry the log publishes for it.

A public event's entry is its canonical envelope. A confidential event's entry is a blinded digest,
alike for every confidential event; whoever holds envelope and salt can show what stands behind it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from poletai.core.basics.canonical import canonical, digest
from poletai.core.basics.instant import format_instant
from poletai.ledger.errors import MalformedError

PROTOCOL = "poletai-bid/v1/"
LARGEST_BODY = 8 * 1024
SALT_SIZE = 32
BLIND_SIZE = 16


class NewEvent(msgspec.Struct, frozen=True):
    """An event about to be appended: what happened, where, when, and who did it.

    `by` holds "role" and "id"; `private` is the part that only some may read; a confidential event
    shows nothing of itself until a rule discloses it.
    """

    stream: str
    kind: str
    name: str
    at: datetime
    by: Mapping[str, str]
    data: Mapping[str, Any]
    private: Mapping[str, Any] | None = None
    confidential: bool = False


def labelled(label: str, *parts: bytes) -> bytes:
    """Return the protocol's hash H(label, parts...)."""
    return digest(PROTOCOL, label, *parts)


def build_envelope(
    event: NewEvent,
    *,
    position: int,
    prev: str,
    data: Mapping[str, Any],
    private: str | None,
    blind: str | None,
) -> dict[str, Any]:
    """Return the envelope of an event at its place in its stream.

    `data` is the event's own or the reference to its blob; `private` commits to the private part;
    `blind` makes the digest of a confidential event impossible to guess.
    """
    envelope = {
        "t": "event",
        "v": 1,
        "stream": event.stream,
        "position": position,
        "prev": prev,
        "name": event.name,
        "at": format_instant(event.at),
        "by": dict(event.by),
        "kind": event.kind,
        "data": dict(data),
    }
    extra = {"private": private, "blind": blind}
    return envelope | {key: value for key, value in extra.items() if value is not None}


def envelope_digest(envelope: Mapping[str, Any]) -> bytes:
    """Return the digest that the next event of the stream names as `prev`."""
    return labelled("event", canonical(envelope))


def private_digest(salt: bytes, private: Mapping[str, Any]) -> bytes:
    """Return what an envelope shows of its private part."""
    return labelled("private", salt, canonical(private))


def blinded_entry(salt: bytes, event_digest: bytes) -> bytes:
    """Return the log entry of a confidential event."""
    return canonical({"h": labelled("leaf", salt, event_digest).hex(), "t": "c", "v": 1})


def entry_of(envelope: Mapping[str, Any], salt: bytes | None) -> bytes:
    """Return the log entry of an event; the salt is that of a confidential one."""
    if salt is None:
        return canonical(envelope)
    return blinded_entry(salt, envelope_digest(envelope))


def blob_of(data: Mapping[str, Any]) -> tuple[str, int] | None:
    """Return (sha256, length) when these data only name a blob, None when they are the body."""
    if set(data) != {"blob"}:
        return None
    match data["blob"]:
        case {"sha256": str(name), "len": int(length)}:
            return name, length
    raise MalformedError(where="envelope", what="`blob` must carry sha256 and len")
