"""Saying something in a room: what a bidder may say now, and the events it makes when taken."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from poletai.core.auctions import Input, Refused, find_mechanism, take
from poletai.core.basics.canonical import canonical
from poletai.core.basics.instant import format_instant
from poletai.core.rooms.clock import clock_of, stands
from poletai.core.rooms.room import Room, RoomEvent, Said, Taken

MAXIMUM = "maximum"
_SIGNED = b"poletai-room/v1/say\0"
_MOST_DIGITS = 24


def signed_bytes(room: str, plate: str, said: Said) -> bytes:
    """Return what a bidder signs: a label, a zero byte, the canonical JSON of what it says."""
    told = {"room": room, "plate": plate, "seq": said.seq, "kind": said.kind, **told_of(said)}
    return _SIGNED + canonical(told)


def told_of(said: Said) -> dict[str, Any]:
    """Return the figures somebody gave, as they were written."""
    told: dict[str, Any] = {}
    if said.amount:
        told["amount"] = said.amount
    if said.quantity:
        told["quantity"] = said.quantity
    if said.dimension:
        told["dimension"] = said.dimension
    if said.items:
        told["items"] = list(said.items)
    return told


def refusal(room: Room, plate: str, said: Said, wall: datetime) -> Refused | None:
    """Refuse what a room cannot hear, whatever its mechanism says; None for the rest."""
    if room.over:
        return Refused("room.over", f"the room has {room.over}")
    if plate not in room.seats:
        return Refused("room.unknown-plate", f"plate {plate} has not joined")
    if said.seq <= room.seqs.get(plate, 0):
        return Refused("room.repeated", f"seq {said.seq} was heard already: count on from it")
    if stands(room, wall):
        return Refused("room.halted", "the clock stands still: say it again when it goes on")
    if said.amount is not None and not _plain(said.amount):
        return _unwritten("amount", said.amount)
    figure = said.quantity
    unplain = figure is not None and not _plain(figure)
    return _unwritten("quantity", str(figure)) if unplain else _unheard_of(room, said)


def take_bid(
    room: Room, plate: str, said: Said, wall: datetime, mono: int, *, proxy: bool = False
) -> Taken | Refused:
    """Hear one input by the mechanism's rule and make its event."""
    clock = clock_of(room, wall)
    heard = input_of(plate, said, room.number + 1)
    state = take(room.mechanism, room.terms, room.state, heard, clock)
    if isinstance(state, Refused):
        return state
    event = RoomEvent(
        name="bid-taken",
        at=wall,
        by={"role": "room" if proxy else "bidder", "id": plate},
        data=_data(plate, said, heard.number, clock, mono, proxy=proxy),
        confidential=find_mechanism(room.mechanism).hides(room.terms, room.state, heard, clock),
    )
    return Taken((event,), after_bid(room, plate, said.seq, state, wall))


def after_bid(room: Room, plate: str, seq: int, state: Any, wall: datetime) -> Room:
    """Return the room after an input; what the room says for a plate has no seq."""
    return msgspec.structs.replace(
        room,
        state=state,
        at=wall,
        number=room.number + 1,
        length=room.length + 1,
        seqs={**room.seqs, plate: seq} if seq else room.seqs,
    )


def input_of(plate: str, said: Said, number: int) -> Input:
    """Return what the mechanism hears: the plate is the bidder."""
    return Input(
        bidder=plate,
        plate=plate,
        number=number,
        kind=said.kind,
        amount=None if said.amount is None else Decimal(said.amount),
        quantity=None if said.quantity is None else Decimal(said.quantity),
        dimension=said.dimension,
        **({"items": said.items} if said.items else {}),
    )


def _data(
    plate: str, said: Said, number: int, clock: datetime, mono: int, *, proxy: bool
) -> dict[str, Any]:
    data = {
        "plate": plate,
        "seq": said.seq,
        "kind": said.kind,
        **told_of(said),
        "number": number,
        "clock": format_instant(clock),
        "mono": mono,
    }
    if said.sig:
        data["sig"] = said.sig
    return {**data, "proxy": True} if proxy else data


def _plain(text: str) -> bool:
    """Say whether a figure is written in the one way it is signed and compared in."""
    try:
        figure = Decimal(text)
    except InvalidOperation:
        return False
    return len(text) <= _MOST_DIGITS and figure.is_finite() and f"{figure:f}" == text


def _unwritten(name: str, text: str) -> Refused:
    return Refused("auction.figure", f"{name} {text[:_MOST_DIGITS]!r} is not written as 120.00")


def _unheard_of(room: Room, said: Said) -> Refused | None:
    """Refuse words the terms do not have: nobody tells the others anything in the public record."""
    if not (said.dimension or said.items):
        return None
    words = set(_words(room.auction))
    if said.dimension and said.dimension not in words:
        return Refused("auction.dimension", "the terms have no such dimension")
    if len(set(said.items)) < len(said.items) or not words.issuperset(said.items):
        return Refused("auction.items", "items are named once each, as the terms name them")
    return None


def _words(value: Any) -> Iterator[str]:
    """Yield every text in terms, names of their fields among them."""
    match value:
        case str():
            yield value
        case Mapping():
            yield from (word for pair in value.items() for part in pair for word in _words(part))
        case list() | tuple():
            yield from (word for part in value for word in _words(part))
