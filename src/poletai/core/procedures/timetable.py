"""The timetable of a procedure: every date the law or the notice sets, and how it was counted."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Literal

import msgspec

from poletai.core.basics.calendar import Calendar, Holiday
from poletai.core.basics.instant import parse_instant
from poletai.core.basics.periods import Due, Unit, earliest_deadline, period_end
from poletai.core.procedures.definition import Definition, Move, Text, Value, Values
from poletai.core.procedures.in_force import binding, in_force
from poletai.core.procedures.outlook import next_moves
from poletai.core.procedures.standing import Standing, Subject
from poletai.core.procedures.vocabulary import PHASES

# What a plan begins with, and what else announces when bids are due.
_FIRST = ("announce-lots", "call")
_ANNOUNCING = (*_FIRST, "announce-round")
When = Literal["passed", "now", "ahead"]
Count = Callable[[Calendar, datetime, int, Unit], Due]


class Stop(msgspec.Struct, frozen=True, kw_only=True):
    """One date of a procedure: the latest instant it can mean, and the earliest where unsure.

    `name` is a fact, or the move that has to be taken by then. `crossed` lists the holidays a
    counted period ran over.
    """

    name: str
    title: Text
    at: datetime
    earliest: datetime
    law: str
    when: When
    lot: str | None = None
    crossed: tuple[Holiday, ...] = ()


def timetable(
    definition: Definition, values: Values, standing: Standing, at: datetime
) -> tuple[Stop, ...]:
    """List the dates of a procedure in order, as they stand at an instant.

    There are the instants the notice gives, those its events fixed, and the limits of the moves
    that come next. The first one not passed is `now`.
    """
    facts = list(_facts(definition, values, standing))
    taken = {(stop.at, stop.lot) for stop in facts}
    limits = {
        (stop.name, stop.lot): stop
        for stop in _limits(definition, values, standing, at)
        if (stop.at, stop.lot) not in taken
    }
    return _placed(sorted([*facts, *limits.values()], key=lambda stop: stop.at), at)


def plan(definition: Definition, values: Values, notice: datetime) -> tuple[Stop, ...]:
    """List the earliest dates a procedure can have whose notice appears at an instant.

    Each step is taken the moment the one before it allows.
    """
    known: dict[str, Stop] = {}
    for move in _in_order(definition):
        if in_force(move, values.on) and _is_planned(definition, move):
            begin = _begin(move, known, notice)
            # What one condition leaves time for another may count from: until nothing moves.
            while _later(definition, known, _asked(values, move, known, begin)):
                pass
            _later(definition, known, _fixed(values, move, _begin(move, known, notice)))
    return _placed(sorted(known.values(), key=lambda stop: stop.at), notice)


def _is_planned(definition: Definition, move: Move) -> bool:
    """Say whether a plan has the move: nobody plans to be objected to, or a further round."""
    if move.does == "announce-round":
        return any(other.does == "call" for other in definition.moves)
    return move.of != "remedy" and move.does != "suspend"


def _begin(move: Move, known: Mapping[str, Stop], notice: datetime) -> Due:
    """Return when the plan takes a move: a notice on its day, another after the last date."""
    if move.does in _FIRST or not known:
        return Due(notice, notice)
    last = max(known.values(), key=lambda stop: stop.at)
    return Due(last.earliest, last.at)


def _later(
    definition: Definition, known: dict[str, Stop], counted: Iterable[tuple[str, str, Due]]
) -> bool:
    """Put dates over earlier ones of their name: of two rules the longer time counts."""
    moved = False
    for name, law, due in list(counted):
        stop = _stop(definition, name, law, due)
        if name not in known or stop.at > known[name].at:
            known[name], moved = stop, True
    return moved


def _in_order(definition: Definition) -> list[Move]:
    """Return the moves in the order a trade comes to them, wherever a chapter put them."""
    steps = {of: _steps(definition, of) for of in definition.machines}
    phases = {
        of: {name: PHASES.index(state.phase) for name, state in machine.state.items()}
        for of, machine in definition.machines.items()
    }
    return sorted(
        definition.moves,
        key=lambda move: min(
            (phases[move.of][source], steps[move.of].get(source, 0)) for source in move.source
        ),
    )


def _steps(definition: Definition, of: str) -> dict[str, int]:
    """Count the fewest moves it takes to come to each state of a subject."""
    found = {definition.machines[of].initial: 0}
    ways = [
        (source, to)
        for move in definition.moves
        for subject, sources, to in (
            (move.of, move.source, move.to),
            *((also.of, also.source, also.to) for also in move.also),
        )
        for source in sources
        if subject == of and to is not None
    ]
    while new := {to: found[a] + 1 for a, to in ways if a in found and to not in found}:
        found |= new
    return found


def _asked(
    values: Values, move: Move, known: Mapping[str, Stop], begin: Due
) -> Iterator[tuple[str, str, Due]]:
    """Count the dates a move has to leave time for, from itself or from what is known."""
    for condition in binding(move, values.on):
        instant, after = (condition.arguments.get(name) for name in ("instant", "after"))
        start = _start(move, condition.guard, after, known, begin)
        if start is None:
            continue
        if condition.guard == "follows":
            yield str(instant), condition.law, start
        else:
            parameter = values.parameters[str(condition.arguments["days"])]
            yield str(instant), condition.law, _from(values, start, parameter, earliest_deadline)


def _start(move: Move, guard: str, after: Any, known: Mapping[str, Stop], begin: Due) -> Due | None:
    """Return from when a condition counts; None where it leaves time for nothing in a plan."""
    if guard == "at-least-days-before":
        return begin if move.does in _FIRST else None
    if guard not in ("follows", "at-least-days-after"):
        return None
    if after == "at":
        return begin if move.does in _ANNOUNCING else None
    stop = known.get(str(after)) if guard == "at-least-days-after" else None
    return None if stop is None else Due(stop.earliest, stop.at)


def _fixed(values: Values, move: Move, begin: Due) -> Iterator[tuple[str, str, Due]]:
    """Count the instants a move fixes when it is taken."""
    for name, fixing in move.fixes.items():
        yield name, fixing.law, _from(values, begin, values.parameters[fixing.days], _end)


def _from(values: Values, start: Due, value: Value, count: Count) -> Due:
    """Count a period from an instant that may itself be uncertain: the two ends apart."""
    early = count(values.calendar, start.earliest, *value.period)
    late = count(values.calendar, start.latest, *value.period)
    return Due(early.earliest, late.latest, late.crossed)


def _end(calendar: Calendar, start: datetime, n: int, unit: Unit) -> Due:
    return period_end(calendar, start, n, unit, roll=True)


def _facts(definition: Definition, values: Values, standing: Standing) -> Iterator[Stop]:
    for move in definition.moves:
        asked = {name: move.law for name, kind in move.asks.items() if kind == "instant"}
        fixed = {name: fixing.law for name, fixing in move.fixes.items()}
        for name, law in {**asked, **fixed}.items():
            for subject, lot in _holders(standing, name):
                if move.then in _last_causes(definition, subject, name):
                    due = _due_of(values, move, subject, name)
                    yield _stop(definition, name, law, due, lot)


def _holders(standing: Standing, name: str) -> Iterator[tuple[Subject, str | None]]:
    if name in standing.facts:
        yield standing, None
    yield from ((lot, lot.lot) for lot in standing.lots.values() if name in lot.facts)


def _last_causes(definition: Definition, subject: Subject, name: str) -> set[str]:
    """Name the first event of the definition that can have recorded a fact and did happen."""
    causes = [
        move.then
        for move in definition.moves
        if (name in move.asks or name in move.fixes) and f"{move.then}.at" in subject.facts
    ]
    return set(causes[:1])


def _due_of(values: Values, move: Move, subject: Subject, name: str) -> Due:
    latest = parse_instant(subject.facts[name])
    earliest = parse_instant(subject.facts.get(f"{name}.earliest", subject.facts[name]))
    if name not in move.fixes:
        return Due(earliest, latest)
    start = parse_instant(subject.facts[f"{move.then}.at"])
    counted = _from(values, Due(start, start), values.parameters[move.fixes[name].days], _end)
    return Due(earliest, latest, counted.crossed)


def _limits(
    definition: Definition, values: Values, standing: Standing, at: datetime
) -> Iterator[Stop]:
    for following in next_moves(definition, values, standing, at):
        laws = [c.law for c in binding(following.move, values.on) if c.guard == "within-days"]
        if laws and following.until is not None:
            due = Due(following.until, following.until)
            yield _stop(definition, following.move.when, laws[0], due, following.lot)


def _stop(definition: Definition, name: str, law: str, due: Due, lot: str | None = None) -> Stop:
    moves = definition.moves_when(name)
    return Stop(
        name=name,
        title=moves[0].title if moves else definition.fields[name],
        at=due.latest,
        earliest=due.earliest,
        law=law,
        when="ahead",
        lot=lot,
        crossed=due.crossed,
    )


def _placed(stops: list[Stop], at: datetime) -> tuple[Stop, ...]:
    """Mark what has passed, and the first that has not."""
    passed = sum(1 for stop in stops if stop.at < at)
    return tuple(
        msgspec.structs.replace(stop, when=_mark(place - passed))
        for place, stop in enumerate(stops)
    )


def _mark(place: int) -> When:
    """Say how a place among the stops lies to the first one not passed."""
    if place < 0:
        return "passed"
    return "ahead" if place else "now"
