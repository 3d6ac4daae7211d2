"""Live rooms, pure: one lot's bidding on plates and an auction clock, as a fold over its events."""

from poletai.core.rooms.clock import clock_of, stands, wall_of
from poletai.core.rooms.errors import RoomRecordError
from poletai.core.rooms.folding import evolve, passed, said_of
from poletai.core.rooms.hearing import say
from poletai.core.rooms.keeping import (
    amend,
    close,
    due,
    halt,
    join,
    open_room,
    resume,
    take_over,
    terminate,
)
from poletai.core.rooms.room import ENDED, TERMINATED, Room, RoomEvent, Rules, Said, Taken
from poletai.core.rooms.saying import MAXIMUM, signed_bytes
from poletai.core.rooms.showing import line_of, record_of, state_of

__all__ = [
    "ENDED",
    "MAXIMUM",
    "TERMINATED",
    "Room",
    "RoomEvent",
    "RoomRecordError",
    "Rules",
    "Said",
    "Taken",
    "amend",
    "clock_of",
    "close",
    "due",
    "evolve",
    "halt",
    "join",
    "line_of",
    "open_room",
    "passed",
    "record_of",
    "resume",
    "said_of",
    "say",
    "signed_bytes",
    "stands",
    "state_of",
    "take_over",
    "terminate",
    "wall_of",
]
