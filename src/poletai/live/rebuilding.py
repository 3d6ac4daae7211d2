"""Rebuilding a room from its stream: its state, its public lines, and the answers it has given."""

from collections.abc import Iterable

import msgspec
import psycopg

from poletai.core.basics.instant import parse_instant
from poletai.core.rooms import Room, RoomEvent, evolve, passed
from poletai.ledger.held import Head
from poletai.ledger.store import Store, read
from poletai.ledger.stored import StoredEvent
from poletai.live import messages
from poletai.live.showing import line_shown

# Answers kept for those who ask again; older ones are in the record.
REMEMBERED = 20_000
_INPUTS = {"bid-taken", "maximum-set"}
# What the exchange adds once a room is over.
_AFTERWARDS = {"disclosed"}


class Rebuilt(msgspec.Struct, frozen=True):
    """A room as its stream has it, with the answers to what was said there last."""

    room: Room
    head: Head
    lines: list[bytes]
    heard: dict[tuple[str, int], bytes]


def rebuild(dsn: str, store: Store, stream: str) -> Rebuilt | None:
    """Read a room; None where no event of it is there."""
    with psycopg.connect(dsn) as conn:
        stored = read(conn, store, stream)
    if not stored:
        return None
    head = Head(len(stored), stored[-1].digest)
    return _folded([room_event(one) for one in stored], head)


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


def _folded(events: list[RoomEvent], head: Head) -> Rebuilt:
    room = evolve(None, events[0])
    for event in events[1:]:
        room = passed(room, event.at) if event.name in _AFTERWARDS else evolve(room, event)
    lines = [line for event in events if (line := line_shown(event))]
    return Rebuilt(room, head, lines, _answers(events))


def _answers(events: Iterable[RoomEvent]) -> dict[tuple[str, int], bytes]:
    inputs = [one for one in events if one.name in _INPUTS and one.data["seq"]]
    return {
        (one.data["plate"], one.data["seq"]): messages.taken_event(one)
        for one in inputs[-REMEMBERED:]
    }
