"""Maxima: how far the room bids by itself for a plate, and no further than others force it to.

Who has the higher maximum leads at a step past the other's; of equal ones the earlier, as long as
a step is left to bid it.
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

import msgspec

from poletai.core.auctions import Refused, View, find_mechanism
from poletai.core.basics.exact import total
from poletai.core.rooms.clock import clock_of
from poletai.core.rooms.room import Maximum, Room, RoomEvent, Said, Taken
from poletai.core.rooms.saying import after_bid, take_bid, told_of

SET = "maximum-set"


def proxied(mechanism: str) -> bool:
    """Say whether a mechanism's bids can be left to the room: open, one price, step by step."""
    return bool(getattr(find_mechanism(mechanism), "PROXIES", False))


def set_maximum(room: Room, plate: str, said: Said, wall: datetime) -> Taken | Refused:
    """Keep a maximum in place of the plate's last; it is sealed to the room and never shown."""
    if not room.rules.proxy:
        return Refused("room.no-proxies", "this room bids for nobody: say each bid yourself")
    if told_of(said).keys() - {"amount"}:
        return Refused("auction.figure", "a maximum is one amount and nothing else")
    view = _seen(room, plate, wall)
    amount = None if said.amount is None else Decimal(said.amount)
    if amount is None or (view.least is not None and not _reaches(view, amount, view.least)):
        return Refused("auction.not-higher", "a maximum reaches the next bid at least")
    event = RoomEvent(
        name=SET,
        at=wall,
        by={"role": "bidder", "id": plate},
        data={"plate": plate, "seq": said.seq, "amount": said.amount, "sig": said.sig},
        confidential=True,
    )
    return Taken((event,), with_maximum(room, plate, said.seq, amount, wall))


def with_maximum(room: Room, plate: str, seq: int, amount: Decimal, wall: datetime) -> Room:
    """Return the room with a plate's maximum."""
    kept = {**room.maxima, plate: Maximum(amount, room.length)}
    said = msgspec.structs.replace(room, maxima=kept)
    return msgspec.structs.replace(
        after_bid(said, plate, seq, room.state, wall), number=room.number
    )


def answers(room: Room, wall: datetime, mono: int) -> Iterator[Taken]:
    """Yield what the room bids for plates with a maximum, until nobody's reaches further."""
    # Every answer betters the price and stays within a maximum: they come to an end.
    while (taken := _answer(room, wall, mono)) is not None:
        room = taken.room
        yield taken


def _answer(room: Room, wall: datetime, mono: int) -> Taken | None:
    chosen = _next(room, wall)
    if chosen is None:
        return None
    plate, amount = chosen
    taken = take_bid(room, plate, Said(seq=0, amount=f"{amount:f}"), wall, mono, proxy=True)
    return None if isinstance(taken, Refused) else taken


def _next(room: Room, wall: datetime) -> tuple[str, Decimal] | None:
    """Choose who bids next and how much; None where no maximum reaches the next bid."""
    leader = _seen(room, "", wall).leader
    nexts = {plate: _next_bid(room, plate, wall) for plate in room.maxima if plate != leader}
    found = {plate: bid for plate, bid in nexts.items() if bid is not None}
    able = {plate: _reach(bid, room.maxima[plate]) for plate, bid in found.items()}
    able = {plate: reach for plate, reach in able.items() if reach.steps >= 0}
    if not able:
        return None
    best = min(able, key=lambda plate: _rank(able[plate]))
    rivals = [reach for plate, reach in able.items() if plate != best]
    if leader in room.maxima:
        rivals.append(_reach(found[best], room.maxima[leader]))
    steps = _needed(able[best], min(rivals, key=_rank, default=None))
    return best, total((found[best].least, found[best].toward * steps))


class _NextBid(msgspec.Struct, frozen=True):
    """The next amount a plate may bid, and a step from it to the better."""

    least: Decimal
    toward: Decimal


class _Reach(msgspec.Struct, frozen=True):
    """How many steps past the next bid a maximum allows, and which maximum of the room it is."""

    steps: int
    nth: int


def _next_bid(room: Room, plate: str, wall: datetime) -> _NextBid | None:
    view = _seen(room, plate, wall)
    if view.least is None or view.step is None or view.dimension or "bid" not in view.says:
        return None
    return _NextBid(view.least, view.step if view.wins == "highest" else -view.step)


def _needed(own: _Reach, rival: _Reach | None) -> int:
    """Return how many steps past the next bid end the contest, or leave the rival ahead."""
    if rival is None:
        return 0
    if own.steps != rival.steps:
        return max(0, min(own.steps, rival.steps + 1))
    # The earlier of two equal maxima bids it; the later brings it to where that is the next bid.
    return own.steps if own.nth < rival.nth else max(0, own.steps - 1)


def _reach(bid: _NextBid, maximum: Maximum) -> _Reach:
    away = Fraction(maximum.amount) - Fraction(bid.least)
    return _Reach(away // Fraction(bid.toward), maximum.nth)


def _rank(reach: _Reach) -> tuple[int, int]:
    return -reach.steps, reach.nth


def _reaches(view: View, amount: Decimal, least: Decimal) -> bool:
    return amount >= least if view.wins == "highest" else amount <= least


def _seen(room: Room, plate: str, wall: datetime) -> View:
    mechanism = find_mechanism(room.mechanism)
    return mechanism.view(room.terms, room.state, clock_of(room, wall), plate)
