"""What always holds of legal periods, whatever the day, the length and the years known."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from poletai import rulebook
from poletai.core.basics.calendar import Calendar, read_calendar
from poletai.core.basics.periods import (
    Unit,
    both_readings,
    earliest_deadline,
    latest_before,
    months_after,
    period_end,
)
from poletai.core.basics.working_days import (
    roll_forward,
    working_days_after,
    working_days_before,
)

CN = read_calendar(rulebook.read("cn/calendar.toml"))
DARK = replace(CN, working={2025: CN.working[2025]})
"""The same calendar with 2024 and 2026 forgotten."""

days = st.dates(date(2024, 1, 1), date(2026, 8, 31))
counts = st.integers(0, 60)
moments = st.builds(
    datetime.combine,
    st.dates(date(2024, 4, 1), date(2026, 6, 30)),
    st.times(),
    st.just(CN.zone),
)
units = st.sampled_from(["hours", "days", "working-days", "months"])


def count_by_walking(calendar: Calendar, start: date, n: int) -> date:
    walk = (start + timedelta(days=k) for k in count(1))
    worked = (day for day in walk if calendar.is_working_day(day))
    return start if n == 0 else [next(worked) for _ in range(n)][-1]


@given(days, counts)
def test_counting_agrees_with_walking_day_by_day(start: date, n: int) -> None:
    end = working_days_after(CN, start, n)

    assert end.earliest == end.latest == count_by_walking(CN, start, n)


@given(days, st.integers(0, 40))
def test_an_interval_holds_the_truth_once_the_year_is_known(start: date, n: int) -> None:
    dark = working_days_after(DARK, start, n)

    assert dark.earliest <= count_by_walking(CN, start, n) <= dark.latest


@given(days)
def test_a_roll_holds_the_truth_once_the_year_is_known(start: date) -> None:
    dark, known = roll_forward(DARK, start), roll_forward(CN, start)

    assert known.earliest == known.latest >= start
    assert dark.earliest <= known.latest <= dark.latest


@given(st.dates(date(2024, 6, 1), date(2026, 12, 31)), counts)
def test_the_last_day_before_is_the_last_that_fits(deadline: date, n: int) -> None:
    back = working_days_before(CN, deadline, n).latest
    dark = working_days_before(DARK, deadline, n)

    assert working_days_after(CN, back, n).latest <= deadline
    if n:
        assert working_days_after(CN, back + timedelta(days=1), n).latest > deadline
    assert dark.earliest <= back <= dark.latest


@given(moments, st.integers(0, 3), units)
def test_a_period_never_ends_before_it_starts_and_grows_with_its_length(
    start: datetime, n: int, unit: Unit
) -> None:
    due = period_end(CN, start, n, unit, roll=True)
    longer = period_end(CN, start, n + 1, unit, roll=True)

    assert start <= due.earliest <= due.latest <= longer.latest


@given(moments, counts, st.sampled_from(["days", "working-days"]))
def test_a_deadline_at_the_earliest_leaves_room_to_act_on_the_start_day(
    start: datetime, n: int, unit: Unit
) -> None:
    due = earliest_deadline(CN, start, n, unit)
    at_that_hour = due.latest.replace(hour=start.hour, minute=59, second=59)

    assert due.latest.date() >= start.date() + timedelta(days=n)
    assert latest_before(CN, at_that_hour, n, unit).latest.date() >= start.date()


@given(moments, counts)
def test_the_reading_we_take_is_never_the_shorter_one(start: datetime, n: int) -> None:
    ours, theirs = both_readings(CN, start, n, "days")

    assert ours.latest >= theirs.latest


@given(days, st.integers(0, 240))
def test_months_land_in_the_right_month(start: date, n: int) -> None:
    end = months_after(start, n)

    assert (end.year - start.year) * 12 + end.month - start.month == n
    assert end.day == start.day or (end + timedelta(days=1)).day == 1
