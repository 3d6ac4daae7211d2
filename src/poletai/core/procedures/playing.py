"""Playing: scenarios put through decide, evolve and catch_up, and what they exercised."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

import msgspec

from poletai.core.basics.problem import Refusal
from poletai.core.procedures import refusals
from poletai.core.procedures.context import Context
from poletai.core.procedures.definition import Definition, Values
from poletai.core.procedures.errors import UnknownMomentError
from poletai.core.procedures.fields import FIELD_TYPES
from poletai.core.procedures.folding import evolve, evolve_bid
from poletai.core.procedures.guards import GUARDS
from poletai.core.procedures.in_force import in_force
from poletai.core.procedures.library import Library
from poletai.core.procedures.machine import OWN_STREAM, answer, prepare
from poletai.core.procedures.moments import is_moment, moment
from poletai.core.procedures.remedies import begin_remedy, evolve_remedy
from poletai.core.procedures.scenarios import Scenario, Step
from poletai.core.procedures.short_auctions import record
from poletai.core.procedures.short_draws import expand_draws
from poletai.core.procedures.short_forms import deposit, expand, supplied
from poletai.core.procedures.standing import (
    Advice,
    BidStanding,
    Command,
    Decision,
    Event,
    RemedyStanding,
    Standing,
    Tally,
    begin,
)
from poletai.core.procedures.timers import catch_up, clock_context, clock_moves, closing_now, due_at

# A condition by its move's place in the definition and its own in the move.
Tried = frozenset[tuple[int, int, bool]]


_ACTORS = {"evaluator": "expert-1"}
# The lot a step is about where it does not say.
_LOT = "1"


class Play(msgspec.Struct, frozen=True, kw_only=True):
    """How far a story has come: the trade, its bids' own streams, and what was tried on the way."""

    standing: Standing
    bids: Mapping[str, BidStanding] = {}
    deposits: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    remedies: Mapping[str, RemedyStanding] = {}
    events: tuple[Event, ...] = ()
    refusal: Refusal | None = None
    advice: tuple[Advice, ...] = ()
    taken: frozenset[int] = frozenset()
    tried: Tried = frozenset()
    # When the last step happened, and the command it put, if it put one.
    at: datetime | None = None
    command: Command | None = None


def start(definition: Definition) -> Play:
    """Return the story of a procedure nothing has happened to."""
    return Play(standing=begin("scenario", definition.machines["procedure"].initial))


def play(
    library: Library, definition: Definition, scenarios: Iterable[Scenario]
) -> dict[str, Play]:
    """Play scenarios in the order they are told; each ends with what its last step caused."""
    ends: dict[str, Play] = {}
    for scenario in scenarios:
        now = start(definition) if scenario.after is None else ends[scenario.after]
        for step in scenario.steps:
            now = _taken(library, definition, now, step)
            if now.refusal is not None:
                break
        ends[scenario.name] = now
    return ends


def _taken(library: Library, definition: Definition, before: Play, step: Step) -> Play:
    """Take a step; one that says no moment ends the story as a refusal does."""
    try:
        return take(library, definition, before, step)
    except UnknownMomentError as problem:
        refusal = Refusal(code=problem.code, reason=str(problem), law="", move=step.command or "")
        return msgspec.structs.replace(before, events=(), refusal=refusal, advice=())


def take(library: Library, definition: Definition, before: Play, step: Step) -> Play:
    """Let the clock catch up to a step, then put its command; `events` are those it caused."""
    at = _moment(library, definition, before, step, step.at)
    values = values_for(library, definition, before.standing, at)
    quiet = msgspec.structs.replace(before, events=(), refusal=None, advice=(), at=at, command=None)
    now = _caught_up(definition, values, quiet, at) if step.clock else quiet
    if step.command is None:
        return now
    return _put(definition, values, now, _filled(library, definition, now, step), at)


def _moment(
    library: Library, definition: Definition, now: Play, step: Step, said: datetime | str
) -> datetime:
    if isinstance(said, datetime):
        return said
    lot, remedy = now.standing.lots.get(step.lot or _LOT), now.remedies.get(step.remedy or "")
    party = now.standing.applicants.get(step.applicant or "")
    facts = [one.facts for one in (remedy, party, lot, now.standing) if one is not None]
    return moment(said, now.at, facts, library.zone(definition))


def _filled(library: Library, definition: Definition, now: Play, step: Step) -> Step:
    """Fill in what goes without saying: who, which lot, and fields that say a moment."""
    moves = definition.moves_when(step.command or "")
    if not moves:
        return step
    asks = moves[0].asks
    told = partial(_moment, library, definition, now, step)
    fields = {name: _told(asks.get(name, ""), value, told) for name, value in step.fields.items()}
    of_lot = moves[0].of in ("lot", "bid")
    lot = step.lot or (_LOT if of_lot else None)
    return msgspec.structs.replace(step, by=step.by or moves[0].by[0], lot=lot, fields=fields)


def _told(kind: str, value: Any, told: Callable[[str], datetime]) -> Any:
    if kind == "auction-record":
        return record(value, told)
    return told(value) if kind == "instant" and is_moment(value) else value


def values_for(
    library: Library, definition: Definition, standing: Standing, at: datetime
) -> Values:
    """Return the values that bind a trade: those of its notice's day, before it those of today."""
    pins = standing.facts.get("pins")
    day = library.local_day(definition, at)
    return library.values(definition, day if pins is None else _day(pins["on"]))


def _day(text: str) -> Any:
    return datetime.fromisoformat(text).date()


