"""What is hidden in a room shows nowhere: with another amount in it, all that others see is equal.

Not where it stands, not the history, not what anybody else is answered.
"""

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.support.room_story import KEY, OPERATOR, Story

from poletai.core import rooms
from poletai.core.auctions import Refused
from poletai.core.basics.instant import parse_instant
from poletai.core.rooms import Room, RoomEvent, Said

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "auctions.json").read_text("utf-8"))
_FACTORS = ("1.1", "1.01", "0.99", "0.9", "1.5", "0.5")


class Watched:
    """A room that hears a record, and all that anybody but one plate sees of it."""

    def __init__(self, vector: dict[str, Any], plate: str) -> None:
        record = sorted(vector["record"], key=lambda line: (line["at"], line.get("number", 0)))
        first = parse_instant(record[0]["at"])
        event = rooms.open_room("r", "p", "1", vector["terms"], {}, at=first, by=OPERATOR)
        assert isinstance(event, RoomEvent), event
        self.room: Room = rooms.evolve(None, event)
        self.record, self.plate = record, plate
        self.others = [p for p in dict.fromkeys(line["bidder"] for line in record) if p != plate]
        self.seen: list[Any] = []
        self.phases: list[Any] = []
        self.changed = 0
        for each in (plate, *self.others):
            joined = rooms.join(self.room, each, each, KEY, first)
            assert isinstance(joined, RoomEvent)
            self.room = rooms.evolve(self.room, joined)

    def hear(self, *, other: bool) -> "Watched":
        for line in self.record:
            at, mine = parse_instant(line["at"]), line["bidder"] == self.plate
            if self.opened(at):
                break
            said = self.said(line)
            answer = rooms.say(self.room, line["bidder"], said, at, 1)
            if other and mine and not isinstance(answer, Refused) and answer.events[0].confidential:
                answer = self.another(said, at) or answer
            self.see(answer, at, mine=mine)
        return self

    def said(self, line: dict[str, Any]) -> Said:
        told = {k: v for k, v in line.items() if k not in {"at", "bidder", "plate", "number"}}
        seq = self.room.seqs.get(line["bidder"], 0) + 1
        return Said(seq=seq, **{**told, "items": tuple(told.get("items", ()))})

    def another(self, said: Said, at: datetime) -> Any:
        """Say the same with another amount, if one is taken."""
        for factor in _FACTORS if said.amount else ():
            amount = Decimal(str(said.amount)) * Decimal(factor)
            other = Said(
                seq=said.seq,
                kind=said.kind,
                amount=f"{amount.quantize(Decimal(str(said.amount)))}",
                quantity=said.quantity,
                items=said.items,
            )
            answer = rooms.say(self.room, self.plate, other, at, 1)
            if other.amount != said.amount and not isinstance(answer, Refused):
                self.changed += 1
                return answer
        return None

    def see(self, answer: Any, at: datetime, *, mine: bool) -> None:
        if isinstance(answer, Refused):
            self.seen.append(None if mine else answer)
        else:
            self.room = answer.room
            self.seen += [rooms.line_of(e) for e in answer.events if not e.confidential]
            self.seen += [(e.name, e.by) for e in answer.events]
        self.seen += [rooms.state_of(self.room, at, plate) for plate in ("", *self.others)]

    def opened(self, at: datetime) -> bool:
        """Whether what was hidden in the first phase or round is opened: it may show from then."""
        state = rooms.state_of(self.room, at)
        self.phases.append((state["phase"], state.get("round")))
        return bool(self.phases[0] != self.phases[-1])


def hiding() -> list[Any]:
    found = []
    for vector in VECTORS:
        for plate in dict.fromkeys(line["bidder"] for line in vector["record"]):
            if Watched(vector, plate).hear(other=True).changed:
                found.append(pytest.param(vector, plate, id=f"{vector['name']}-{plate}"))
    return found


@pytest.mark.parametrize(("vector", "plate"), hiding())
def test_another_hidden_amount_changes_nothing_that_others_see(
    vector: dict[str, Any], plate: str
) -> None:
    told = Watched(vector, plate).hear(other=False)
    other = Watched(vector, plate).hear(other=True)

    assert told.seen == other.seen


@pytest.mark.parametrize("most", ["131", "155", "777"])
def test_a_maximum_shows_only_by_what_is_bid_for_it(most: str) -> None:
    story = Story(rules={"proxy": True}).join("1", "2")
    story.say("09:10", "1", most, kind="maximum")
    story.say("09:11", "2", "120")

    assert story.bids() == [("1", "100"), ("2", "120"), ("1", "130")]
    shown = json.dumps([story.shown("09:12"), story.shown("09:12", "2")])
    assert shown == json.dumps(_with_maximum("9999"))


def _with_maximum(most: str) -> list[dict[str, Any]]:
    story = Story(rules={"proxy": True}).join("1", "2")
    story.say("09:10", "1", most, kind="maximum")
    story.say("09:11", "2", "120")
    return [story.shown("09:12"), story.shown("09:12", "2")]
