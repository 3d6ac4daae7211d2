"""Decide: the pure function that answers a command with its event or with a refusal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Refusal
from poletai.core.procedures import refusals
from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds import DEEDS
from poletai.core.procedures.definition import Definition, Move, Values
from poletai.core.procedures.fields import check_fields
from poletai.core.procedures.folding import evolve, replay
from poletai.core.procedures.guards import GUARDS
from poletai.core.procedures.standing import (
    Advice,
    BidStanding,
    Command,
    Decision,
    Event,
    Standing,
    Subject,
    Tally,
    subject_of,
)

__all__ = ["decide", "evolve", "judge", "prepare", "replay"]

OWN_STREAM = ("deposit-bid", "withdraw-bid")


def decide(
    definition: Definition,
    values: Values,
    standing: Standing,
    tally: Tally,
    command: Command,
    at: datetime,
) -> Decision | Refusal:
    """Answer a command with the one event it causes, or with the reason it causes none.

    `values` are those of the notice's day once there is a notice; `at` is when the request
    arrived. Nothing is read that is not handed in.
    """
    context = prepare(definition, values, standing, tally, command, at)
    return context if isinstance(context, Refusal) else judge(context)


def prepare(
    definition: Definition,
    values: Values,
    standing: Standing,
    tally: Tally,
    command: Command,
    at: datetime,
) -> Context | Refusal:
    """Find the move a command takes and what it takes it on, or why there is none.

    Its conditions are not tried yet: `judge` does that.
    """
    moves = definition.moves_when(command.name)
    if not moves or "clock" in moves[0].by:
        return refusals.unknown_move(command.name)
    # A bid stands in a stream of its own: what else happened meanwhile does not make it late.
    if moves[0].does not in OWN_STREAM and standing.at is not None and at < standing.at:
        return refusals.too_old(moves[0], standing.at)
    subject = _subject(definition, standing, tally, moves[0], command)
    move = _fitting(moves, standing, subject)
    if subject is None or move is None:
        return refusals.not_now(definition, moves[0], standing, subject)
    if command.role not in move.by:
        return refusals.not_permitted(move, command.role)
    if problems := check_fields(move, command.fields):
        return refusals.fields_wrong(move, problems)
    return Context(definition, values, standing, subject, tally, command, move, at)


def _subject(
    definition: Definition, standing: Standing, tally: Tally, move: Move, command: Command
) -> Subject | None:
    if move.does not in OWN_STREAM:
        return subject_of(standing, move.of, command.lot, command.bid)
    if command.lot not in standing.lots or not command.bid:
        return None
    initial = definition.machines["bid"].initial
    return tally.bid or BidStanding(bid=command.bid, state=initial)


def _fitting(moves: tuple[Move, ...], standing: Standing, subject: Subject | None) -> Move | None:
    if subject is None:
        return None
    fitting = (
        move
        for move in moves
        if subject.state in move.source and (not move.during or standing.state in move.during)
    )
    return next(fitting, None)


def judge(context: Context) -> Decision | Refusal:
    """Try a move's conditions: the first hard one unmet refuses, the others are advice."""
    advice: list[Advice] = []
    for condition in context.move.provided:
        if GUARDS[condition.guard].holds(context, condition.arguments):
            continue
        if condition.force == "hard":
            return refusals.condition_unmet(context, condition)
        advice.append(refusals.advice(context, condition))
    data = _data(context, advice)
    event = Event(
        name=context.move.then,
        of=context.move.of,
        at=context.at,
        role=context.command.role,
        actor=context.command.actor,
        data=data,
    )
    return Decision(event=event, move=context.move, advice=tuple(advice))


def _data(context: Context, advice: list[Advice]) -> dict[str, Any]:
    command = context.command
    targets = {"lot": command.lot, "bid": command.bid}
    data = {
        **command.fields,
        **{name: target for name, target in targets.items() if target is not None},
        **DEEDS[context.move.does].adds(context),
        **fixed_instants(context),
    }
    if advice:
        data["advice"] = [{"code": a.code, "law": a.law} for a in advice]
    return data


def fixed_instants(context: Context) -> Mapping[str, Any]:
    """Compute the instants the move fixes; one an unknown year leaves open is an interval."""
    fixed: dict[str, Any] = {}
    for name, fixing in context.move.fixes.items():
        due = context.period_after(context.at, fixing.days)
        fixed[name] = format_instant(due.latest)
        if not due.certain:
            fixed[f"{name}.earliest"] = format_instant(due.earliest)
    return fixed