def _put(definition: Definition, values: Values, now: Play, step: Step, at: datetime) -> Play:
    move = closing_now(definition, values, now.standing, at) if step.clock else None
    if move is not None:
        return msgspec.structs.replace(now, refusal=refusals.closing(move))
    command = command_of(definition, now, step)
    now = msgspec.structs.replace(now, command=command)
    tally = _tally(now, step)
    context = prepare(definition, values, now.standing, tally, command, at)
    if isinstance(context, Refusal):
        return msgspec.structs.replace(now, refusal=context)
    decided = answer(context)
    now = msgspec.structs.replace(now, tried=now.tried | _tried(definition, context))
    if isinstance(decided, Refusal):
        return msgspec.structs.replace(now, refusal=decided)
    now = msgspec.structs.replace(now, advice=decided.advice)
    for each in (decided, *decided.takes_along):
        now = _happened(definition, now, each)
    return _caught_up(definition, values, now, at) if step.clock else now


def _happened(definition: Definition, now: Play, decided: Decision) -> Play:
    """Fold a decision into the stream it belongs to: a bid's, a remedy's, or the trade's own."""
    event = decided.event
    now = msgspec.structs.replace(now, taken=now.taken | {definition.moves.index(decided.move)})
    if decided.move.does in OWN_STREAM:
        return _deposited(definition, now, event)
    now = msgspec.structs.replace(now, events=(*now.events, event))
    if event.of != "remedy":
        standing = evolve(definition, now.standing, event)
        return msgspec.structs.replace(now, standing=standing)
    name = event.data["remedy"]
    before = now.remedies.get(name) or begin_remedy(definition, name)
    remedy = evolve_remedy(definition, before, event)
    return msgspec.structs.replace(now, remedies={**now.remedies, name: remedy})


def _caught_up(definition: Definition, values: Values, now: Play, at: datetime) -> Play:
    tried = _clock_tried(definition, values, now.standing, at)
    caused, standing = catch_up(definition, values, now.standing, at)
    names = {event.name for event in caused}
    taken = {i for i, move in enumerate(definition.moves) if move.then in names}
    return msgspec.structs.replace(
        now,
        standing=standing,
        events=(*now.events, *caused),
        taken=now.taken | taken,
        tried=now.tried | tried,
    )


def _deposited(definition: Definition, now: Play, event: Event) -> Play:
    initial = BidStanding(bid=event.data["bid"], state=definition.machines["bid"].initial)
    bid = evolve_bid(definition, now.bids.get(initial.bid, initial), event)
    gone = bid.state == "withdrawn"
    entry = deposit(bid.bid, len(now.deposits), seq=event.data["seq"], withdrawn=gone)
    return msgspec.structs.replace(
        now,
        bids={**now.bids, bid.bid: bid},
        deposits=(*now.deposits, (event.data["lot"], entry)),
        events=(*now.events, event),
    )


def command_of(definition: Definition, now: Play, step: Step) -> Command:
    """Turn a step into its command: short forms written out, supplied fields filled in."""
    moves = definition.moves_when(step.command or "")
    asks = moves[0].asks if moves else {}
    optional = moves[0].optional if moves else ()
    given = {name: expand(asks.get(name, "text"), value) for name, value in step.fields.items()}
    given = expand_draws(asks, given, now.standing)
    lots = tuple(lot["lot"] for lot in given.get("lots", ()) if isinstance(lot, dict))
    filled = {
        name: _next(now, step) if kind == "position" else supplied(kind, lots)
        for name, kind in asks.items()
        if name not in given and name not in optional and FIELD_TYPES[kind].supplied
    }
    return Command(
        name=step.command or "",
        role=step.by,
        actor=step.actor or _actor(step),
        fields={**filled, **given},
        lot=step.lot,
        bid=step.bid,
        remedy=step.remedy,
        applicant=step.applicant,
    )


def _actor(step: Step) -> str:
    """Name who acts where a step does not: a bidder that names an applicant is that party."""
    own = step.applicant if step.by == "bidder" else None
    return own or _ACTORS.get(step.by, step.by)


def _next(now: Play, step: Step) -> int:
    bid = now.bids.get(step.bid or "")
    return 1 if bid is None else int(bid.facts["seq"]) + 1


def _tally(now: Play, step: Step) -> Tally:
    if step.bids is None:
        own = tuple(entry for lot, entry in now.deposits if lot == step.lot)
        remedies = tuple(now.remedies.values())
        return Tally(bid=now.bids.get(step.bid or ""), deposits=own, remedies=remedies)
    named = [(bid, False) for bid in step.bids] + [(bid, True) for bid in step.withdrawn]
    entries = [deposit(bid, leaf, withdrawn=gone) for leaf, (bid, gone) in enumerate(named)]
    return Tally(deposits=tuple(entries))


def _tried(definition: Definition, context: Context, *, all_of_them: bool = False) -> Tried:
    """Say of each condition that was looked at whether it held: up to the one that refused."""
    index = definition.moves.index(context.move)
    tried: set[tuple[int, int, bool]] = set()
    for i, condition in enumerate(context.move.provided):
        if not in_force(condition, context.values.on):
            continue
        held = GUARDS[condition.guard].holds(context, condition.arguments)
        tried.add((index, i, held))
        if not held and condition.force == "hard" and not all_of_them:
            break
    return frozenset(tried)


def _clock_tried(definition: Definition, values: Values, standing: Standing, at: datetime) -> Tried:
    tried: Tried = frozenset()
    for move, subject in clock_moves(definition, standing):
        due = due_at(standing, subject, move)
        if in_force(move, values.on) and due is not None and due <= at:
            context = clock_context(definition, values, standing, move, subject, due)
            tried |= _tried(definition, context, all_of_them=True)
    return tried
