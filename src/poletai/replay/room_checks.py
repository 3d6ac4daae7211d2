"""Checks of a room's events: each made again by the room's own rules, and compared."""

from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from poletai.core.auctions import Refused
from poletai.core.basics.canonical import canonical
from poletai.core.basics.instant import format_instant, parse_instant
from poletai.core.rooms import (
    Room,
    RoomEvent,
    amend,
    close,
    halt,
    join,
    resume,
    said_of,
    say,
    signed_bytes,
    take_over,
    terminate,
)

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
    # How long nobody kept it is told by its keeper alone; what follows from that is computed. Who
    # is the first to claim it can have missed nothing.
    since = parse_instant(data["since"]) if "since" in data else event.at
    idle = None if data["epoch"] == 1 else event.at - since
    again = take_over(room, data["epoch"], idle, event.at, data["owner"])
    yield from _differences("room-taken", data, again.data)
    yield from _by("room-taken", event, again)


def _joined(room: Room, event: RoomEvent) -> Iterator[Wrong]:
    data = event.data
    again = join(room, data["plate"], "", data["key"], event.at, data.get("until", 0))
    # Whose plate it is stands with the rest once it is disclosed; there is nothing to compare.
    told = {name: value for name, value in data.items() if name != "bidder"}
    yield from _again("bidder-joined", msgspec.structs.replace(event, data=told), again)


def _paused(room: Room, event: RoomEvent) -> Iterator[Wrong]:
    told = event.data["reason"], event.data["law"], event.at
    yield from _again("room-paused", event, halt(room, event.by, *told))


def _terminated(room: Room, event: RoomEvent) -> Iterator[Wrong]:
    told = event.data["reason"], event.data["law"], event.at
    yield from _again("room-terminated", event, terminate(room, event.by, *told))


def _resumed(room: Room, event: RoomEvent) -> Iterator[Wrong]:
    told = event.data["reason"], event.data["law"], event.at
    yield from _again("room-resumed", event, resume(room, event.by, *told))


def _amended(room: Room, event: RoomEvent) -> Iterator[Wrong]:
    yield from _again("room-amended", event, amend(room, event.data["auction"], event.by, event.at))


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
    yield from _by(name, event, again.events[0])
    if room.rules.proof == "signature" and not signed(room, event):
        yield f"{name}.sig", data.get("sig", ""), "a signature of what was said, by its plate's key"


def _ended(room: Room, event: RoomEvent) -> Iterator[Wrong]:
    again = close(room, event.at)
    if again is None:
        yield "room-ended", format_instant(event.at), "not over yet"
        return
    yield from _differences("room-ended", event.data, again.data)
    yield from _by("room-ended", event, again)


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


def _again(name: str, event: RoomEvent, again: RoomEvent | Refused) -> Iterator[Wrong]:
    if isinstance(again, Refused):
        yield name, event.data, again.reason
        return
    yield from _differences(name, event.data, again.data)
    yield from _by(name, event, again)


def _by(name: str, event: RoomEvent, again: RoomEvent) -> Iterator[Wrong]:
    """Compare who did it, and whether it was to be hidden."""
    if event.by["role"] != again.by["role"]:
        yield f"{name}.by", event.by["role"], again.by["role"]
    if event.confidential != again.confidential:
        yield f"{name}: hidden", event.confidential, again.confidential


def _differences(
    name: str, recorded: Mapping[str, Any], again: Mapping[str, Any]
) -> Iterator[Wrong]:
    for field in sorted(recorded.keys() | again.keys()):
        if canonical(recorded.get(field)) != canonical(again.get(field)):
            yield f"{name}.{field}", recorded.get(field), again.get(field)


_CHECKS: Mapping[str, Callable[[Room, RoomEvent], Iterator[Wrong]]] = {
    "room-taken": _taken,
    "bidder-joined": _joined,
    "room-paused": _paused,
    "room-terminated": _terminated,
    "room-resumed": _resumed,
    "room-amended": _amended,
    "bid-taken": _bid,
    "room-ended": _ended,
}
