"""Clocks: where a process reads the time, the real one or one moved by a demonstration."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the time of this machine, in UTC."""
    return datetime.now(UTC)


def offset_clock(path: str | Path) -> Clock:
    """Return a clock that adds the seconds written in a file, which is read again when it changes.

    A missing file counts as no offset; a file that holds no number raises ValueError.
    """
    file = Path(path)
    seen: tuple[int, float] = (-1, 0.0)

    def now() -> datetime:
        nonlocal seen
        try:
            changed = file.stat().st_mtime_ns
        except FileNotFoundError:
            return system_clock()
        if changed != seen[0]:
            seen = (changed, float(file.read_text()))
        return system_clock() + timedelta(seconds=seen[1])

    return now


def clock_from(path: str | None) -> Clock:
    """Return the clock of an offset file, or the system clock where no file is named."""
    return offset_clock(path) if path else system_clock


def unix_time(clock: Clock) -> int:
    """Return a clock's whole seconds since 1970, as cosignatures carry them."""
    return int(clock().timestamp())
