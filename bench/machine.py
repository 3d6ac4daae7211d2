"""The machine: commands judged, trades replayed, the rulebook read and tried, periods counted."""

import sys
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial

import msgspec

from bench.replay import WORKS, judge_all, per_second, played
from bench.support import Measure, publish, timed
from poletai import rulebook
from poletai.core.basics.calendar import Calendar
from poletai.core.basics.periods import Unit, earliest_deadline, latest_before, period_end
from poletai.core.procedures.definition import Definition
from poletai.core.procedures.folding import replay
from poletai.core.procedures.library import Library, read_library
from poletai.core.procedures.machine import OWN_STREAM
from poletai.core.procedures.standing import begin
from poletai.core.procedures.verdicts import try_scenarios

PERIODS: tuple[tuple[Unit, int], ...] = (
    ("days", 20),
    ("working-days", 10),
    ("months", 3),
    ("hours", 24),
)
Way = Callable[[Calendar, datetime, int, Unit], object]
WAYS: tuple[tuple[str, Way], ...] = (
    ("ends of periods", partial(period_end, roll=True)),
    ("earliest deadlines", earliest_deadline),
    ("latest days before", latest_before),
)
STARTS = tuple(datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=7 * n) for n in range(1000))


def main() -> int:
    """Measure what every command, every start and every timetable costs, on one core."""
    files = {name: rulebook.read(name) for name in rulebook.names()}
    rules, library = reading(files)
    definition = library.definition(WORKS)
    calendar = library.values(definition, date(2026, 3, 2)).calendar
    return publish(
        "machine", [*commands(library, definition), *rules, tried(library), *counted(calendar)]
    )


def commands(library: Library, definition: Definition) -> Iterator[Measure]:
    """Judge every command of one trade, its bids among them, and replay that trade."""
    events, taken = played(library, definition)
    start = begin("scenario", definition.machines["procedure"].initial)
    written = [msgspec.json.encode(msgspec.to_builtins(event)) for event in events]
    read = per_second(lambda: [msgspec.json.decode(one) for one in written])
    rate = per_second(lambda: judge_all(definition, taken)) * len(taken)
    baseline = "reading the JSON of as many events, events/s"
    yield Measure(
        f"commands decided and evolved, the {len(taken)} of one whole trade",
        *(rate, "commands/s", baseline, read * len(events)),
        note="aim: 20,000 commands/s",
    )
    bids = [one for one in taken if one[4].name in ("deposit-bid", "withdraw-bid")]
    assert all(definition.moves_when(one[4].name)[0].does in OWN_STREAM for one in bids)
    if bids:
        rate = per_second(lambda: judge_all(definition, bids)) * len(bids)
        yield Measure("sealed bids taken", rate, "bids/s", baseline, read * len(events))
    whole = per_second(lambda: replay(definition, start, events))
    yield Measure("whole trades replayed from their events", whole, "trades/s")
    yield Measure("events replayed", whole * len(events), "events/s", baseline, read * len(events))


def reading(files: dict[str, bytes]) -> tuple[list[Measure], Library]:
    """Read, assemble and check every definition, as a process does when it starts."""
    with timed() as parsing:
        for data in files.values():
            tomllib.loads(data.decode())
    with timed() as loading:
        library, problems = read_library(files)
    assert not problems
    measure = Measure(
        f"the whole rulebook read and checked, {len(library.definitions)} definitions",
        *(loading.seconds, "s", "tomllib alone, every file once, s", parsing.seconds),
        note="aim: under 2 s",
    )
    return [measure], library


def tried(library: Library) -> Measure:
    """Play every story of every definition, as `poletai rulebook check` does."""
    with timed() as playing:
        verdicts = [try_scenarios(library, each) for each in library.definitions.values()]
    stories = sum(len(verdict.scenarios) for verdict in verdicts)
    return Measure("stories of the rulebook played", stories / playing.seconds, "stories/s")


def counted(calendar: Calendar) -> Iterator[Measure]:
    """Count periods of every unit forwards and backwards, and the slow way day by day."""
    slow = per_second(lambda: [walked(calendar, at.date(), 10) for at in STARTS]) * len(STARTS)
    for name, way in WAYS:
        found = per_second(partial(all_of_them, way, calendar))
        yield Measure(
            name,
            *(found * len(STARTS) * len(PERIODS), "periods/s"),
            *("ten working days walked day by day, periods/s", slow),
            note="aim: 50,000 periods/s",
        )


def all_of_them(way: Way, calendar: Calendar) -> None:
    """Count every period from every start in one way."""
    for at in STARTS:
        for unit, n in PERIODS:
            way(calendar, at, n, unit)


def walked(calendar: Calendar, day: date, n: int) -> date:
    """Count working days the naive way: look at each day; years nobody knows count weekdays."""
    while n:
        day += timedelta(days=1)
        known = day.year in calendar.years
        n -= calendar.is_working_day(day) if known else day.weekday() < 5
    return day


if __name__ == "__main__":
    sys.exit(main())
