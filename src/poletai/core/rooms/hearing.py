"""Hearing a bidder: what it says, and what the room then says for those with a maximum."""

from datetime import datetime

from poletai.core.auctions import Refused
from poletai.core.rooms.proxies import answers, set_maximum
from poletai.core.rooms.room import Room, Said, Taken
from poletai.core.rooms.saying import MAXIMUM, refusal, take_bid


def say(room: Room, plate: str, said: Said, wall: datetime, mono: int) -> Taken | Refused:
    """Answer what a plate says at an instant: the events it makes, or why it is not taken.

    `mono` is the keeper's monotonic clock in microseconds. Who says it was shown before.
    """
    if refused := refusal(room, plate, said, wall):
        return refused
    if said.kind == MAXIMUM:
        taken = set_maximum(room, plate, said, wall)
    else:
        taken = take_bid(room, plate, said, wall, mono)
    if isinstance(taken, Refused) or not taken.room.maxima:
        return taken
    events, after = list(taken.events), taken.room
    for answer in answers(after, wall, mono):
        events, after = [*events, *answer.events], answer.room
    return Taken(tuple(events), after)
