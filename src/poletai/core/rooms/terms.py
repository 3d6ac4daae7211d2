"""Instants of terms: which of them open the bidding, and which an amendment moves."""

from datetime import datetime
from typing import Any

import msgspec

from poletai.core.rooms.room import Room

# The terms that say from when on something is taken; a clock that has not reached one waits.
_OPENING = ("listing_from", "opens", "begins")


def instants_of(terms: Any, *, opening: bool = False) -> tuple[datetime, ...]:
    """Return the instants of terms, or those alone that open the bidding."""
    named = msgspec.structs.asdict(terms).items()
    return tuple(
        value
        for name, value in named
        if isinstance(value, datetime) and (not opening or name in _OPENING)
    )


def moved_past(room: Room, terms: Any, clock: datetime) -> bool:
    """Say whether new terms differ in more than instants that both lie ahead."""
    old, new = msgspec.structs.asdict(room.terms), msgspec.structs.asdict(terms)
    changed = [name for name in new if old[name] != new[name]]
    return not all(_ahead(old[name], clock) and _ahead(new[name], clock) for name in changed)


def _ahead(value: Any, clock: datetime) -> bool:
    return isinstance(value, datetime) and value > clock
