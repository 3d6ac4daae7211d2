"""A live room as tests tell it: said at a time of the day, folded event by event as it goes."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.support.rooms import moment, text

from poletai.core import rooms
from poletai.core.auctions import Refused
from poletai.core.rooms import Room, RoomEvent, Said

KEY = "00" * 32
OPERATOR = {"role": "operator", "id": "centre"}
ASCENDING = {
    "mechanism": "ascending",
    "start": "100",
    "step": "10",
    "listing_from": text("09:00"),
    "listing_until": text("10:00"),
    "window": 300,
    "entry": "anyone",
    "timed_needs": 0,
}


@dataclass
class Story:
    """A room and all that happened in it; `kept` folds every event, `room` is what was decided."""

    auction: dict[str, Any] = field(default_factory=lambda: dict(ASCENDING))
    rules: dict[str, Any] = field(default_factory=dict)
    opened: str = "08:00"

    def __post_init__(self) -> None:
        event = rooms.open_room(
            "r1", "p1", "1", self.auction, self.rules, at=moment(self.opened), by=OPERATOR
        )
        assert isinstance(event, RoomEvent), event
        self.events = [event]
        self.seqs: dict[str, int] = {}
        self.room: Room = rooms.evolve(None, event)

    def add(self, event: RoomEvent | Refused | None) -> RoomEvent:
        assert isinstance(event, RoomEvent), event
        self.room = rooms.evolve(self.room, event)
        self.events.append(event)
        return event

    def taken_by(self, clock: str, epoch: int = 1, idle: int | None = None) -> RoomEvent:
        gap = None if idle is None else timedelta(seconds=idle)
        return self.add(rooms.take_over(self.room, epoch, gap, moment(clock), f"owner{epoch}"))

    def join(self, *plates: str, at: str = "08:30") -> "Story":
        for plate in plates:
            self.add(rooms.join(self.room, plate, f"body-{plate}", KEY, moment(at)))
        return self

    def say(self, clock: str, plate: str, amount: str | None = None, **more: Any) -> str:
        """Say something; returns `taken`, or the code it was refused with."""
        seq = more.pop("seq", self.seqs.get(plate, 0) + 1)
        self.seqs[plate] = max(seq, self.seqs.get(plate, 0))
        said = Said(seq=seq, amount=amount, **more)
        answer = rooms.say(self.room, plate, said, moment(clock), 7)
        if isinstance(answer, Refused):
            return answer.code
        for event in answer.events:
            self.add(event)
        assert self.room == answer.room, "what was decided is what its events fold to"
        return "taken"

    def shown(self, clock: str, plate: str = "") -> dict[str, Any]:
        return rooms.state_of(self.room, moment(clock), plate)

    def bids(self) -> list[tuple[str, str]]:
        told = [event.data for event in self.events if event.name == "bid-taken"]
        return [(data["plate"], data.get("amount", "")) for data in told]
