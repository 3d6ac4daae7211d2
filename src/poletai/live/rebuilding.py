"""Rebuilding a room from its stream: its state, its public lines, and the answers it has given."""

import msgspec
import psycopg

from poletai.core.basics.instant import parse_instant
from poletai.core.rooms import Room, RoomEvent, evolve, passed
from poletai.ledger.held import Head
from poletai.ledger.store import Store, read
from poletai.ledger.stored import StoredEvent
from poletai.live.memory import Memory, remembered
from poletai.live.showing import line_shown

# What the exchange adds once a room is over.
_AFTERWARDS = {"disclosed"}


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
    return folded([room_event(one) for one in stored], head)


def room_event(stored: StoredEvent) -> RoomEvent:
    """Return what an event says of its room."""
    envelope = stored.envelope
    return RoomEvent(
        name=stored.name,
        at=parse_instant(envelope["at"]),
        by=envelope["by"],
        data=stored.body,
        private=stored.private,
        confidential=stored.confidential,
    )


def folded(events: list[RoomEvent], head: Head) -> Rebuilt:
    """Fold a room from its events."""
    room = evolve(None, events[0])
    for event in events[1:]:
        room = passed(room, event.at) if event.name in _AFTERWARDS else evolve(room, event)
    lines = [line for event in events if (line := line_shown(event))]
    return Rebuilt(room, head, lines, remembered(events))
