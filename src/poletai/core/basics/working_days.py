"""Counting working days: exact in known years, at least and at most in unknown ones."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from poletai.core.basics.calendar import Calendar
from poletai.core.basics.errors import NotAPeriodError

_SATURDAY = 5
# A hundred years, or as many days of work: longer is a slip of the pen, not a rule.
_LONGEST = {"hours": 876_000, "days": 36_500, "working-days": 36_500, "months": 1_200, "years": 100}


class DayRange(msgspec.Struct, frozen=True):
    """A day, or the first and last day it can be while some year's holidays are unknown."""

    earliest: date
    latest: date


def require_length(n: int, unit: str = "working-days") -> None:
    """Refuse a length no rule can mean; raises NotAPeriodError."""
    if not 0 <= n <= _LONGEST.get(unit, -1):
        raise NotAPeriodError(n, unit)


def working_days_after(calendar: Calendar, day: date, n: int) -> DayRange:
    """Return the n-th working day after a day, which itself is not counted (CNT-1, CNT-6)."""
    require_length(n)
    start = day.toordinal()
    earliest = _count_on(calendar, start, n, fewest=False)
    if day.year in calendar.working and date.fromordinal(earliest).year == day.year:
        latest = earliest
    else:
        latest = _count_on(calendar, start, n, fewest=True)
    return DayRange(date.fromordinal(earliest), date.fromordinal(latest))


def working_days_before(calendar: Calendar, day: date, n: int) -> DayRange:
    """Return the last day from which n working days still fit until a day, it included (CNT-8)."""
    require_length(n)
    return DayRange(
        date.fromordinal(_count_back(calendar, day.toordinal(), n, fewest=True)),
        date.fromordinal(_count_back(calendar, day.toordinal(), n, fewest=False)),
    )


def roll_forward(calendar: Calendar, day: date) -> DayRange:
    """Return the day itself if worked, else the next working day (CNT-4).

    Weekends count as rest days like holidays do; make-up days do not.
    """
    known = calendar.working.get(day.year)
    if known is None:
        return _roll_in_the_dark(calendar, day)
    place = bisect_left(known, day.toordinal())
    if place < len(known):
        worked = date.fromordinal(known[place])
        return DayRange(worked, worked)
    return roll_forward(calendar, date(day.year + 1, 1, 1))


def _roll_in_the_dark(calendar: Calendar, day: date) -> DayRange:
    """Bound a roll in an unknown year: the day may be worked, or begin the longest rest."""
    latest = day + timedelta(days=calendar.unknown.longest_rest)
    if latest.year in calendar.working:
        latest = min(latest, roll_forward(calendar, date(latest.year, 1, 1)).latest)
    return DayRange(day, latest)


def _count_on(calendar: Calendar, ordinal: int, n: int, *, fewest: bool) -> int:
    while n:
        year = date.fromordinal(ordinal + 1).year
        last = date(year, 12, 31).toordinal()
        worked = _worked(calendar, year, ordinal + 1, last, fewest=fewest)
        off = _off(calendar, year, fewest=fewest)
        if n + off <= len(worked):
            return worked[off + n - 1]
        n -= max(0, len(worked) - off)
        ordinal = last
    return ordinal


def _count_back(calendar: Calendar, ordinal: int, n: int, *, fewest: bool) -> int:
    while n:
        year = date.fromordinal(ordinal).year
        first = date(year, 1, 1).toordinal()
        worked = _worked(calendar, year, first, ordinal, fewest=fewest)
        off = _off(calendar, year, fewest=fewest)
        if n + off <= len(worked):
            return worked[-off - n] - 1
        n -= max(0, len(worked) - off)
        ordinal = first - 1
    return ordinal


def _worked(calendar: Calendar, year: int, first: int, last: int, *, fewest: bool) -> Sequence[int]:
    """List the working days from first to last, of one year; of an unknown one, all candidates."""
    known = calendar.working.get(year)
    if known is not None:
        return known[bisect_left(known, first) : bisect_right(known, last)]
    every = range(first, last + 1)
    # Ordinal 1, the first of January of year 1, was a Monday.
    return [n for n in every if (n - 1) % 7 < _SATURDAY] if fewest else every


def _off(calendar: Calendar, year: int, *, fewest: bool) -> int:
    """Return how many of a year's candidates may turn out free, where it hurts the count most."""
    return calendar.unknown.weekdays_off if fewest and year not in calendar.working else 0
