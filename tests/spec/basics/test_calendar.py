"""The working calendar: what a file must say, and what it is refused for."""

from datetime import date

import pytest

from poletai import rulebook
from poletai.core.basics.calendar import read_calendar
from poletai.core.basics.errors import BadCalendarError, UnknownYearError

SOURCE = rulebook.read("cn/calendar.toml").decode()
CN = read_calendar(SOURCE.encode())


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 248), (2026, 248)])
def test_each_year_has_the_working_days_of_its_notice(year: int, count: int) -> None:
    assert len(CN.working[year]) == count


def test_a_make_up_saturday_is_worked_and_a_holiday_monday_is_not() -> None:
    assert CN.is_working_day(date(2026, 2, 14))
    assert not CN.is_working_day(date(2026, 2, 16))


def test_an_unknown_year_is_never_guessed() -> None:
    with pytest.raises(UnknownYearError, match=r"2027 are not known .*2024, 2025, 2026"):
        CN.is_working_day(date(2027, 3, 1))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("working-days = 251", "working-days = 252", "251 working days, the file says 252"),
        ("2025-01-26,", "2025-01-27,", "2025-01-27 cannot be a make-up day"),
        ("2025-01-26,", "2025-02-02,", "2025-02-02 cannot be a make-up day"),
        ("2025-01-26,", "2024-01-28,", "2024-01-28 cannot be a make-up day"),
        ("first = 2026-06-19", "first = 2026-06-29", "端午节 must begin before it ends"),
        ("first = 2026-06-19", "first = 2025-06-19", "端午节 must begin before it ends"),
        ("last = 2026-05-05", "last = 2026-06-19", "2026-06-19 is in two holidays"),
        ("year = 2025", "year = 2024", "2024 stands twice"),
        ("longest-rest = 12", "longest-rest = -1", "cannot be negative"),
        ("longest-rest = 12", "longest = 12", "unknown field"),
        ("Asia/Shanghai", "Asia/Nowhere", "Nowhere"),
        ("[[year]]", "[[year", "calendar cannot be used"),
        ("[unknown-years]", "[unknown]", "calendar cannot be used"),
    ],
)
def test_a_calendar_that_contradicts_itself_is_refused(old: str, new: str, complaint: str) -> None:
    with pytest.raises(BadCalendarError, match=complaint):
        read_calendar(SOURCE.replace(old, new, 1).encode())


def test_all_that_is_wrong_is_said_at_once() -> None:
    broken = SOURCE.replace("working-days = 248", "working-days = 1")

    with pytest.raises(BadCalendarError) as refused:
        read_calendar(broken.encode())

    assert len(refused.value.problems) == 2
