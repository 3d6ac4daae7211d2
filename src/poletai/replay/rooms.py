"""Rooms in the record: their streams, and whether a settlement is of what was said in its room."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from poletai.core.basics.canonical import canonical
from poletai.core.procedures.live_lots import same_terms
from poletai.core.rooms import RoomEvent, record_of
from poletai.ledger.room_events import KIND, room_event
from poletai.replay.record import Record, Shown
from poletai.replay.report import Difference

_ENDED, _TERMINATED, _JOINED = "room-ended", "room-terminated", "bidder-joined"
# Stands for a bidder whose name is withheld: its lines are compared without it.
_WITHHELD = ""


class RoomShown(msgspec.Struct, frozen=True):
    """One room as far as the record shows it: its events by position, and who is behind a plate."""

    room: str
    lot: str
    opened: int
    events: Mapping[int, Shown]
    bidders: Mapping[str, str]

    @property
    def ended(self) -> Shown | None:
        """The event that ended it by its rules; None where it goes on or was terminated."""
        return next((e for e in self.events.values() if e.name == _ENDED), None)

    def told(self) -> list[RoomEvent]:
        """Return its events in order, those withheld left out."""
        return [of_room(event) for event in self.in_order()]

    def in_order(self) -> list[Shown]:
        """Return its events as the record shows them, by their positions."""
        return [self.events[position] for position in sorted(self.events)]


def rooms_shown(record: Record) -> tuple[RoomShown, ...]:
    """Return the rooms of a procedure in the order they were opened."""
    streams: dict[str, list[Shown]] = {}
    for event in record.events:
        if event.envelope["kind"] == KIND:
            streams.setdefault(event.envelope["stream"], []).append(event)
    found = (_room(stream, events) for stream, events in streams.items())
    return tuple(sorted(found, key=lambda room: room.opened))


def of_room(shown: Shown) -> RoomEvent:
    """Return an event of a room as the core folds it."""
    return room_event(shown.envelope, shown.data)


def room_before(record: Record, settled: Shown) -> RoomShown | None:
    """Return the room a settlement must agree with; None where there is none.

    A room that nobody entered, or that was terminated, says nothing of an auction held elsewhere.
    """
    of_lot = [r for r in rooms_shown(record) if r.lot == settled.data["lot"]]
    room = next((r for r in reversed(of_lot) if r.opened < settled.index), None)
    return None if room is None or not room.bidders or _TERMINATED in _names(room) else room


def terms_difference(
    record: Record, settled: Shown, terms: Mapping[str, Any] | None
) -> Difference | None:
    """Compare the terms a lot is settled on with those its room was kept on."""
    room = room_before(record, settled)
    if room is None or terms is None:
        return None
    told = [event.data["auction"] for event in room.in_order() if "auction" in event.data]
    plates = {bidder: plate for plate, bidder in room.bidders.items() if bidder != _WITHHELD}
    if same_terms(terms, told[-1], plates):
        return None
    return Difference(room.opened, "the terms of the room", told[-1], terms)


def settlement_difference(
    record: Record, settled: Shown, lines: Sequence[Mapping[str, Any]]
) -> Difference | None:
    """Compare a settlement's record with its lot's room, line by line; None where they agree."""
    room = room_before(record, settled)
    if room is None:
        return None
    ended = room.ended
    if ended is None or ended.index > settled.index:
        return Difference(settled.index, f"{settled.name}: its room", "settled", "not ended")
    return next(_differences(room, ended, settled, lines), None)


def _differences(
    room: RoomShown, ended: Shown, settled: Shown, lines: Sequence[Mapping[str, Any]]
) -> Iterator[Difference]:
    if len(lines) != ended.data["number"]:
        what = f"{settled.name}.record: lines"
        yield Difference(settled.index, what, len(lines), ended.data["number"])
    said = {line["number"]: line for line in record_of(room.told(), room.bidders)}
    written = {line.get("number"): line for line in lines}
    for number in sorted(said):
        line, found = said[number], written.get(number)
        if canonical(_comparable(line, line)) != canonical(_comparable(found or {}, line)):
            yield Difference(settled.index, f"{settled.name}.record.{number}", found, line)


def _comparable(line: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    hidden = said["bidder"] == _WITHHELD
    return {name: value for name, value in line.items() if not (hidden and name == "bidder")}


def _names(room: RoomShown) -> set[str]:
    return {event.name for event in room.events.values()}


def _room(stream: str, events: Sequence[Shown]) -> RoomShown:
    first = min(events, key=lambda event: int(event.envelope["position"]))
    joined = [event.data for event in events if event.name == _JOINED]
    return RoomShown(
        room=stream,
        lot=first.data["lot"],
        opened=first.index,
        events={int(event.envelope["position"]): event for event in events},
        bidders={data["plate"]: data.get("bidder", _WITHHELD) for data in joined},
    )
