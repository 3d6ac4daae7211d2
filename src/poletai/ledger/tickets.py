"""Tickets: the short signed entry to one live room that the exchange gives and the room checks."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from hmac import compare_digest
from typing import Annotated

import msgspec

from poletai.core.basics.canonical import canonical
from poletai.ledger.store_key import StoreKey

_TICKET, _SESSION = "live/ticket", "live/session"
_LARGEST = 4096
KEY_DIGITS = 64
_Text = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Ticket(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who may enter which room: the plate of a bidder, and the key that signs what it says there.

    `until` is in whole seconds since 1970; `id` is drawn for each ticket and never used twice.
    """

    room: _Text
    plate: _Text
    bidder: _Text
    key: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
    until: int
    id: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}$")]


def make_ticket(key: StoreKey, ticket: Ticket) -> tuple[str, bytes]:
    """Return the text of a ticket, and the secret its bearer authenticates messages with."""
    body = canonical(msgspec.to_builtins(ticket))
    return f"{_text(body)}.{_text(key.mac(_TICKET, body))}", session_secret(key, ticket)


def read_ticket(key: StoreKey, text: str, now: datetime) -> Ticket | None:
    """Return a ticket that this key made and whose time is not over; else None."""
    body, _, mac = text.partition(".") if len(text) <= _LARGEST else ("", "", "")
    try:
        data, given = _bytes(body), _bytes(mac)
    except (binascii.Error, ValueError):
        return None
    if not compare_digest(key.mac(_TICKET, data), given):
        return None
    try:
        ticket = msgspec.json.decode(data, type=Ticket)
    except msgspec.DecodeError:
        return None
    return ticket if now.timestamp() <= ticket.until else None


def session_secret(key: StoreKey, ticket: Ticket) -> bytes:
    """Return the secret only the bearer of a ticket and this key's holders have."""
    return key.mac(_SESSION, ticket.id.encode())


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
