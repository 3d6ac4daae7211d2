"""Refusals: why a command causes no event, each with its code, its reason and its article."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Problem, Refusal
from poletai.core.procedures.context import Context
from poletai.core.procedures.definition import Condition, Definition, Move
from poletai.core.procedures.guards import GUARDS
from poletai.core.procedures.standing import Advice, Standing, Subject
from poletai.core.procedures.wording import wording

# A move no definition knows is forbidden by the platform's own rule that nothing else exists.
_PLATFORM = "platform.rules"


def unknown_move(name: str) -> Refusal:
    """Refuse a command the definition has no move for."""
    return Refusal(
        code="unknown-move",
        reason=f"no move is called {name!r} in this kind of procedure",
        law=f"{_PLATFORM}#1",
    )


def too_old(move: Move, latest: datetime) -> Refusal:
    """Refuse a command judged at an instant before what already happened."""
    return Refusal(
        code="time-runs-forward",
        reason=f"the procedure already stands at {format_instant(latest)}",
        law=f"{_PLATFORM}#2",
        move=move.when,
    )


def closing(move: Move) -> Refusal:
    """Refuse a command that reached a procedure while its closing is being written."""
    return Refusal(
        code="closing",
        reason="bids are being closed; this takes a few seconds, then ask again",
        law=f"{_PLATFORM}#3",
        move=move.when,
    )


def not_now(
    definition: Definition, move: Move, standing: Standing, subject: Subject | None
) -> Refusal:
    """Refuse a move from a state it does not start in."""
    if subject is None:
        return Refusal(
            code="no-such-subject",
            reason=f"{move.when} names no {move.of} that exists here",
            law=move.law,
            move=move.when,
        )
    allowed = sorted({s for m in definition.moves_when(move.when) for s in m.source})
    return Refusal(
        code="not-now",
        reason=f"{move.when} starts from {', '.join(allowed)}; the {move.of} is {subject.state}",
        law=move.law,
        move=move.when,
        details={"state": subject.state, "procedure": standing.state, "from": allowed},
    )


def not_in_force(move: Move, day: date) -> Refusal:
    """Refuse a move that is not law for a procedure of this day, not yet or no longer."""
    days = {"since": move.since, "ceases": move.ceases}
    bounds = {name: bound.isoformat() for name, bound in days.items() if bound is not None}
    said = ", ".join(f"{name} {bound}" for name, bound in bounds.items())
    return Refusal(
        code="not-in-force",
        reason=f"{move.when} ({said}) is not law for a procedure of {day}",
        law=move.law,
        move=move.when,
        details={"day": day.isoformat(), **bounds},
    )


def not_permitted(move: Move, role: str) -> Refusal:
    """Refuse a role the move does not belong to."""
    return Refusal(
        code="not-permitted",
        reason=f"{move.when} belongs to {', '.join(move.by)}, not to {role}",
        law=move.law,
        move=move.when,
    )


def fields_wrong(move: Move, problems: Sequence[Problem]) -> Refusal:
    """Refuse a command whose fields are not what the move asks; all problems at once."""
    return Refusal(
        code="fields-wrong",
        reason="; ".join(problem.message for problem in problems),
        law=move.law,
        move=move.when,
        details={"problems": [msgspec.to_builtins(problem) for problem in problems]},
    )


def condition_unmet(context: Context, condition: Condition) -> Refusal:
    """Refuse a move one of whose conditions does not hold."""
    return Refusal(
        code=f"requires:{condition.guard}",
        reason=f"{context.move.when} requires: {_says(context, condition)['en']}",
        law=condition.law,
        move=context.move.when,
        details={**_evidence(context, condition), "says": _says(context, condition)},
    )


def advice(context: Context, condition: Condition) -> Advice:
    """State a condition that did not hold but does not yet bind."""
    reason = f"{context.move.when} should have: {_says(context, condition)['en']}"
    return Advice(code=f"requires:{condition.guard}", law=condition.law, reason=reason)


def _says(context: Context, condition: Condition) -> dict[str, str]:
    return {
        language: wording(context.definition, condition, language, context.values)
        for language in ("zh", "en")
    }


def _evidence(context: Context, condition: Condition) -> dict[str, Any]:
    takes = GUARDS[condition.guard].takes
    evidence: dict[str, Any] = {}
    for name, argument in condition.arguments.items():
        if takes[name] == "parameter":
            value = context.value(argument)
            evidence[argument] = f"{value.value} {value.unit}"
        elif takes[name] == "fact" and isinstance(found := context.fact(argument), str | int):
            evidence[argument] = found
    return evidence
