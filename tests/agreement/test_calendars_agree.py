"""Our working days against two independent libraries, day by day."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import chinese_calendar
import holidays
import pytest

from poletai import rulebook
from poletai.core.basics.calendar import read_calendar

CN = read_calendar(rulebook.read("cn/calendar.toml"))


def days_of(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))


@pytest.mark.parametrize("year", CN.years)
def test_chinesecalendar_has_the_same_working_days(year: int) -> None:
    for day in days_of(year):
        assert CN.is_working_day(day) == chinese_calendar.is_workday(day), day


@pytest.mark.parametrize("year", CN.years)
def test_holidays_has_the_same_working_days(year: int) -> None:
    theirs = holidays.country_holidays("CN", years=year)
    for day in days_of(year):
        assert CN.is_working_day(day) == theirs.is_working_day(day), day


@pytest.mark.parametrize("year", range(2004, 2027))
def test_every_known_year_stays_within_what_is_granted_of_unknown_ones(year: int) -> None:
    worked = [day for day in days_of(year) if chinese_calendar.is_workday(day)]
    free_weekdays = [d for d in days_of(year) if d.weekday() < 5 and d not in set(worked)]
    longest_rest = max((after - before).days - 1 for before, after in pairwise(worked))

    assert len(free_weekdays) <= CN.unknown.weekdays_off
    assert longest_rest <= CN.unknown.longest_rest
