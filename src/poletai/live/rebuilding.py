"""Rebuilding a room from its stream: its state, its public lines, and the answers it has given."""

import msgspec
import psycopg

from poletai.core.rooms import Room, RoomEvent, evolve
from poletai.ledger.held import Head
from poletai.ledger.room_events import room_event
from poletai.ledger.store import Store, read
from poletai.live.memory import Memory, remembered
from poletai.live.showing import line_shown


class Rebuilt(msgspec.Struct, frozen=True):
    """A room as its stream has it, with the answers to what was said there last."""

    room: Room
    head: Head
    lines: list[bytes]
    memory: Memory


def rebuild(dsn: str, store: Store, stream: str) -> Rebuilt | None:
    """Read a room; None where no event of it is there."""
    with psycopg.connect(dsn) as conn:
        stored = read(conn, store, stream)
    if not stored:
        return None
    head = Head(len(stored), stored[-1].digest)
    events = [room_event(one.envelope, one.body, one.private) for one in stored]
    return folded(events, head)


def folded(events: list[RoomEvent], head: Head) -> Rebuilt:
    """Fold a room from its events."""
    room = evolve(None, events[0])
    for event in events[1:]:
        room = evolve(room, event)
    lines = [line for event in events if (line := line_shown(event))]
    return Rebuilt(room, head, lines, remembered(events))
