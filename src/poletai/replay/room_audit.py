"""Rooms again: a lot's room recomputed by a stranger from the public record, bid by bid.

That the record is in the log, every chain unbroken, was proven when it was read.
"""

from itertools import chain

import msgspec

from poletai.core.basics.instant import format_instant
from poletai.core.rooms import Room, RoomEvent, RoomRecordError, clock_of, due, evolve, passed
from poletai.ledger.policy import Policy
from poletai.ledger.source import Source
from poletai.replay.record import Record, Shown, read_record
from poletai.replay.report import Difference, RecordError
from poletai.replay.room_checks import signed, wrongs
from poletai.replay.room_order import Order
from poletai.replay.room_report import Heard, RoomReport
from poletai.replay.room_settlements import settled_as
from poletai.replay.rooms import RoomShown, of_room, rooms_shown

_NEVER = "never"
_FIGURES = ("amount", "quantity", "dimension", "items")


def verify_rooms(
    source: Source, procedure: str, lot: str, policy: Policy | None = None
) -> tuple[RoomReport, ...]:
    """Recompute the rooms a lot was bid for in, in the order they were opened.

    Raises RecordError or LedgerError where the record is not what the log holds, and RecordError
    where it has no room of this lot.
    """
    record = read_record(source, procedure, policy)
    rooms = [room for room in rooms_shown(record) if room.lot == lot]
    if not rooms:
        where = f"record {procedure}"
        raise RecordError(where, f"lot {lot!r} has no room in it")
    return tuple(_audited(record, room) for room in rooms)


def _audited(record: Record, shown: RoomShown) -> RoomReport:
    audit = _Audit(record, shown)
    report = audit.run()
    if audit.room is None or report.difference is not None or report.stopped:
        return report
    told = settled_as(record, shown, audit.room)
    return msgspec.structs.replace(
        report, settlement=told.state, winners=told.winners, difference=told.difference
    )


class _Audit:
    """One room under examination; local to verify_rooms, and gone with it."""

    def __init__(self, record: Record, shown: RoomShown) -> None:
        own = (one for one in record.withheld if one["stream"] == shown.room)
        self.hidden = {one["position"]: one["until"] for one in own if "digest" in one}
        self.shown = shown
        self.room: Room | None = None
        self.order = Order(record)
        self.heard: list[Heard] = []
        self.judged = 0

    def run(self) -> RoomReport:
        """Judge event after event until one differs, one is withheld, or all are done."""
        for position in range(len(self.shown.events) + len(self.hidden)):
            until = self.hidden.get(position)
            if until is not None and (until != _NEVER or self.room is None):
                return self._report(stopped=f"position {position} is withheld until {until}")
            if until is not None and self.room is not None:
                self.room = passed(self.room, self.room.at)
                self.order.withheld()
            elif difference := self._judge(self.shown.events[position]):
                return self._report(difference=difference)
            self.judged += 1
        return self._report()

    def _judge(self, shown: Shown) -> Difference | None:
        event, before = of_room(shown), self.room
        try:
            found = chain(wrongs(before, event) if before else (), self.order.wrongs(shown, event))
            if (wrong := next(found, None)) is not None:
                return Difference(shown.index, *wrong)
            self.room = evolve(before, event)
        except RoomRecordError as problem:
            return Difference(shown.index, event.name, event.data, str(problem))
        if event.name == "bid-taken" and before is not None:
            self.heard.append(_heard(shown.index, event, before, self.room))
        return None

    def _report(self, *, difference: Difference | None = None, stopped: str = "") -> RoomReport:
        room = self.room
        return RoomReport(
            room=self.shown.room,
            lot=self.shown.lot,
            mechanism="" if room is None else room.mechanism,
            state="" if room is None else room.over or "open",
            events=len(self.shown.events) + len(self.hidden),
            judged=self.judged,
            heard=tuple(self.heard),
            bidders={plate: bidder for plate, bidder in self.shown.bidders.items() if bidder},
            stood="" if room is None else str(room.at - clock_of(room, room.at)),
            drift=str(self.order.drift),
            withheld=len(self.hidden),
            difference=difference,
            stopped=stopped,
        )


def _heard(index: int, event: RoomEvent, before: Room, after: Room) -> Heard:
    data = event.data
    figures = [str(data[name]) for name in _FIGURES if data.get(name)]
    closes = due(after)
    return Heard(
        number=data["number"],
        index=index,
        at=format_instant(event.at),
        clock=data["clock"],
        plate=data["plate"],
        said=" ".join([data["kind"], *figures]),
        closes="" if closes is None else format_instant(closes),
        signed="sig" in data and signed(before, event),
        proxy=bool(data.get("proxy")),
    )
