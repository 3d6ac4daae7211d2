"""Checks of a room's events: each made again by the room's own rules, and compared."""

from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from poletai.core.auctions import Refused
from poletai.core.basics.canonical import canonical
from poletai.core.basics.instant import format_instant, parse_instant
from poletai.core.rooms import Room, RoomEvent, amend, close, said_of, say, signed_bytes

# What is wrong: what it is about, what is recorded, what it should be.
Wrong = tuple[str, Any, Any]
_OWN = {"operator", "room"}


def wrongs(room: Room, event: RoomEvent) -> Iterator[Wrong]:
    """Yield what is wrong with an event of a room that stands where it stood before it."""
    if room.over:
        yield f"{event.name} after the end", event.name, room.over
        return
    check = _CHECKS.get(event.name)
    if check is not None:
        yield from check(room, event)


def _taken(room: Room, event: RoomEvent) -> Iterator[Wrong]:
    data = event.data
    if data["epoch"] <= room.epoch:
        yield "room-taken.epoch", data["epoch"], room.epoch + 1
    if "since" not in data:
        return
    since, runs = parse_instant(data["since"]), parse_instant(data["runs"])
    if not room.at <= since <= event.at:
        yield "room-taken.since", data["since"], format_instant(room.at)
    if runs not in (event.at, event.at + timedelta(seconds=room.rules.grace)):
        yield "room-taken.runs", data["runs"], format_instant(event.at)


def _resumed(room: Room, event: RoomEvent) -> Iterator[Wrong]:
    runs = format_instant(event.at + timedelta(seconds=room.rules.grace))
    if event.data["runs"] != runs:
        yield "room-resumed.runs", event.data["runs"], runs


def _amended(room: Room, event: RoomEvent) -> Iterator[Wrong]:
    again = amend(room, event.data["auction"], event.by, event.at)
    if isinstance(again, Refused):
        yield "room-amended", event.data["auction"], again.reason


def _bid(room: Room, event: RoomEvent) -> Iterator[Wrong]:
    data, name = event.data, f"bid-taken.{event.data['number']}"
    if data.get("proxy"):
        # The maximum behind it stays hidden: that its room takes any is all there is to compare.
        if not room.rules.proxy or event.by["role"] not in _OWN:
            yield f"{name}.proxy", True, False
        return
    again = say(room, data["plate"], said_of(data), event.at, data["mono"])
    if isinstance(again, Refused):
        yield name, data, f"{again.code}: {again.reason}"
        return
    yield from _differences(name, data, again.events[0].data)
    if room.rules.proof == "signature" and not signed(room, event):
        yield f"{name}.sig", data.get("sig", ""), "a signature of what was said, by its plate's key"


def _ended(room: Room, event: RoomEvent) -> Iterator[Wrong]:
    again = close(room, event.at)
    if again is None:
        yield "room-ended", format_instant(event.at), "not over yet"
        return
    yield from _differences("room-ended", event.data, again.data)


def signed(room: Room, event: RoomEvent) -> bool:
    """Say whether a bid carries its plate's own signature of what it says."""
    data = event.data
    told = signed_bytes(room.id, data["plate"], said_of(data))
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(room.seats[data["plate"]]))
    try:
        key.verify(b64decode(data.get("sig", ""), validate=True), told)
    except (InvalidSignature, ValueError):
        return False
    return True


def _differences(
    name: str, recorded: Mapping[str, Any], again: Mapping[str, Any]
) -> Iterator[Wrong]:
    for field in sorted(recorded.keys() | again.keys()):
        if canonical(recorded.get(field)) != canonical(again.get(field)):
            yield f"{name}.{field}", recorded.get(field), again.get(field)


_CHECKS: Mapping[str, Callable[[Room, RoomEvent], Iterator[Wrong]]] = {
    "room-taken": _taken,
    "room-resumed": _resumed,
    "room-amended": _amended,
    "bid-taken": _bid,
    "room-ended": _ended,
}
