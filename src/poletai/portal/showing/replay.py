"""A room replayed: what everybody saw at every instant it changed, computed by the room's rules."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from poletai.core.basics.instant import format_instant, parse_instant
from poletai.core.rooms import Room, RoomEvent, RoomRecordError, evolve, line_of, passed, state_of
from poletai.exchange.read_models.room_story import Told

_INSTANT = timedelta(microseconds=1)
# A price that moves by itself changes often; a picture of every rise is more than anybody steps.
_MOST = 20_000
_SAID = ("reason", "law", "plate", "owner")


def frames_of(told: Iterable[Told]) -> list[dict[str, Any]]:
    """Return one frame for each change of a room; they stop where something is still withheld."""
    frames: list[dict[str, Any]] = []
    room: Room | None = None
    for one in told:
        if room is not None and len(frames) < _MOST:
            frames += _by_time(room, one.at)
        try:
            room = _after(room, one)
        except RoomRecordError:
            # What follows rests on bids that are not disclosed yet.
            return frames
        if room is not None:
            frames.append(_frame(room, one.at, one.event))
    return frames


def _after(room: Room | None, one: Told) -> Room | None:
    if one.event is not None:
        return evolve(room, one.event)
    return None if room is None else passed(room, one.at)


def _by_time(room: Room, until: datetime) -> Iterator[dict[str, Any]]:
    """Yield what changed by time alone: phases that ended, prices that moved, a clock going on."""
    at = room.at
    for _ in range(_MOST):
        state = state_of(room, at)
        ahead = [parse_instant(state[name]) for name in ("closes", "runs") if name in state]
        following = min((moment for moment in ahead if moment >= at), default=None)
        if room.over or following is None or following + _INSTANT >= until:
            return
        at = following + _INSTANT
        yield _frame(room, at, None)


def _frame(room: Room, at: datetime, event: RoomEvent | None) -> dict[str, Any]:
    frame = {"at": format_instant(at), "state": state_of(room, at)}
    if event is None:
        return frame
    if event.name == "bid-taken":
        return {**frame, "line": line_of(event)}
    said = {name: event.data[name] for name in _SAID if event.data.get(name)}
    return {**frame, "event": event.name, **said}
