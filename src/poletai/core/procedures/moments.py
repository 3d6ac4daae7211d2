"""Moments: when a step of a story happens, said by the calendar or by what happened before.

`+2 days`, `deadline - 1 second`, `contract-until + 1 day at 09:00`: from the step before (`now`),
or from an instant the trade has recorded; `at` is an hour of the day where the definition is law.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any

from poletai.core.basics.errors import NotAnInstantError
from poletai.core.basics.instant import parse_instant
from poletai.core.procedures.errors import UnknownMomentError

NOW, LATER = "now", "now + 1 minute"
_UNITS = "second|minute|hour|day|week"
_SHIFT = re.compile(rf"([+-])\s*(\d+)\s*({_UNITS})s?")
_SAID = re.compile(
    rf"(?:(?P<anchor>[a-z][a-z0-9.-]*))?(?P<shifts>(?:\s*[+-]\s*\d+\s*(?:{_UNITS})s?)*)"
    r"(?:\s*at\s+(?P<clock>\d\d:\d\d(?::\d\d)?))?"
)


def is_moment(value: Any) -> bool:
    """Say whether a text says a moment in this way, and not as an instant."""
    return isinstance(value, str) and _SAID.fullmatch(value.strip()) is not None


def moment(
    said: str, now: datetime | None, facts: Sequence[Mapping[str, Any]], zone: tzinfo
) -> datetime:
    """Return the moment a text says; raises UnknownMomentError where it stands on nothing."""
    found = _SAID.fullmatch(said.strip())
    if found is None:
        raise UnknownMomentError(said)
    start = now if found["anchor"] in (None, NOW) else _recorded(found["anchor"], facts)
    if start is None:
        raise UnknownMomentError(said)
    for sign, count, unit in _SHIFT.findall(found["shifts"]):
        start += timedelta(**{f"{unit}s": int(f"{sign}{count}")})
    return start if found["clock"] is None else _at_clock(start, found["clock"], zone)


def _recorded(name: str, facts: Sequence[Mapping[str, Any]]) -> datetime | None:
    for known in facts:
        if name in known:
            try:
                return parse_instant(known[name])
            except NotAnInstantError:
                return None
    return None


def _at_clock(start: datetime, clock: str, zone: tzinfo) -> datetime:
    hours, minutes, *seconds = (int(part) for part in clock.split(":"))
    local = start.astimezone(zone)
    return local.replace(hour=hours, minute=minutes, second=seconds[0] if seconds else 0)
