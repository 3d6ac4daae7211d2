"""Maxima: how far the room bids by itself for a plate, and no further than others force it to.

Who has the higher maximum leads at a step past the other's; of equal ones the earlier, as long as
a step is left to bid it.
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import msgspec

from poletai.core.auctions import Refused, View, find_mechanism
from poletai.core.basics.exact import total
from poletai.core.rooms.clock import clock_of
from poletai.core.rooms.room import Maximum, Room, RoomEvent, Said, Taken
from poletai.core.rooms.saying import after_bid, take_bid

SET = "maximum-set"
# Two maxima settle in three bids; the rest is for those that take the lead from one another.
_MOST_ANSWERS = 1000


def proxied(mechanism: str) -> bool:
    """Say whether a mechanism's bids can be left to the room: open, one price, step by step."""
    return bool(getattr(find_mechanism(mechanism), "PROXIES", False))


def set_maximum(room: Room, plate: str, said: Said, wall: datetime) -> Taken | Refused:
    """Keep a maximum in place of the plate's last; it is sealed to the room and never shown."""
    if not room.rules.proxy:
        return Refused("room.no-proxies", "this room bids for nobody: say each bid yourself")
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
    for _ in range(_MOST_ANSWERS if room.maxima and not room.over else 0):
        chosen = _next(room, wall)
        if chosen is None:
            return
        plate, amount = chosen
        said = Said(seq=0, amount=f"{amount:f}")
        taken = take_bid(room, plate, said, wall, mono, proxy=True)
        # What the mechanism shows as the next amount it takes.
        if isinstance(taken, Refused):
            return
        room = taken.room
        yield taken


def _next(room: Room, wall: datetime) -> tuple[str, Decimal] | None:
    """Choose who bids next and how much; None where no maximum reaches the next bid."""
    leader = _seen(room, "", wall).leader
    views = {plate: _seen(room, plate, wall) for plate in room.maxima if plate != leader}
    able = [plate for plate, view in views.items() if _able(view, room.maxima[plate].amount)]
    if not able:
        return None
    ranked = sorted(able, key=lambda plate: _rank(views[plate], room.maxima[plate]))
    best, view = ranked[0], views[ranked[0]]
    rivals = [room.maxima[p].amount for p in (*ranked[1:2], leader) if p in room.maxima]
    return best, _amount(view, room.maxima[best].amount, rivals)


def _amount(view: View, most: Decimal, rivals: list[Decimal]) -> Decimal:
    """Return the least bid that no rival's maximum can answer, or the most there is."""
    if view.least is None or view.step is None or not rivals:
        return view.least or most
    toward = view.step if view.wins == "highest" else -view.step
    rival = max(rivals) if view.wins == "highest" else min(rivals)
    room_up = _steps(view.least, most, toward)
    needed = _steps(view.least, rival, toward) + 1
    return total((view.least, toward * max(0, min(room_up, needed))))


def _steps(least: Decimal, to: Decimal, toward: Decimal) -> int:
    """Return how many whole steps lie between two amounts; below none where it is behind."""
    return int((total((to, -least)) / toward).to_integral_value(rounding="ROUND_FLOOR"))


def _rank(view: View, maximum: Maximum) -> tuple[Decimal, int]:
    return (-maximum.amount if view.wins == "highest" else maximum.amount), maximum.nth


def _able(view: View, most: Decimal) -> bool:
    return view.least is not None and "bid" in view.says and _reaches(view, most, view.least)


def _reaches(view: View, amount: Decimal, least: Decimal) -> bool:
    return amount >= least if view.wins == "highest" else amount <= least


def _seen(room: Room, plate: str, wall: datetime) -> View:
    mechanism = find_mechanism(room.mechanism)
    return mechanism.view(room.terms, room.state, clock_of(room, wall), plate)
