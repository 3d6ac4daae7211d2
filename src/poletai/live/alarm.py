"""Alarms: what a room changes by time alone, and being called when it does."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from poletai.core.basics.instant import parse_instant
from poletai.core.rooms import Room, due, state_of

# Past the instant, not at it: at it everything is as it was.
_PAST, _LONGEST = 0.002, 3600.0


def next_change(room: Room, wall: datetime) -> datetime | None:
    """Return the next instant at which a room changes though nobody says anything, if any."""
    state = state_of(room, wall)
    told = [parse_instant(state[name]) for name in ("closes", "runs") if name in state]
    ends = due(room)
    moments = [*told, *([] if ends is None else [ends])]
    return min((moment for moment in moments if moment >= wall), default=None)


class Alarm:
    """Calls once after a time; setting it again puts what was set before out."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._handle: asyncio.TimerHandle | None = None

    def ring_in(self, time: timedelta | None) -> None:
        """Ring so much later, or not at all."""
        if self._handle is not None:
            self._handle.cancel()
        self._handle = None
        if time is not None:
            seconds = min(_LONGEST, time.total_seconds() + _PAST)
            self._handle = asyncio.get_running_loop().call_later(seconds, self._ring)
