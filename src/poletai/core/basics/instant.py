"""Instants: moments with their offset, written in UTC so that each has one text."""

from datetime import UTC, datetime
from functools import lru_cache

from poletai.core.basics.errors import NotAnInstantError


def format_instant(moment: datetime) -> str:
    """Write an instant in UTC, RFC 3339, microseconds only where there are any."""
    if moment.tzinfo is None:
        raise NotAnInstantError(moment.isoformat())
    return _written(moment)


# One instant is written several times over: in an event, in its answer, in what is shown of it.
@lru_cache(maxsize=256)
def _written(moment: datetime) -> str:
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return f"{moment.isoformat()[: -len('+00:00')]}Z"


def parse_instant(text: str) -> datetime:
    """Read an RFC 3339 instant; raises NotAnInstantError where the offset is missing."""
    try:
        moment = datetime.fromisoformat(text)
    except (ValueError, TypeError) as problem:
        raise NotAnInstantError(str(text)) from problem
    if moment.tzinfo is None:
        raise NotAnInstantError(text)
    return moment
