"""A place may count days its own way: Ukraine from midnight to midnight, the Union whole days."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poletai import rulebook
from poletai.core.basics.calendar import read_calendar
from poletai.core.basics.periods import earliest_deadline, latest_before, period_end

UA = read_calendar(rulebook.read("ua/calendar.toml"))
EU = read_calendar(rulebook.read("eu/calendar.toml"))
KYIV, BRUSSELS = ZoneInfo("Europe/Kyiv"), ZoneInfo("Europe/Brussels")
DAYS = st.dates(date(2024, 2, 1), date(2026, 10, 1))
MOMENTS = st.builds(datetime.combine, DAYS, st.times(), st.just(KYIV))


def next_midnight(moment: datetime) -> date:
    return moment.date() if moment.time() == time.min else moment.date() + timedelta(days=1)


@given(MOMENTS, st.integers(0, 60))
def test_a_ukrainian_period_is_n_days_from_the_next_midnight(moment: datetime, n: int) -> None:
    # The peer moves a start up to the next midnight; we count from the day of the event, which
    # is the same but for an event at midnight itself, where we give the whole day more.
    begun = next_midnight(moment + timedelta(microseconds=1))
    expected = datetime.combine(begun + timedelta(days=n), time.min, KYIV)

    assert period_end(UA, moment, n, "days", roll=True).latest == expected
    assert earliest_deadline(UA, moment, n, "days").latest == expected


@given(MOMENTS, st.integers(1, 25))
def test_a_ukrainian_period_of_working_days_ends_at_the_midnight_after_the_last(
    moment: datetime, n: int
) -> None:
    day, left = moment.date(), n
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    expected = datetime.combine(day + timedelta(days=1), time.min, KYIV)

    assert period_end(UA, moment, n, "working-days", roll=True).latest == expected


@given(MOMENTS, st.integers(0, 30))
def test_questions_end_at_a_midnight_counted_back_from_a_midnight(moment: datetime, n: int) -> None:
    expected = datetime.combine(moment.date() - timedelta(days=n), time.min, KYIV)

    assert latest_before(UA, moment, n, "days").earliest == expected


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        # Sent on 2 March: thirty-five whole days end with 6 April, Easter Monday, so with the 7th.
        ("2026-03-02T10:00", 35, "2026-04-08T00:00"),
        ("2026-03-02T10:00", 30, "2026-04-02T00:00"),
        # A standstill of ten days from 20 March ends with Monday the 30th.
        ("2026-03-20T16:00", 10, "2026-03-31T00:00"),
        # From 22 April it ends with Saturday 2 May, so with Monday the 4th.
        ("2026-04-22T16:00", 10, "2026-05-05T00:00"),
    ],
)
def test_a_period_of_the_union_runs_to_the_end_of_its_last_working_day(
    start: str, n: int, expected: str
) -> None:
    moment, end = (
        datetime.fromisoformat(text).replace(tzinfo=BRUSSELS) for text in (start, expected)
    )

    assert period_end(EU, moment, n, "days", roll=True).latest == end
    assert earliest_deadline(EU, moment, n, "days").latest == end
