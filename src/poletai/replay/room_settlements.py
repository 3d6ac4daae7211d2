"""Settlements of rooms again: a room settled by its own terms, on plates, and compared."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec

from poletai.core.auctions import CannotRunError, as_json, read_record, settle_record
from poletai.core.rooms import Room, record_of
from poletai.replay.record import Record, Shown
from poletai.replay.report import Difference
from poletai.replay.rooms import RoomShown, rooms_shown, settlement_difference

AS_HEARD, ELSEWHERE, NOT_YET = "as heard", "held elsewhere", ""
_COMPARED = ("outcome", "reason", "winners")


class SettledAs(msgspec.Struct, frozen=True):
    """How a lot was settled after its room, and the first difference where there is one."""

    state: str
    winners: tuple[dict[str, Any], ...] = ()
    difference: Difference | None = None


def settled_as(record: Record, shown: RoomShown, room: Room) -> SettledAs:
    """Compare a settlement with the room before it: the lines of its record, and who won."""
    settled = next(_settlements(record, shown), None)
    if settled is None:
        return SettledAs(NOT_YET)
    difference = settlement_difference(record, settled, settled.data["record"])
    if difference is not None:
        return SettledAs(NOT_YET, difference=difference)
    if not shown.bidders or shown.ended is None:
        return SettledAs(ELSEWHERE)
    reserve = _reserve(record, shown.lot, settled)
    told, again = settled.data["settlement"], _settled(shown, room, reserve)
    for name in _COMPARED:
        if told.get(name) != again.get(name):
            what = f"{settled.name}.settlement.{name}"
            wrong = Difference(settled.index, what, told.get(name), again.get(name))
            return SettledAs(NOT_YET, difference=wrong)
    return SettledAs(AS_HEARD, tuple(told.get("winners", ())))


def _settlements(record: Record, shown: RoomShown) -> Iterator[Shown]:
    """Yield settlements of the lot that came after this room and before the next one."""
    rooms = [room.opened for room in rooms_shown(record) if room.lot == shown.lot]
    following = min((index for index in rooms if index > shown.opened), default=None)
    for event in record.events:
        own = event.data.get("lot") == shown.lot and "settlement" in event.data
        if own and event.index > shown.opened and (following is None or event.index < following):
            yield event


def _reserve(record: Record, lot: str, settled: Shown) -> Decimal | None:
    """Return the reserve that was opened for a settlement, by its owner or with it."""
    opened = [
        event.data["reserve"]
        for event in record.events
        if event.data.get("lot") == lot and "reserve" in event.data and event.index <= settled.index
    ]
    return Decimal(opened[-1]["amount"]) if opened else None


def _settled(shown: RoomShown, room: Room, reserve: Decimal | None) -> dict[str, Any]:
    """Settle what was heard by the terms the room was opened on, and name the bidders again."""
    lines = record_of(shown.told(), {plate: plate for plate in shown.bidders})
    try:
        told = as_json(settle_record(room.auction, read_record(lines), reserve))
    except CannotRunError as problem:
        return {"outcome": str(problem)}
    return {**told, "winners": [_named(shown, quote) for quote in told.get("winners", ())]}


def _named(shown: RoomShown, quote: dict[str, Any]) -> dict[str, Any]:
    return {**quote, "bidder": shown.bidders[quote["bidder"]]}
