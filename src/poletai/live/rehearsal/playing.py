"""Playing a rehearsal: bidders look at the room again and again, faster as its phase runs out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from poletai.core import rooms
from poletai.core.auctions import Refused, Settlement, read_record, settle_record
from poletai.core.basics.instant import parse_instant
from poletai.core.rooms import Room, RoomEvent, Said
from poletai.live.rehearsal.bidders import Bidder, Seen, said_by
from poletai.live.rehearsal.errors import CannotRehearseError
from poletai.live.rehearsal.valuing import bidders_of

_BY = {"role": "room", "id": "rehearsal"}
# A bidder looks about so often in what is left of a phase, and never more often than a second.
_LOOKS = 12
_SOONEST = 1.0
_MOST_LOOKS = 200_000


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A room played to its end: who took part, what happened, and what it settles to."""

    room: Room
    bidders: tuple[Bidder, ...]
    events: tuple[RoomEvent, ...]
    refused: int
    record: list[dict[str, Any]]
    settlement: Settlement


def rehearse(
    auction: Mapping[str, Any],
    rules: Mapping[str, Any],
    count: int,
    strategies: Sequence[str],
    chance: Random,
) -> Rehearsal:
    """Play an auction with so many drawn bidders to its end; raises CannotRehearseError."""
    game = _Game(auction, rules)
    bidders = bidders_of(game.room, count, strategies, chance)
    for bidder in bidders:
        game.add(rooms.join(game.room, bidder.plate, bidder.plate, "0" * 64, game.at))
    _played(game, bidders, chance)
    names = {bidder.plate: bidder.plate for bidder in bidders}
    record = rooms.record_of(game.events, names)
    settled = settle_record(game.room.auction, read_record(record))
    return Rehearsal(game.room, bidders, tuple(game.events), game.refused, record, settled)


class _Game:
    """A room, its time, and what has happened in it."""

    def __init__(self, auction: Mapping[str, Any], rules: Mapping[str, Any]) -> None:
        self.at = _opening(auction)
        opened = rooms.open_room("rehearsal", "", "", auction, rules, at=self.at, by=_BY)
        if not isinstance(opened, RoomEvent):
            message = "; ".join(f"{each.where}: {each.message}" for each in opened)
            raise CannotRehearseError(message)
        self.events, self.refused = [opened], 0
        self.room = rooms.evolve(None, opened)

    def add(self, event: RoomEvent | Refused | None) -> None:
        if isinstance(event, RoomEvent):
            self.events.append(event)
            self.room = rooms.evolve(self.room, event)

    def say(self, plate: str, told: Mapping[str, Any]) -> None:
        said = Said(seq=self.room.seqs.get(plate, 0) + 1, **told)
        answer = rooms.say(self.room, plate, said, self.at, 0)
        if isinstance(answer, Refused):
            self.refused += 1
            return
        self.events += answer.events
        self.room = answer.room

    def seen(self, plate: str) -> Seen:
        """Return the room as a plate sees it, with how much of its phase is left."""
        state = rooms.state_of(self.room, self.at, plate)
        closes = parse_instant(state["closes"]) if "closes" in state else self.at
        return Seen(state, (closes - self.at).total_seconds())


def _played(game: _Game, bidders: Sequence[Bidder], chance: Random) -> None:
    looks = {bidder.plate: game.at for bidder in bidders}
    for _ in range(_MOST_LOOKS):
        bidder = min(bidders, key=lambda one: looks[one.plate])
        ends, looked = rooms.due(game.room), looks[bidder.plate]
        if ends is None or looked > ends:
            break
        game.at = max(game.at, looked)
        seen = game.seen(bidder.plate)
        told = said_by(bidder, seen, chance)
        if told is not None:
            game.say(bidder.plate, told)
        looks[bidder.plate] = looked + timedelta(seconds=_pause(seen, told, chance))
    _end(game)


def _pause(seen: Seen, told: Mapping[str, Any] | None, chance: Random) -> float:
    """Return after how many seconds a bidder looks again: whoever spoke in its turn is done."""
    if told is not None and seen.state["phase"] == "turn":
        return seen.left + _SOONEST
    return max(_SOONEST, chance.expovariate(1.0) * max(seen.left, _SOONEST) / _LOOKS)


def _end(game: _Game) -> None:
    ends = rooms.due(game.room)
    if ends is None:
        return
    game.at = max(game.at, ends) + timedelta(microseconds=1)
    game.add(rooms.close(game.room, game.at))


def _opening(auction: Mapping[str, Any]) -> datetime:
    """Return a moment before the first instant the terms name."""
    named = [value for value in auction.values() if isinstance(value, str) and "T" in value]
    try:
        return min(map(parse_instant, named)) - timedelta(minutes=10)
    except ValueError as wrong:
        message = "the terms name no instant at which bidding begins or ends"
        raise CannotRehearseError(message) from wrong
