"""What is shown of a room: its last durable state, and the public lines of its history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from poletai.core.basics.instant import format_instant
from poletai.core.rooms import Room, RoomEvent, line_of, state_of
from poletai.live import messages


class Shown(msgspec.Struct, frozen=True):
    """A room as it is shown at one instant; `known` is False while nobody can tell how it stands.

    Every line is encoded already.
    """

    room: Room
    wall: datetime
    lines: Sequence[bytes]
    known: bool = True

    @property
    def length(self) -> int:
        """How many events it has."""
        return self.room.length

    @property
    def at(self) -> str:
        """The instant, as a text."""
        return format_instant(self.wall)

    def state(self, plate: str) -> dict[str, Any]:
        """Return its state to everyone, or to one plate."""
        told = state_of(self.room, self.wall, plate if plate in self.room.seats else "")
        if self.known or self.room.over:
            return told
        # Whoever keeps it next says how long the clock stood still.
        return {**told, "still": True, "why": "outage"}


def line_shown(event: RoomEvent) -> bytes | None:
    """Return the public line of an event; None where it has none, or is hidden to the end."""
    if event.name != "bid-taken" or event.confidential:
        return None
    return messages.encoded(line_of(event))
