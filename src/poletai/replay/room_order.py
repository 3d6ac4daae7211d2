"""Order in a room: what no event shows alone, as clocks running on, maxima before their bids."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from poletai.core.basics.instant import format_instant, parse_instant
from poletai.core.rooms import RoomEvent
from poletai.replay.record import Record, Shown
from poletai.replay.room_checks import Wrong

# The log takes events in the order they are written, whoever writes them.
_SLACK = timedelta(minutes=1)


class Order:
    """What went before in a room and in its record; local to one examination, and gone with it."""

    def __init__(self, record: Record) -> None:
        self._known = _known(record)
        self._maxima, self._bid_for = 0, set[str]()
        self._before: RoomEvent | None = None
        self._last: RoomEvent | None = None
        self.drift = timedelta()

    def withheld(self) -> None:
        """Count a maximum, of which nothing else is known."""
        self._maxima += 1
        self._before = None

    def wrongs(self, shown: Shown, event: RoomEvent) -> Iterator[Wrong]:
        """Yield what is wrong with where an event stands, and go on to the next."""
        known = self._known[shown.index]
        if event.at < known - _SLACK:
            yield f"{event.name}.at", format_instant(event.at), f"after {format_instant(known)}"
        if event.name == "room-taken":
            self._last = None
        if event.name == "bid-taken":
            yield from self._clock(event)
            if event.data.get("proxy"):
                yield from self._answer(event)
        self._before = event

    def _clock(self, event: RoomEvent) -> Iterator[Wrong]:
        """Compare with the process's own clock, which nobody sets; another process has another."""
        last, self._last = self._last, event
        if last is None:
            return
        mono, before = event.data["mono"], last.data["mono"]
        if mono < before:
            yield f"bid-taken.{event.data['number']}.mono", mono, f"{before} or more"
        own = timedelta(microseconds=mono - before)
        self.drift = max(self.drift, abs(event.at - last.at - own))

    def _answer(self, event: RoomEvent) -> Iterator[Wrong]:
        """What the room bids for somebody follows at once, and a maximum came before it."""
        self._bid_for.add(event.data["plate"])
        name, before = f"bid-taken.{event.data['number']}.proxy", self._before
        if len(self._bid_for) > self._maxima:
            yield name, len(self._bid_for), f"no more plates than maxima: {self._maxima}"
        elif before is not None and (before.name != "bid-taken" or before.at != event.at):
            yield name, format_instant(event.at), "an answer, at the instant of what it answers"


def _known(record: Record) -> dict[int, datetime]:
    """Return the latest instant told before each leaf of the record."""
    found, latest = {}, None
    for event in sorted(record.events, key=lambda one: one.index):
        at = parse_instant(event.envelope["at"])
        latest = at if latest is None else latest
        found[event.index] = latest
        latest = max(latest, at)
    return found
