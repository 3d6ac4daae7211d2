"""Limits of a plan: until when a step may be taken, counted from the dates a notice leads to."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import msgspec

from poletai.core.basics.periods import Due, latest_before, period_end
from poletai.core.procedures.definition import Condition, Definition, Move, Values
from poletai.core.procedures.in_force import binding, in_force
from poletai.core.procedures.timetable import Stop

_LAST = timedelta(seconds=1)
# What counts back from an instant, and what counts on from one that ends at 24:00.
_BEFORE = ("at-least-days-before", "leaves-days-ahead")
_AFTER = "within-days-of-end"
_RUNNING = ("within-days", "question-within", "within-days-not-counting")


class Running(msgspec.Struct, frozen=True):
    """A time limit that runs from a step nobody knows the day of yet."""

    move: Move
    condition: Condition


def limits(definition: Definition, values: Values, stops: Sequence[Stop]) -> tuple[Stop, ...]:
    """List the last moments of steps that count from the dates of a plan, the first one first."""
    known = {stop.name: stop for stop in stops}
    found = {
        (stop.name, stop.law): stop
        for move, condition in _conditions(definition, values)
        if (stop := _limit(values, known, move, condition)) is not None
    }
    return tuple(sorted(found.values(), key=lambda stop: stop.at))


def running(definition: Definition, values: Values) -> tuple[Running, ...]:
    """List the time limits that begin with a step, in the order of the definition."""
    return tuple(
        Running(move, condition)
        for move, condition in _conditions(definition, values)
        if condition.guard in _RUNNING
    )


def _conditions(definition: Definition, values: Values) -> Iterator[tuple[Move, Condition]]:
    for move in definition.moves:
        if in_force(move, values.on):
            yield from ((move, condition) for condition in binding(move, values.on))


def _limit(values: Values, known: dict[str, Stop], move: Move, condition: Condition) -> Stop | None:
    named = condition.arguments.get("after" if condition.guard == _AFTER else "instant")
    stop = known.get(str(named))
    if stop is None or condition.guard not in (*_BEFORE, _AFTER):
        return None
    due = _counted(values, stop, condition)
    return Stop(
        name=move.when,
        title=move.title,
        # A limit holds at the earliest date an unknown year may give.
        at=due.earliest,
        earliest=due.earliest,
        law=condition.law,
        when="ahead",
        crossed=due.crossed,
    )


def _counted(values: Values, stop: Stop, condition: Condition) -> Due:
    value = values.parameters[str(condition.arguments["days"])]
    if condition.guard == _AFTER:
        return period_end(values.calendar, stop.earliest - _LAST, *value.period, roll=True)
    return latest_before(values.calendar, stop.earliest, *value.period)
