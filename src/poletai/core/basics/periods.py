"""Legal periods: when a time limit ends, and the earliest and latest instants a rule allows.

The rules are CNT-1 to CNT-10: the start day is not counted, a period whose last day is a rest day
ends on the next working day at 24:00, and whatever depends on an unknown year is an interval.
Where a place counts otherwise its calendar says so (see Counting). Deadlines are online, so no
period ends at a close of business.
"""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

import msgspec

from poletai.core.basics.calendar import Calendar, Holiday
from poletai.core.basics.errors import OutOfReachError
from poletai.core.basics.working_days import (
    DayRange,
    require_length,
    roll_forward,
    working_days_after,
    working_days_before,
)

Unit = Literal["hours", "days", "working-days", "months", "years"]

_MONTHS: dict[Unit, int] = {"months": 1, "years": 12}
# Within these years no hundred-year period leaves what a date can hold.
_FIRST_YEAR, _LAST_YEAR = 1000, 9000


class Due(msgspec.Struct, frozen=True):
    """An instant a rule leads to, in the calendar's zone, or the two it must lie between.

    `crossed` names the holidays between the start and the latest end; `unknown` lists the years
    whose holidays would make the answer certain (CNT-10). A minimum holds at `latest`, a maximum
    at `earliest`, and a clock waits for `latest`.
    """

    earliest: datetime
    latest: datetime
    crossed: tuple[Holiday, ...] = ()
    unknown: tuple[int, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether the instant is known exactly."""
        return self.earliest == self.latest


def period_end(calendar: Calendar, start: datetime, n: int, unit: Unit, roll: bool) -> Due:
    """Return when a period of n units from `start` is over: at 24:00 of its last day.

    The start day is not counted (CNT-1); with `roll`, a last day that is a rest day moves to the
    next working day (CNT-4, CNT-9). Hours run from the very moment and do not roll (CNT-2).
    """
    if unit == "hours":
        return _hours(calendar, start, n)
    first = _day_in(calendar, start)
    days = _last_day(calendar, first, n, unit, roll=roll and calendar.counting.rolls)
    return _due(calendar, first, days, end_of_day)


def earliest_deadline(calendar: Calendar, start: datetime, n: int, unit: Unit) -> Due:
    """Return the first instant a deadline may have that leaves at least n units (CNT-7).

    `deadline.date >= start.date + n`, so it is 00:00 of that day, or of the next working day
    where that is a rest day. The start day is not counted, which is the safe reading;
    both_readings gives the other one as well. Where full days are counted it is 24:00 of that day.
    """
    if unit == "hours":
        return _hours(calendar, start, n)
    first = _day_in(calendar, start)
    days = _last_day(calendar, first, n, unit, roll=calendar.counting.rolls)
    reached = end_of_day if calendar.counting.full_days else start_of_day
    return _due(calendar, first, days, reached)


def both_readings(calendar: Calendar, start: datetime, n: int, unit: Unit) -> tuple[Due, Due]:
    """Return the earliest deadline with the start day not counted (ours), then with it counted."""
    return (
        earliest_deadline(calendar, start, n, unit),
        earliest_deadline(calendar, start, max(0, n - 1), unit),
    )


def latest_before(calendar: Calendar, deadline: datetime, n: int, unit: Unit) -> Due:
    """Return the last instant at least n units before a deadline, at its time of day (CNT-8).

    Where it is counted from midnight, at 00:00 of that day. It does not move for rest days: an act
    is possible on the day before a holiday too.
    """
    if unit == "hours":
        return _hours(calendar, deadline, n, sign=-1)
    local = _local(calendar, deadline)
    days = _day_before(calendar, local.date(), n, unit)
    clock = time.min if calendar.counting.from_midnight else local.time()
    earliest, latest = (
        datetime.combine(day, clock, calendar.zone) for day in (days.earliest, days.latest)
    )
    crossed = _crossed(calendar, days.earliest, local.date())
    return Due(earliest, latest, crossed, _unknown(calendar, days, local.date()))


def days_after(day: date, n: int) -> date:
    """Return the n-th calendar day after a day, which itself is not counted (CNT-1)."""
    require_length(n, "days")
    return day + timedelta(days=n)


def months_after(day: date, n: int) -> date:
    """Return the corresponding day n months later, or the end of that month (CNT-3)."""
    require_length(n, "months")
    return _shift_months(day, n)


def start_of_day(calendar: Calendar, day: date) -> datetime:
    """Return 00:00 of a day in the calendar's zone."""
    return datetime.combine(day, time.min, calendar.zone)


def end_of_day(calendar: Calendar, day: date) -> datetime:
    """Return 24:00 of a day in the calendar's zone, which is 00:00 of the next (CNT-4)."""
    return start_of_day(calendar, day + timedelta(days=1))


def _last_day(calendar: Calendar, day: date, n: int, unit: Unit, *, roll: bool) -> DayRange:
    if unit == "working-days" and n:
        return working_days_after(calendar, day, n)
    last = _plain_day(day, n, unit)
    return roll_forward(calendar, last) if roll else DayRange(last, last)


def _plain_day(day: date, n: int, unit: Unit) -> date:
    require_length(n, unit)
    if unit in _MONTHS:
        return _shift_months(day, n * _MONTHS[unit])
    return day + timedelta(days=n)


def _day_before(calendar: Calendar, day: date, n: int, unit: Unit) -> DayRange:
    require_length(n, unit)
    if unit == "working-days":
        return working_days_before(calendar, day, n)
    months = _MONTHS.get(unit)
    before = day - timedelta(days=n) if months is None else _shift_months(day, -n * months)
    return DayRange(before, before)


def _shift_months(day: date, n: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _hours(calendar: Calendar, moment: datetime, n: int, sign: int = 1) -> Due:
    require_length(n, "hours")
    # Added in UTC: an hour is an hour, whatever the clocks of the zone do.
    due = _local(calendar, moment).astimezone(UTC) + sign * timedelta(hours=n)
    due = due.astimezone(calendar.zone)
    return Due(due, due)


def _day_in(calendar: Calendar, moment: datetime) -> date:
    return _local(calendar, moment).date()


def _local(calendar: Calendar, moment: datetime) -> datetime:
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise OutOfReachError(moment.year)
    return moment.astimezone(calendar.zone)


def _due(
    calendar: Calendar, start: date, days: DayRange, instant: Callable[[Calendar, date], datetime]
) -> Due:
    earliest = instant(calendar, days.earliest)
    latest = earliest if days.latest == days.earliest else instant(calendar, days.latest)
    crossed = _crossed(calendar, start + timedelta(days=1), days.latest)
    return Due(earliest, latest, crossed, _unknown(calendar, days, start))


def _crossed(calendar: Calendar, first: date, last: date) -> tuple[Holiday, ...]:
    """List the holidays with a day from first to last."""
    begin = bisect_left(calendar.holidays, first, key=lambda holiday: holiday.last)
    end = bisect_right(calendar.holidays, last, key=lambda holiday: holiday.first)
    return calendar.holidays[begin:end]


def _unknown(calendar: Calendar, days: DayRange, other: date) -> tuple[int, ...]:
    """List the unknown years an uncertain answer depends on; a certain one depends on none."""
    if days.earliest == days.latest:
        return ()
    first = min(days.earliest, other).year
    last = max(days.latest, other).year
    return tuple(year for year in range(first, last + 1) if year not in calendar.working)
