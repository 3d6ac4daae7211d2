"""The outlook of a procedure: what may happen next, by whom, from when until when, and why not."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

import msgspec

from poletai.core.basics.periods import latest_before
from poletai.core.basics.problem import Refusal
from poletai.core.procedures import refusals
from poletai.core.procedures.applicants import KIND as APPLICANT
from poletai.core.procedures.context import Context
from poletai.core.procedures.definition import Condition, Definition, Move, Values
from poletai.core.procedures.guards import GUARDS
from poletai.core.procedures.in_force import binding, in_force
from poletai.core.procedures.machine import OWN_STREAM
from poletai.core.procedures.standing import (
    Advice,
    ApplicantStanding,
    BidStanding,
    Command,
    LotStanding,
    RemedyStanding,
    Standing,
    Subject,
    Tally,
)
from poletai.core.procedures.timers import due_at


class NextMove(msgspec.Struct, frozen=True, kw_only=True):
    """A move that starts from where things stand; `blocked_by` says why it cannot be taken yet.

    `since` and `until` are the instants its conditions leave it, where they leave it any.
    `late` lists the duties whose time has run out. A condition on what only the command will say
    is not judged here.
    """

    move: Move
    who: tuple[str, ...]
    law: str
    lot: str | None = None
    bid: str | None = None
    remedy: str | None = None
    applicant: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    blocked_by: tuple[Refusal, ...] = ()
    late: tuple[Advice, ...] = ()


def next_moves(
    definition: Definition,
    values: Values,
    standing: Standing,
    at: datetime,
    tally: Tally | None = None,
    actor: str = "",
) -> tuple[NextMove, ...]:
    """List what may happen next, in the order of the definition, lot by lot and bid by bid.

    Moves of the clock are listed where they have a due time; others happen by themselves. Moves
    of remedies are listed where a tally says which there are; an empty id stands for a new one,
    of a remedy as of an applicant. What depends on who acts is judged where an actor is named.
    """
    known = tally or Tally()
    return tuple(
        _next(
            Context(
                definition,
                values,
                standing,
                subject,
                known,
                msgspec.structs.replace(command, actor=actor),
                move,
                at,
            )
        )
        for move in definition.moves
        if in_force(move, values.on) and (not move.during or standing.state in move.during)
        for subject, command in (
            _subjects(definition, standing, move)
            if move.of != "remedy"
            else _remedies(definition, standing, move, tally)
        )
        if "clock" not in move.by or due_at(standing, subject, move) not in (None, standing.at)
    )


def _subjects(
    definition: Definition, standing: Standing, move: Move
) -> Iterator[tuple[Subject, Command]]:
    if move.of == APPLICANT:
        yield from _applicants(definition, standing, move)
        return
    if move.of == "procedure":
        if standing.state in move.source:
            yield standing, _command(move, None, None)
        return
    for lot in standing.lots.values():
        if move.of == "bid":
            for bid in _bids(lot, move) if _lot_fits(lot, move) else ():
                yield bid, _command(move, lot.lot, bid.bid or None)
        elif lot.state in move.source:
            yield lot, _command(move, lot.lot, None)


def _applicants(
    definition: Definition, standing: Standing, move: Move
) -> Iterator[tuple[Subject, Command]]:
    command = _command(move, None, None)
    initial = definition.machines[APPLICANT].initial
    # Whoever has not applied yet may: an empty id stands for any such party.
    fresh = [ApplicantStanding(applicant="", state=initial)]
    for one in (*fresh, *standing.applicants.values()):
        if one.state in move.source:
            yield one, msgspec.structs.replace(command, applicant=one.applicant)


def _remedies(
    definition: Definition, standing: Standing, move: Move, tally: Tally | None
) -> Iterator[tuple[Subject, Command]]:
    if tally is None:
        return
    command = _command(move, None, None)
    for remedy in tally.remedies:
        if remedy.state in move.source:
            lot = remedy.facts.get("lot")
            yield remedy, msgspec.structs.replace(command, remedy=remedy.remedy, lot=lot)
    if definition.machines["remedy"].initial in move.source:
        fresh = RemedyStanding(remedy="", state=move.source[0])
        lots = (lot for lot in standing.lots.values() if _lot_fits(lot, move))
        places = [None] if move.about == "documents" else [lot.lot for lot in lots]
        yield from ((fresh, msgspec.structs.replace(command, lot=lot)) for lot in places)


def _lot_fits(lot: LotStanding, move: Move) -> bool:
    """Say whether a move of a bid starts from where the bid's lot stands."""
    states = [c.arguments["states"] for c in move.provided if c.guard == "lot-is"]
    return all(lot.state in allowed for allowed in states)


