"""Folding a room: what every event makes of it, for its keeper and for a stranger alike."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from poletai.core.auctions import Refused, find_mechanism, read_terms, take
from poletai.core.basics.instant import format_instant, parse_instant
from poletai.core.rooms.clock import clock_of, stopped
from poletai.core.rooms.errors import RoomRecordError
from poletai.core.rooms.proxies import with_maximum
from poletai.core.rooms.room import ENDED, TERMINATED, Room, RoomEvent, Rules, Said
from poletai.core.rooms.saying import after_bid, input_of


def evolve(room: Room | None, event: RoomEvent) -> Room:
    """Return the room after an event; raises RoomRecordError for one that cannot follow."""
    if room is None:
        return _opened(event)
    if event.at < room.at:
        raise RoomRecordError(room.length, f"{event.name} comes before what went before it")
    if room.over:
        raise RoomRecordError(room.length, f"{event.name} comes after it has {room.over}")
    folded = _FOLDS.get(event.name)
    if folded is None:
        raise RoomRecordError(room.length, f"{event.name!r} does not happen in a room")
    after = folded(room, event)
    return msgspec.structs.replace(after, at=event.at, length=room.length + 1)


def passed(room: Room, at: datetime) -> Room:
    """Return the room after an event that is withheld: its place counts, nothing else is known."""
    return msgspec.structs.replace(room, at=max(at, room.at), length=room.length + 1)


def _opened(event: RoomEvent) -> Room:
    if event.name != "room-opened":
        raise RoomRecordError(0, f"{event.name} comes before the room is opened")
    data = event.data
    terms, problems = read_terms(data["auction"])
    if problems:
        raise RoomRecordError(0, problems[0].message)
    mechanism = str(data["auction"]["mechanism"])
    return Room(
        id=data["room"],
        procedure=data["procedure"],
        lot=data["lot"],
        auction=data["auction"],
        mechanism=mechanism,
        terms=terms,
        rules=msgspec.convert(data["rules"], Rules, strict=True),
        state=find_mechanism(mechanism).begin(terms),
        at=event.at,
    )


def _taken(room: Room, event: RoomEvent) -> Room:
    if event.data["epoch"] <= room.epoch:
        message = f"it is taken as number {event.data['epoch']} after {room.epoch}"
        raise RoomRecordError(room.length, message)
    owned = msgspec.structs.replace(room, epoch=event.data["epoch"])
    if "since" not in event.data:
        return owned
    since, runs = (parse_instant(event.data[name]) for name in ("since", "runs"))
    return stopped(owned, since, "outage", runs)


def _joined(room: Room, event: RoomEvent) -> Room:
    plate, until = event.data["plate"], event.data.get("until", 0)
    seats, tickets = {**room.seats, plate: event.data["key"]}, {**room.tickets, plate: until}
    return msgspec.structs.replace(room, seats=seats, tickets=tickets)


def _bid(room: Room, event: RoomEvent) -> Room:
    data, clock = event.data, clock_of(room, event.at)
    if format_instant(clock) != data["clock"]:
        message = f"the clock showed {format_instant(clock)}, not {data['clock']}"
        raise RoomRecordError(room.length, message)
    said = said_of(data)
    state = take(
        room.mechanism, room.terms, room.state, input_of(data["plate"], said, data["number"]), clock
    )
    if isinstance(state, Refused):
        raise RoomRecordError(room.length, f"{state.code}: {state.reason}")
    if data["number"] != room.number + 1:
        raise RoomRecordError(room.length, f"input {room.number + 1} is numbered {data['number']}")
    return after_bid(room, data["plate"], said.seq, state, event.at)


def said_of(data: Mapping[str, Any]) -> Said:
    """Return what a bidder said, from the data of its event."""
    return Said(
        seq=data["seq"],
        kind=data["kind"],
        amount=data.get("amount"),
        quantity=data.get("quantity"),
        dimension=data.get("dimension", ""),
        items=tuple(data.get("items", ())),
        sig=data.get("sig", ""),
    )


def _maximum(room: Room, event: RoomEvent) -> Room:
    data = event.data
    return with_maximum(room, data["plate"], data["seq"], Decimal(data["amount"]), event.at)


def _paused(room: Room, event: RoomEvent) -> Room:
    return stopped(room, event.at, "pause")


def _resumed(room: Room, event: RoomEvent) -> Room:
    if room.still is None:
        raise RoomRecordError(room.length, "it goes on without having stopped")
    return stopped(room, event.at, room.still.why, parse_instant(event.data["runs"]))


def _amended(room: Room, event: RoomEvent) -> Room:
    terms, problems = read_terms(event.data["auction"])
    if problems:
        raise RoomRecordError(room.length, problems[0].message)
    return msgspec.structs.replace(room, auction=event.data["auction"], terms=terms)


def _ended(room: Room, _event: RoomEvent) -> Room:
    return msgspec.structs.replace(room, over=ENDED)


def _terminated(room: Room, _event: RoomEvent) -> Room:
    return msgspec.structs.replace(room, over=TERMINATED)


_FOLDS: Mapping[str, Callable[[Room, RoomEvent], Room]] = {
    "room-taken": _taken,
    "bidder-joined": _joined,
    "bid-taken": _bid,
    "maximum-set": _maximum,
    "room-paused": _paused,
    "room-resumed": _resumed,
    "room-amended": _amended,
    "room-ended": _ended,
    "room-terminated": _terminated,
}
