"""Every mechanism run live, with an outage in the middle, ends as its golden record settles."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.support.room_story import KEY, OPERATOR

from poletai.core import rooms
from poletai.core.auctions import Refused, as_json, find_mechanism, read_record, settle_record
from poletai.core.basics.instant import parse_instant
from poletai.core.rooms import Room, RoomEvent, Said

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "auctions.json").read_text("utf-8"))
OUTAGE, GRACE = timedelta(seconds=95), timedelta(seconds=10)


class Live:
    """A room that hears a record line by line, and is away for a while before one of them."""

    def __init__(self, vector: dict[str, Any]) -> None:
        self.record = sorted(vector["record"], key=lambda line: (line["at"], line.get("number", 0)))
        first = parse_instant(self.record[0]["at"]) - timedelta(minutes=1)
        event = rooms.open_room("r", "p", "1", vector["terms"], {}, at=first, by=OPERATOR)
        assert isinstance(event, RoomEvent), event
        self.events, self.shift = [event], timedelta()
        self.room: Room = rooms.evolve(None, event)
        for plate in dict.fromkeys(line["bidder"] for line in self.record):
            joined = rooms.join(self.room, plate, plate, KEY, first)
            assert isinstance(joined, RoomEvent)
            self.add(joined)

    def add(self, event: RoomEvent) -> None:
        self.events.append(event)
        self.room = rooms.evolve(self.room, event)

    def away(self, at: datetime) -> None:
        """Be gone just before something is said; where nothing could be said nothing is lost."""
        since = max(self.room.at, at - timedelta(microseconds=1))
        event = rooms.take_over(self.room, 2, OUTAGE, since + OUTAGE, "next")
        if "since" in event.data:
            self.add(event)
            self.shift = OUTAGE + GRACE

    def hear(self, line: dict[str, Any]) -> str:
        plate = line["bidder"]
        told = {k: v for k, v in line.items() if k not in {"at", "bidder", "plate", "number"}}
        if "items" in told:
            told["items"] = tuple(told["items"])
        said = Said(seq=self.room.seqs.get(plate, 0) + 1, **told)
        answer = rooms.say(self.room, plate, said, parse_instant(line["at"]) + self.shift, 1)
        if isinstance(answer, Refused):
            return answer.code
        for event in answer.events:
            self.add(event)
        assert self.room == answer.room
        return "auction.accepted"


def answers(settlement: dict[str, Any]) -> list[str]:
    steps = settlement["steps"]
    return [s["rule"] for s in steps if s["value"] in {"refused", "accepted"}]


def outcome(settlement: dict[str, Any]) -> Any:
    plain = ("bidder", "price", "quantity", "dimension", "amount", "items")
    told = [
        [{name: quote.get(name) for name in plain} for quote in settlement[side]]
        for side in ("winners", "others")
    ]
    return settlement["outcome"], settlement["reason"], told


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["name"]))
@pytest.mark.parametrize("gap", [False, True], ids=["kept", "interrupted"])
def test_a_room_hears_and_ends_as_the_record_settles(vector: dict[str, Any], gap: bool) -> None:
    live, golden = Live(vector), vector["settlement"]
    middle = live.record[len(live.record) // 2]
    heard = []
    for line in live.record:
        if gap and line is middle:
            live.away(parse_instant(line["at"]))
        heard.append(live.hear(line))
    assert heard == answers(golden)
    record = rooms.record_of(live.events, {plate: plate for plate in live.room.seats})
    reserve = None if vector["reserve"] is None else Decimal(vector["reserve"])
    settled = as_json(settle_record(vector["terms"], read_record(record), reserve))
    assert outcome(settled) == outcome(golden)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["name"]))
def test_a_room_ends_only_after_its_mechanism_does(vector: dict[str, Any]) -> None:
    live = Live(vector)
    for line in live.record:
        live.hear(line)
    ends = find_mechanism(live.room.mechanism).ends(live.room.terms, live.room.state)
    due = rooms.due(live.room)
    assert due == ends
    assert rooms.close(live.room, max(due, live.room.at)) is None or live.room.at > due
    closed = rooms.close(live.room, max(due, live.room.at) + timedelta(microseconds=1))
    assert closed is not None
