"""The auction clock: the exchange's time less all the time a room stood still.

Mechanisms see this clock alone: a pause or an outage moves every end without their knowing.
"""

from datetime import datetime, timedelta

import msgspec

from poletai.core.rooms.room import Room, Still


def clock_of(room: Room, wall: datetime) -> datetime:
    """Return what the auction clock shows at an instant of the exchange's time."""
    return wall - room.stood - _standing(room.still, wall)


def wall_of(room: Room, clock: datetime) -> datetime | None:
    """Return when the auction clock shows this, as things stand; None while nobody can tell."""
    still, wall = room.still, clock + room.stood
    if still is None or wall <= still.since:
        return wall
    return None if still.until is None else wall + (still.until - still.since)


def stands(room: Room, wall: datetime) -> bool:
    """Say whether the auction clock stands still at an instant."""
    return room.still is not None and (room.still.until is None or wall < room.still.until)


def stopped(room: Room, since: datetime, why: str, until: datetime | None = None) -> Room:
    """Return the room with its clock standing still from an instant on.

    Where it stands still already it has done so since then.
    """
    still = room.still
    if still is not None and (still.until is None or since < still.until):
        return msgspec.structs.replace(room, still=Still(still.since, until, why))
    stood = room.stood + _standing(still, since)
    return msgspec.structs.replace(room, stood=stood, still=Still(since, until, why))


def _standing(still: Still | None, wall: datetime) -> timedelta:
    if still is None or wall <= still.since:
        return timedelta()
    return (wall if still.until is None else min(wall, still.until)) - still.since
