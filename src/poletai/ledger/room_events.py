"""Events of rooms as the core folds them, from the envelopes they are logged in."""

from collections.abc import Mapping
from typing import Any

from poletai.core.basics.instant import parse_instant
from poletai.core.rooms import ENDED, TERMINATED, RoomEvent
from poletai.ledger.envelope import NewEvent

KIND = "room"
# Nothing is said in a room after one of these.
ENDS = {"room-ended": ENDED, "room-terminated": TERMINATED}


def room_event(
    envelope: Mapping[str, Any], data: Mapping[str, Any], private: Mapping[str, Any] | None = None
) -> RoomEvent:
    """Return the event of a room that an envelope tells, its data read from their blob."""
    return RoomEvent(
        name=envelope["name"],
        at=parse_instant(envelope["at"]),
        by=dict(envelope["by"]),
        data=dict(data),
        private=None if private is None else dict(private),
        confidential="blind" in envelope,
    )


def new_room_event(stream: str, event: RoomEvent) -> NewEvent:
    """Return an event of a room as the store takes it."""
    return NewEvent(
        stream=stream,
        kind=KIND,
        name=event.name,
        at=event.at,
        by=event.by,
        data=event.data,
        private=event.private,
        confidential=event.confidential,
    )
