"""Messages between a room and its clients, as docs/spec/rooms.md has them: JSON, one a frame."""

from collections.abc import Iterable
from typing import Any

import msgspec

from poletai.core.auctions import Refused
from poletai.core.basics.instant import format_instant
from poletai.core.rooms import RoomEvent, Said

LARGEST = 16 * 1024


class Hello(msgspec.Struct, frozen=True, tag_field="t", tag="hello", forbid_unknown_fields=True):
    """A bidder enters with a ticket."""

    ticket: str


class Watch(msgspec.Struct, frozen=True, tag_field="t", tag="watch", forbid_unknown_fields=True):
    """Somebody watches."""


class Say(Said, frozen=True, kw_only=True, tag_field="t", tag="say", forbid_unknown_fields=True):
    """A bidder says something."""


class Ping(msgspec.Struct, frozen=True, tag_field="t", tag="ping", forbid_unknown_fields=True):
    """A client measures how far its clock is from the room's; it gets back what it sent."""

    sent: float


Message = Hello | Watch | Say | Ping
_reader: msgspec.json.Decoder[Message] = msgspec.json.Decoder(Message)
_encode = msgspec.json.Encoder().encode


def read_message(data: bytes | str) -> Message | None:
    """Read one frame; None where it is no message of the protocol."""
    try:
        return _reader.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None


def taken(seq: int, number: int, at: str) -> bytes:
    """Answer that something is in the log under this number since this instant."""
    return _encode({"t": "taken", "seq": seq, "number": number, "at": at})


def taken_event(event: RoomEvent) -> bytes:
    """Answer what made an event."""
    data = event.data
    return taken(data["seq"], data.get("number", 0), format_instant(event.at))


def refused(seq: int, refusal: Refused) -> bytes:
    """Answer that something was not taken, and why."""
    return _encode({"t": "refused", "seq": seq, "code": refusal.code, "reason": refusal.reason})


def pong(sent: float, at: str) -> bytes:
    """Answer a ping with the exchange's time."""
    return _encode({"t": "pong", "sent": sent, "at": at})


def elsewhere(url: str) -> bytes:
    """Send a client to the process that keeps the room; with no address, to try again."""
    return _encode({"t": "elsewhere", "url": url})


def closing() -> bytes:
    """Tell a client that this process stops: another will have the room soon."""
    return _encode({"t": "closing"})


def encoded(value: Any) -> bytes:
    """Encode a JSON value once, to be put into many frames."""
    return _encode(value)


def state(length: int, at: str, shown: bytes, lines: Iterable[bytes]) -> bytes:
    """Tell where the room stands, with the lines of its history that are new."""
    told = b",".join(lines)
    return b'{"t":"state","n":%d,"at":"%b","state":%b,"lines":[%b]}' % (
        length,
        at.encode(),
        shown,
        told,
    )


def welcome(room: dict[str, Any], shown: bytes, history: Iterable[bytes]) -> bytes:
    """Greet whoever comes in with the terms, the history and where the room stands."""
    head = _encode({"t": "welcome", **room})[:-1]
    return b'%b,"history":[%b],"state":%b}' % (head, b",".join(history), shown)
