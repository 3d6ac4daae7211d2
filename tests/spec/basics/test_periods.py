"""Periods: the counting rules CNT-1 to CNT-10 as tables of worked cases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from poletai import rulebook
from poletai.core.basics.calendar import read_calendar
from poletai.core.basics.errors import NotAPeriodError, OutOfReachError
from poletai.core.basics.periods import (
    Unit,
    both_readings,
    days_after,
    earliest_deadline,
    end_of_day,
    latest_before,
    months_after,
    period_end,
    start_of_day,
)
from poletai.core.basics.working_days import (
    DayRange,
    roll_forward,
    working_days_after,
    working_days_before,
)

CN = read_calendar(rulebook.read("cn/calendar.toml"))
BEIJING = ZoneInfo("Asia/Shanghai")


def day(text: str) -> date:
    return date.fromisoformat(text)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def exactly(text: str) -> DayRange:
    return DayRange(day(text), day(text))


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2025-09-25", 5, "2025-10-09"),
        ("2025-09-28", 2, "2025-09-30"),
        ("2026-02-10", 7, "2026-02-26"),
        ("2026-02-13", 5, "2026-02-27"),
        ("2024-09-27", 5, "2024-10-10"),
        ("2025-01-24", 5, "2025-02-07"),
        ("2026-04-28", 20, "2026-05-28"),
        ("2025-04-28", 30, "2025-06-13"),
        ("2026-09-22", 10, "2026-10-13"),
        ("2024-12-31", 1, "2025-01-02"),
        ("2026-02-15", 0, "2026-02-15"),
    ],
)
def test_working_days_skip_holidays_and_count_make_up_days(start: str, n: int, end: str) -> None:
    assert working_days_after(CN, day(start), n) == exactly(end)


def test_a_spring_festival_deadline_moves_past_the_festival() -> None:
    due = earliest_deadline(CN, at("2026-01-30 09:00"), 20, "days")

    assert due.earliest == due.latest == at("2026-02-24 00:00")
    assert [holiday.zh for holiday in due.crossed] == ["春节"]


def test_publicity_over_national_day_ends_when_work_begins_again() -> None:
    due = period_end(CN, at("2026-09-30 16:00"), 3, "days", roll=True)

    assert due.certain
    assert due.latest == at("2026-10-09 00:00"), "24:00 of 8 October"
    assert [holiday.en for holiday in due.crossed] == ["National Day"]


def test_without_roll_a_period_may_end_in_a_holiday() -> None:
    due = period_end(CN, at("2026-09-30 16:00"), 3, "days", roll=False)

    assert due.latest == end_of_day(CN, day("2026-10-03"))


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-03-10", 1, "2026-04-10"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-12-15", 13, "2028-01-15"),
        ("2026-05-31", 0, "2026-05-31"),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_month_end(start: str, n: int, end: str) -> None:
    assert months_after(day(start), n) == day(end)


def test_the_start_day_is_not_counted() -> None:
    assert days_after(day("2026-03-01"), 20) == day("2026-03-21")


def test_a_year_is_twelve_months() -> None:
    assert period_end(CN, at("2024-02-29 10:00"), 1, "years", roll=False).latest == at("2025-03-01")
    assert latest_before(CN, at("2025-02-28 10:00"), 1, "years").latest == at("2024-02-28 10:00")


@pytest.mark.parametrize(
    ("on", "moved"),
    [
        ("2026-05-09", "2026-05-09"),  # a Saturday worked in exchange
        ("2026-05-10", "2026-05-11"),  # an ordinary Sunday
        ("2026-10-01", "2026-10-08"),
        ("2024-12-31", "2024-12-31"),
        ("2026-01-01", "2026-01-04"),
    ],
)
def test_a_last_day_at_rest_moves_to_the_next_working_day(on: str, moved: str) -> None:
    assert roll_forward(CN, day(on)) == exactly(moved)


def test_the_day_is_the_day_in_the_zone_of_the_calendar() -> None:
    late_in_london = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)

    assert period_end(CN, late_in_london, 1, "days", roll=False).latest == at("2026-03-04")


def test_hours_run_from_the_very_moment() -> None:
    start = datetime(2026, 10, 1, 10, 5, tzinfo=timezone(timedelta(hours=2)))

    for due in (
        period_end(CN, start, 24, "hours", roll=True),
        earliest_deadline(CN, start, 24, "hours"),
    ):
        assert due.latest == due.earliest == datetime(2026, 10, 2, 8, 5, tzinfo=UTC)
    assert latest_before(CN, start, 1, "hours").latest == datetime(2026, 10, 1, 7, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("deadline", "n", "unit", "latest"),
    [
        ("2026-03-21 09:00", 15, "days", "2026-03-06 09:00"),
        ("2026-10-16 09:30", 15, "days", "2026-10-01 09:30"),
        ("2026-03-31 09:00", 1, "months", "2026-02-28 09:00"),
        ("2026-03-09 09:00", 3, "working-days", "2026-03-04 09:00"),
        ("2026-03-08 09:00", 3, "working-days", "2026-03-03 09:00"),
        ("2026-10-09 09:00", 3, "working-days", "2026-09-29 09:00"),
    ],
)
def test_a_backward_limit_keeps_the_time_of_day(
    deadline: str, n: int, unit: Unit, latest: str
) -> None:
    due = latest_before(CN, at(deadline), n, unit)

    assert due.certain
    assert due.latest == at(latest)


def test_a_backward_limit_names_the_holidays_it_crosses() -> None:
    due = latest_before(CN, at("2026-10-09 09:00"), 15, "days")

    assert [holiday.zh for holiday in due.crossed] == ["中秋节", "国庆节"]


def test_both_readings_of_a_minimum_are_shown() -> None:
    ours, theirs = both_readings(CN, at("2026-03-02 09:00"), 10, "days")

    assert ours.latest == start_of_day(CN, day("2026-03-12"))
    assert theirs.latest == start_of_day(CN, day("2026-03-11"))


def test_an_unknown_year_makes_an_interval_and_is_named() -> None:
    due = period_end(CN, at("2026-12-28 09:00"), 5, "working-days", roll=True)

    assert not due.certain
    assert due.unknown == (2027,)
    assert due.earliest == end_of_day(CN, day("2027-01-02")), "were every day worked"
    assert due.latest == end_of_day(CN, day("2027-02-05")), "were 24 weekdays free at once"


def test_a_count_that_ends_before_the_unknown_year_is_certain() -> None:
    due = period_end(CN, at("2026-12-28 09:00"), 3, "working-days", roll=True)

    assert due.certain
    assert due.unknown == ()
    assert due.latest == at("2027-01-01")


def test_a_roll_in_an_unknown_year_is_an_interval() -> None:
    assert roll_forward(CN, day("2027-05-01")) == DayRange(day("2027-05-01"), day("2027-05-13"))


def test_a_roll_from_an_unknown_year_stops_at_the_first_known_working_day() -> None:
    assert roll_forward(CN, day("2023-12-30")) == DayRange(day("2023-12-30"), day("2024-01-02"))


def test_calendar_days_need_no_holidays() -> None:
    due = period_end(CN, at("2027-05-01 09:00"), 20, "days", roll=False)

    assert due.certain
    assert due.unknown == ()


def test_counting_back_into_an_unknown_year_is_an_interval() -> None:
    back = working_days_before(CN, day("2024-01-03"), 4)

    assert back == DayRange(day("2023-11-23"), day("2023-12-29"))
    due = latest_before(CN, at("2024-01-03 09:00"), 4, "working-days")
    assert (due.unknown, due.earliest) == ((2023,), at("2023-11-23 09:00"))


def test_a_count_may_run_through_whole_unknown_years() -> None:
    span = working_days_after(CN, day("2026-12-31"), 500)

    assert span.earliest == date(2026, 12, 31) + timedelta(days=500)
    assert span.latest.year == 2029


@pytest.mark.parametrize(
    ("n", "unit"),
    [(-1, "days"), (99_999, "working-days"), (101, "years"), (1, "weeks"), (-1, "hours")],
)
def test_a_length_no_rule_can_mean_is_refused(n: int, unit: Unit) -> None:
    with pytest.raises(NotAPeriodError, match="is not a period"):
        period_end(CN, at("2026-03-02 09:00"), n, unit, roll=True)
    with pytest.raises(NotAPeriodError, match="is not a period"):
        latest_before(CN, at("2026-03-02 09:00"), n, unit)


def test_a_year_that_ends_at_rest_hands_the_roll_to_the_next_year() -> None:
    known = {year: CN.working[year] for year in (2025, 2026)}
    resting = replace(CN, working={**known, 2025: known[2025][:-1]})

    assert roll_forward(resting, day("2025-12-31")) == exactly("2026-01-04")


def test_counting_back_goes_through_the_turn_of_known_years() -> None:
    assert working_days_before(CN, day("2025-01-03"), 3) == exactly("2024-12-30")
    assert working_days_before(CN, day("2025-01-03"), 0) == exactly("2025-01-03")


@pytest.mark.parametrize("year", [1, 999, 9001, 9999])
def test_an_instant_nobody_can_mean_is_refused(year: int) -> None:
    moment = datetime(year, 12, 31, 23, 59, tzinfo=UTC)

    with pytest.raises(OutOfReachError, match=f"year {year} is out of reach"):
        period_end(CN, moment, 1, "days", roll=True)
    with pytest.raises(OutOfReachError):
        latest_before(CN, moment, 1, "hours")


@pytest.mark.parametrize("year", [1000, 9000])
@pytest.mark.parametrize(
    ("n", "unit"),
    [
        (876_000, "hours"),
        (36_500, "days"),
        (36_500, "working-days"),
        (1200, "months"),
        (100, "years"),
    ],
)
def test_the_longest_periods_fit_at_the_edges(year: int, n: int, unit: Unit) -> None:
    moment = datetime(year, 12, 31, 23, 59, tzinfo=UTC)

    assert latest_before(CN, moment, n, unit).latest < moment
    assert period_end(CN, moment, n, unit, roll=True).earliest > moment
