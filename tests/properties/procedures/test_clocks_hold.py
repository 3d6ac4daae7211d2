"""A period that stands still for a while: counted as the core does, and on the fingers."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.support.rules import WORKS, definition, library

from poletai.core.basics.calendar import Calendar
from poletai.core.basics.periods import period_end
from poletai.core.procedures.clocks import Pause, without_pauses

CALENDAR: Calendar = library().values(definition(WORKS), date(2026, 3, 1)).calendar
START = datetime(2026, 1, 5, 2, tzinfo=UTC)
HOURS = st.integers(0, 24 * 90)


@st.composite
def pauses(draw: st.DrawFn) -> tuple[Pause, ...]:
    spans = draw(st.lists(st.tuples(HOURS, HOURS), max_size=4))
    moments = [(START + timedelta(hours=a), START + timedelta(hours=b)) for a, b in spans]
    return tuple(Pause(min(pair), max(pair)) for pair in moments)


@given(pauses(), st.integers(1, 40), st.sampled_from(["days", "working-days"]), HOURS)
def test_days_of_a_pause_do_not_count(
    stood: tuple[Pause, ...], n: int, unit: str, begun: int
) -> None:
    start = START + timedelta(hours=begun)

    due = without_pauses(CALENDAR, start, n, unit, stood)  # type: ignore[arg-type] # drawn texts

    assert due.certain
    assert due.latest == on_fingers(start, n, unit, stood)
    plain = period_end(CALENDAR, start, n, unit, roll=True)  # type: ignore[arg-type] # as above
    assert due.latest >= plain.latest


def on_fingers(start: datetime, n: int, unit: str, stood: tuple[Pause, ...]) -> datetime:
    day = start.astimezone(CALENDAR.zone).date()
    left = n
    while left:
        day += timedelta(days=1)
        works = unit == "days" or CALENDAR.is_working_day(day)
        left -= works and not stands_still(day, stood)
    while stands_still(day, stood) or not CALENDAR.is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), CALENDAR.zone)


def stands_still(day: date, stood: tuple[Pause, ...]) -> bool:
    return any(
        pause.since.astimezone(CALENDAR.zone).date() < day
        and midnight(day) < pause.until.astimezone(CALENDAR.zone)
        for pause in stood
    )


def midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), CALENDAR.zone)
