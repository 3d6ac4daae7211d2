"""Clocks: time limits that stand still while a suspension or an examination lasts.

A move says of an instant it fixes that it `pauses`. When the pause is over, the period is counted
once more from where it began, without the days the pause took; the event that ends the pause
carries the new instant, so that a replay computes it again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from poletai.core.basics.calendar import Calendar
from poletai.core.basics.instant import format_instant, parse_instant
from poletai.core.basics.periods import Due, Unit, period_end
from poletai.core.basics.working_days import working_days_after
from poletai.core.procedures.context import Context
from poletai.core.procedures.definition import Fixing, Move
from poletai.core.procedures.standing import Facts, LotStanding, RemedyStanding

# The units of periods that can pause: those that count whole days.
PAUSING = ("days", "working-days")
_LAST = timedelta(seconds=1)


class Pause(msgspec.Struct, frozen=True):
    """A time in which a period does not run."""

    since: datetime
    until: datetime


def pauses_in(facts: Facts, lot: str | None = None) -> tuple[Pause, ...]:
    """Return the pauses on record: those of everything, and of this lot alone."""
    return tuple(
        Pause(parse_instant(pause["since"]), parse_instant(pause["until"]))
        for pause in facts.get("pauses", ())
        if pause.get("lot") in (None, lot)
    )


def resumed_clocks(
    context: Context, subject: LotStanding | RemedyStanding, pauses: Sequence[Pause]
) -> Mapping[str, str]:
    """Return the instants of a subject anew that had not passed when the last pause began."""
    if not pauses:
        # What ended stood for another lot alone: no clock of this one ever stood still.
        return {}
    of = "lot" if isinstance(subject, LotStanding) else "remedy"
    began = pauses[-1].since
    found: dict[str, str] = {}
    for move, name, fixing in _pausing(context.definition.moves, of):
        start, end = (subject.facts.get(fact) for fact in (f"{move.then}.at", name))
        if start is None or end is None or parse_instant(end) < began:
            continue
        period = context.value(fixing.days).period
        due = without_pauses(context.values.calendar, parse_instant(start), *period, pauses)
        found[name] = format_instant(due.latest)
        if not due.certain:
            found[f"{name}.earliest"] = format_instant(due.earliest)
    return found


def without_pauses(
    calendar: Calendar, start: datetime, n: int, unit: Unit, pauses: Iterable[Pause]
) -> Due:
    """Return when a period of n days from `start` is over, the days of these pauses left out."""
    begun = start.astimezone(calendar.zone).date()
    skipped = {day for pause in pauses for day in _days(calendar, pause) if day > begun}
    return _end_without(calendar, start, n, unit, skipped)


def _end_without(
    calendar: Calendar, start: datetime, n: int, unit: Unit, skipped: set[date]
) -> Due:
    """Lengthen a period until the days skipped in it are made good and it ends on none of them."""
    due, added = period_end(calendar, start, n, unit, roll=True), 0
    while (last := _last_day(calendar, due)) in skipped or _lost(
        calendar, last, unit, skipped
    ) > added:
        added += 1
        due = period_end(calendar, start, n + added, unit, roll=True)
    return due


def _last_day(calendar: Calendar, due: Due) -> date:
    return (due.latest.astimezone(calendar.zone) - _LAST).date()


def _lost(calendar: Calendar, last: date, unit: Unit, skipped: set[date]) -> int:
    within = [day for day in skipped if day <= last]
    if unit == "days":
        return len(within)
    return sum(1 for day in within if _is_working(calendar, day))


def _is_working(calendar: Calendar, day: date) -> bool:
    before = working_days_after(calendar, day - timedelta(days=1), 1)
    # A day nobody knows yet counts as one that was lost: the period is the longer for it.
    return before.earliest == day


def _days(calendar: Calendar, pause: Pause) -> Iterator[date]:
    """List the days a pause takes: not the day it begins, nor one that it ends with 0:00 of."""
    ends = pause.until - _LAST
    day, last = (m.astimezone(calendar.zone).date() for m in (pause.since, ends))
    while day < last:
        day += timedelta(days=1)
        yield day


def _pausing(moves: Iterable[Move], of: str) -> Iterator[tuple[Move, str, Fixing]]:
    for move in moves:
        for name, fixing in move.fixes.items():
            if move.of == of and fixing.pauses:
                yield move, name, fixing


def folded(data: Mapping[str, Any], place: str) -> Facts:
    """Return the instants an event says were counted anew, for a lot or a remedy by its name."""
    instants: Facts = data.get("clocks", {}).get(place, {})
    return instants
