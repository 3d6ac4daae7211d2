"""Showing a room: its state to everyone or to one plate, its history, the record it leaves."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from poletai.core.auctions import find_mechanism
from poletai.core.auctions.settlement import plain
from poletai.core.basics.instant import format_instant
from poletai.core.rooms.clock import clock_of, stands, wall_of
from poletai.core.rooms.room import Room, RoomEvent

_LINE = ("number", "clock", "plate", "kind", "amount", "quantity", "dimension", "items", "proxy")


def state_of(room: Room, wall: datetime, plate: str = "") -> dict[str, Any]:
    """Return what is shown of a room at an instant, as JSON values; ends are of real time."""
    clock = clock_of(room, wall)
    view = find_mechanism(room.mechanism).view(room.terms, room.state, clock, plate)
    shown = {name: plain(value) for name, value in msgspec.structs.asdict(view).items() if value}
    ends = {
        name: _instant(None if at is None else wall_of(room, at))
        for name, at in (("closes", view.closes), ("ends", view.ends))
    }
    told = {**shown, **ends, **_clock(room, wall, clock), "over": room.over}
    return {
        **{name: value for name, value in told.items() if value not in (None, "")},
        "still": stands(room, wall),
        "bidders": len(room.seats),
    }


def line_of(event: RoomEvent) -> dict[str, Any]:
    """Return one line of a room's history."""
    told = {name: event.data[name] for name in _LINE if name in event.data}
    return {"at": format_instant(event.at), **told}


def record_of(events: Iterable[RoomEvent], bidders: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the lines `settle-auction` takes, by the auction clock, with each plate's bidder."""
    bids = (event.data for event in events if event.name == "bid-taken")
    return [_recorded(data, bidders[data["plate"]]) for data in bids]


def _recorded(data: Mapping[str, Any], bidder: str) -> dict[str, Any]:
    names = ("kind", "amount", "quantity", "dimension", "items", "plate", "number")
    told = {name: data[name] for name in names if name in data}
    return {"at": data["clock"], "bidder": bidder, **told}


def _clock(room: Room, wall: datetime, clock: datetime) -> dict[str, Any]:
    still = room.still
    if still is None or not stands(room, wall):
        return {"clock": format_instant(clock)}
    return {"clock": format_instant(clock), "why": still.why, "runs": _instant(still.until)}


def _instant(moment: datetime | None) -> str | None:
    return None if moment is None else format_instant(moment)