def _bids(lot: LotStanding, move: Move) -> Iterator[BidStanding]:
    if move.does in OWN_STREAM:
        # Bids of others cannot be seen before closing: any bid stands for one's own.
        yield BidStanding(bid="", state=move.source[0])
    yield from (bid for bid in lot.bids.values() if bid.state in move.source)


def _command(move: Move, lot: str | None, bid: str | None) -> Command:
    return Command(name=move.when, role=move.by[0], actor="", lot=lot, bid=bid)


def _next(context: Context) -> NextMove:
    move = context.move
    unmet = [
        condition
        for condition in binding(move, context.values.on)
        if _foreseeable(move, condition, context.command.actor)
        and not GUARDS[condition.guard].holds(context, condition.arguments)
    ]
    since, until = _window(context)
    return NextMove(
        move=move,
        who=move.by,
        law=move.law,
        lot=context.command.lot,
        bid=context.command.bid,
        remedy=context.command.remedy,
        applicant=context.command.applicant,
        since=since,
        until=until,
        blocked_by=tuple(refusals.condition_unmet(context, c) for c in unmet if c.force == "hard"),
        late=tuple(refusals.advice(context, c) for c in unmet if c.force == "duty"),
    )


def _foreseeable(move: Move, condition: Condition, actor: str) -> bool:
    guard = GUARDS[condition.guard]
    if guard.rests_on != "arguments":
        known = ("standing", "remedies", "actor") if actor else ("standing", "remedies")
        return guard.rests_on in known
    named = [
        str(argument).removesuffix(".count")
        for name, argument in condition.arguments.items()
        if guard.takes[name] == "fact"
    ]
    return not any(name in move.asks for name in named)


def _window(context: Context) -> tuple[datetime | None, datetime | None]:
    """Return since when and until when the conditions on time let a move be taken."""
    since: list[datetime] = []
    until: list[datetime] = []
    for condition in binding(context.move, context.values.on):
        name = condition.guard
        moment = None if name not in _BOUNDS else _BOUNDS[name](context, condition.arguments)
        if moment is not None:
            (since if name == "not-before" else until).append(moment)
    due = due_at(context.standing, context.subject or context.standing, context.move)
    if "clock" in context.move.by and due is not None:
        since.append(due)
    return max(since, default=None), min(until, default=None)


Arguments = Mapping[str, str]


def _instant(context: Context, arguments: Arguments) -> datetime | None:
    return context.instant(arguments["instant"])


def _limit(context: Context, arguments: Arguments) -> datetime | None:
    start = context.instant(arguments["after"])
    return None if start is None else context.period_after(start, arguments["days"]).earliest


def _before(context: Context, arguments: Arguments) -> datetime | None:
    end = context.instant(arguments["instant"])
    if end is None:
        return None
    period = context.value(arguments["days"]).period
    return latest_before(context.values.calendar, end, *period).earliest


_BOUNDS: Mapping[str, Callable[[Context, Arguments], datetime | None]] = {
    "not-before": _instant,
    "not-after": _instant,
    "still-ahead": _instant,
    "within-days": _limit,
    "at-least-days-before": _before,
}
