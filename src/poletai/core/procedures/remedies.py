"""Remedies: objections and complaints in streams of their own, and what a trade knows of them."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from poletai.core.basics.instant import format_instant
from poletai.core.procedures.clocks import folded
from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds.remedies import examined
from poletai.core.procedures.definition import Definition, Move
from poletai.core.procedures.folding import fold_subject, move_behind
from poletai.core.procedures.guards import GUARDS
from poletai.core.procedures.standing import (
    Command,
    Event,
    RemedyStanding,
    Standing,
    Tally,
    TradeSubject,
)

# What a move of the trade may see of a remedy, and what its event records of it: never who raised
# it, nor in which words.
SEEN = ("about", "lot", "raised", "answered", "filed", "decided", "consequence")
_KEPT = ("about", "lot", "points")
_MOMENTS: Mapping[str, str] = {
    "raise-remedy": "raised",
    "answer-remedy": "answered",
    "complain": "filed",
    "decide-remedy": "decided",
}


def begin_remedy(definition: Definition, remedy: str) -> RemedyStanding:
    """Return the standing of a remedy nobody has raised yet."""
    return RemedyStanding(remedy=remedy, state=definition.machines["remedy"].initial)


def evolve_remedy(definition: Definition, remedy: RemedyStanding, event: Event) -> RemedyStanding:
    """Fold one event of a remedy's own stream."""
    move = move_behind(definition, event.name, remedy.state)
    moved = fold_subject(remedy, move, event)
    facts = {name: event.data[name] for name in _KEPT if name in event.data}
    if move.does in _MOMENTS:
        facts[_MOMENTS[move.does]] = format_instant(event.at)
    if move.does == "raise-remedy":
        facts["party"] = event.actor
    facts |= _examination(remedy, move, event)
    return msgspec.structs.replace(moved, at=event.at, facts={**moved.facts, **facts})


def _examination(remedy: RemedyStanding, move: Move, event: Event) -> dict[str, Any]:
    """Return what an examination does to the clocks of a remedy: begun, it stops them."""
    at = format_instant(event.at)
    if move.does == "begin-examination":
        return {"examined-since": at}
    if move.does != "end-examination":
        return {}
    return {
        "pauses": examined(remedy, at),
        "examined-since": None,
        **folded(event.data, remedy.remedy),
    }


def replay_remedy(definition: Definition, remedy: str, events: Iterable[Event]) -> RemedyStanding:
    """Fold a remedy's events in order, from before it was raised."""
    standing = begin_remedy(definition, remedy)
    for event in events:
        standing = evolve_remedy(definition, standing, event)
    return standing


def remedy_of(
    definition: Definition, standing: Standing, tally: Tally, command: Command
) -> RemedyStanding | None:
    """Find the remedy a command is about, a new one by its id; None without id or known lot."""
    if not command.remedy:
        return None
    if command.lot is not None and command.lot not in standing.lots:
        return None
    known = {remedy.remedy: remedy for remedy in tally.remedies}
    return known.get(command.remedy) or begin_remedy(definition, command.remedy)


def finding(context: Context) -> Mapping[str, Any]:
    """Return what a move of the trade saw of its remedies, to be written into its event.

    Nothing where none was raised: then there was nothing to see.
    """
    looks = any(GUARDS[c.guard].rests_on == "remedies" for c in context.move.provided)
    if not looks or not context.tally.remedies:
        return {}
    seen = sorted(context.tally.remedies, key=lambda remedy: remedy.remedy)
    return {"remedies": [_seen(remedy) for remedy in seen]}


def _seen(remedy: RemedyStanding) -> dict[str, Any]:
    facts = {name: remedy.facts[name] for name in SEEN if name in remedy.facts}
    return {"remedy": remedy.remedy, "state": remedy.state, **facts}


def found_remedies(event: Event) -> tuple[RemedyStanding, ...]:
    """Return the remedies an event says were seen: what a stranger judges it by again."""
    return tuple(
        RemedyStanding(
            remedy=seen["remedy"],
            state=seen["state"],
            facts={name: seen[name] for name in SEEN if name in seen},
        )
        for seen in event.data.get("remedies", ())
    )


def taken_along(context: Context) -> Command | None:
    """Return the command to the trade that a move of a remedy takes along, if it takes one.

    A remedy about one lot stops that lot alone.
    """
    move, remedy = context.move, context.command.remedy
    if not (move.suspends or (move.resumes and _goes_on(context))):
        return None
    target = _stopping_move(context)
    given = {**context.command.fields, "remedy": remedy}
    return Command(
        name=target.when,
        role=context.command.role,
        actor=context.command.actor,
        fields={name: given[name] for name in target.asks if name in given},
        lot=context.command.lot,
    )


def _goes_on(context: Context) -> bool:
    """Say whether what the remedy stopped can go on: not where it stopped nothing, or all ended."""
    stopped: TradeSubject = context.lot or context.standing
    suspended = context.command.remedy in context.standing.facts.get("suspensions", {})
    return suspended and stopped.state in _stopping_move(context).source


def _stopping_move(context: Context) -> Move:
    """Return the definition's own move that stops the trade or one lot, or lets it go on."""
    does = "suspend" if context.move.suspends else "resume"
    of = "lot" if context.command.lot else "procedure"
    return next(m for m in context.definition.moves if (m.does, m.of) == (does, of))
