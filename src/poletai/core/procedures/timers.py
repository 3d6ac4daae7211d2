"""Timers: the moves of the clock that are due, applied in the order they fell due."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache

from poletai.core.basics.instant import parse_instant
from poletai.core.procedures.context import Context
from poletai.core.procedures.definition import Definition, Move, Values
from poletai.core.procedures.folding import evolve
from poletai.core.procedures.guards import GUARDS
from poletai.core.procedures.in_force import binding, in_force
from poletai.core.procedures.machine import judge
from poletai.core.procedures.standing import (
    Command,
    Decision,
    Event,
    LotStanding,
    Standing,
    Subject,
    Tally,
)

_CLOCK = "clock"


def catch_up(
    definition: Definition, values: Values, standing: Standing, at: datetime
) -> tuple[tuple[Event, ...], Standing]:
    """Apply every move of the clock due by `at`, each dated when it was due.

    Returns the events and the standing after them. A move with a grace is taken only once its
    grace is over, yet dated at its due time. Taking one may make another due: hence the loop.
    """
    events: list[Event] = []
    while (event := _next_event(definition, values, standing, at)) is not None:
        events.append(event)
        standing = evolve(definition, standing, event)
    return tuple(events), standing


def next_due(definition: Definition, values: Values, standing: Standing) -> datetime | None:
    """Return when the clock has to look at this procedure again; None where it never has to."""
    waits = [
        due + _grace(values, move)
        for move, subject in clock_moves(definition, standing)
        if in_force(move, values.on)
        and (due := due_at(standing, subject, move)) is not None
        and (standing.at is None or due > standing.at or move.grace is not None)
    ]
    return min(waits, default=None)


def closing_now(
    definition: Definition, values: Values, standing: Standing, at: datetime
) -> Move | None:
    """Return the move of the clock that is past due and only waits for its grace to end."""
    for move, subject in clock_moves(definition, standing):
        due = due_at(standing, subject, move)
        waits = move.grace is not None and in_force(move, values.on)
        if waits and due is not None and due < at < due + _grace(values, move):
            return move
    return None


def clock_moves(definition: Definition, standing: Standing) -> Iterator[tuple[Move, Subject]]:
    """Yield every move of the clock that starts from where things stand, with its subject."""
    for move in _by_clock(definition):
        if move.during and standing.state not in move.during:
            continue
        subjects: tuple[Subject, ...] = (
            (standing,) if move.of == "procedure" else tuple(standing.lots.values())
        )
        yield from ((move, subject) for subject in subjects if subject.state in move.source)


@lru_cache(maxsize=256)
def _by_clock(definition: Definition) -> tuple[Move, ...]:
    return tuple(move for move in definition.moves if _CLOCK in move.by)


def due_at(standing: Standing, subject: Subject, move: Move) -> datetime | None:
    """Return when a move of the clock falls due; one without a due time, as soon as it may."""
    if move.due is None:
        return standing.at
    text = subject.facts.get(move.due, standing.facts.get(move.due))
    return None if text is None else parse_instant(text)


def _grace(values: Values, move: Move) -> timedelta:
    if move.grace is None:
        return timedelta()
    return timedelta(seconds=int(values.parameters[move.grace].value))


def _next_event(
    definition: Definition, values: Values, standing: Standing, at: datetime
) -> Event | None:
    ready: list[tuple[datetime, int, Event]] = []
    for order, (move, subject) in enumerate(clock_moves(definition, standing)):
        due = due_at(standing, subject, move) if in_force(move, values.on) else None
        if due is None or due + _grace(values, move) > at:
            continue
        moment = due if standing.at is None else max(due, standing.at)
        context = clock_context(definition, values, standing, move, subject, moment)
        answer = judge(context) if _permitted(context) else None
        if isinstance(answer, Decision):
            ready.append((moment, order, answer.event))
    return min(ready, key=lambda item: item[:2])[2] if ready else None


def _permitted(context: Context) -> bool:
    """Say whether nothing forbids a move; most do not hold, and nobody reads why."""
    return all(
        GUARDS[condition.guard].holds(context, condition.arguments)
        for condition in binding(context.move, context.values.on)
        if condition.force == "hard"
    )


def clock_context(
    definition: Definition,
    values: Values,
    standing: Standing,
    move: Move,
    subject: Subject,
    at: datetime,
) -> Context:
    """Return what the clock's own command to take a move is judged by."""
    lot = subject.lot if isinstance(subject, LotStanding) else None
    command = Command(name=move.when, role=_CLOCK, actor=_CLOCK, lot=lot)
    return Context(definition, values, standing, subject, Tally(), command, move, at)
