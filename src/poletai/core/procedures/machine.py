"""Decide: the pure function that answers a command with its event or with a refusal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Refusal
from poletai.core.procedures import refusals
from poletai.core.procedures.applicants import KIND as APPLICANT
from poletai.core.procedures.applicants import applicant_of, party_of
from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds import DEEDS
from poletai.core.procedures.definition import Definition, Move, Values
from poletai.core.procedures.fields import check_fields
from poletai.core.procedures.folding import evolve, replay
from poletai.core.procedures.guards import GUARDS
from poletai.core.procedures.in_force import binding, in_force
from poletai.core.procedures.remedies import finding, remedy_of, taken_along
from poletai.core.procedures.standing import (
    Advice,
    ApplicantStanding,
    BidStanding,
    Command,
    Decision,
    Event,
    RemedyStanding,
    Standing,
    Subject,
    Tally,
    subject_of,
)

__all__ = ["answer", "decide", "evolve", "judge", "prepare", "replay"]

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
    return context if isinstance(context, Refusal) else answer(context)


def answer(context: Context) -> Decision | Refusal:
    """Judge a prepared command, and with it what a remedy takes along: both happen or neither."""
    decided, along = judge(context), taken_along(context)
    if isinstance(decided, Refusal) or along is None:
        return decided
    c = context
    taken = decide(c.definition, c.values, c.standing, c.tally, along, c.at)
    if isinstance(taken, Refusal):
        return taken
    return msgspec.structs.replace(decided, takes_along=(taken,))


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
    subject = _subject(definition, standing, tally, moves[0], command)
    latest = _latest(moves[0], standing, subject)
    if latest is not None and at < latest:
        return refusals.too_old(moves[0], latest)
    move = _fitting(moves, standing, subject)
    if subject is None or move is None:
        return refusals.not_now(definition, moves[0], standing, subject)
    if (barred := _barred(move, command, values)) is not None:
        return barred
    return Context(definition, values, standing, subject, tally, _bound(command, subject), move, at)


def _barred(move: Move, command: Command, values: Values) -> Refusal | None:
    """Refuse what is not law that day, not this role's, or not what the move asks."""
    if not in_force(move, values.on):
        return refusals.not_in_force(move, values.on)
    if command.role not in move.by:
        return refusals.not_permitted(move, command.role)
    problems = check_fields(move, command.fields)
    return refusals.fields_wrong(move, problems) if problems else None


def _latest(move: Move, standing: Standing, subject: Subject | None) -> datetime | None:
    """Return the instant a command may not come before: of the stream its event goes to.

    A bid's is its own and orders it by number; what else happened does not make it late.
    """
    if move.does in OWN_STREAM:
        return None
    if not isinstance(subject, RemedyStanding):
        return standing.at
    both = (subject.at, standing.at if move.suspends or move.resumes else None)
    return max((at for at in both if at is not None), default=None)


def _bound(command: Command, subject: Subject | None) -> Command:
    """Bind a command to what its subject settles: a remedy's lot, the party that applies."""
    if isinstance(subject, RemedyStanding) and "about" in subject.facts:
        return msgspec.structs.replace(command, lot=subject.facts.get("lot"))
    if isinstance(subject, ApplicantStanding):
        return msgspec.structs.replace(command, applicant=subject.applicant, lot=None, bid=None)
    return command


def _subject(
    definition: Definition, standing: Standing, tally: Tally, move: Move, command: Command
) -> Subject | None:
    if move.of == "remedy":
        return remedy_of(definition, standing, tally, command)
    if move.of == APPLICANT:
        return applicant_of(definition, standing, party_of(command))
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
    for condition in binding(context.move, context.values.on):
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
    targets = {"lot": command.lot, "bid": command.bid, "about": context.move.about}
    if context.move.of == "remedy":
        targets["remedy"] = command.remedy
    if context.move.of == APPLICANT:
        targets["applicant"] = command.applicant
    data = {
        **command.fields,
        **{name: target for name, target in targets.items() if target is not None},
        **DEEDS[context.move.does].adds(context),
        **fixed_instants(context),
        **finding(context),
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
