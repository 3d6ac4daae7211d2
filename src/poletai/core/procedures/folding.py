"""Evolve: the pure function that folds an event into the standing, and judges nothing."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec

from poletai.core.basics.instant import format_instant
from poletai.core.procedures.applicants import KIND as APPLICANT
from poletai.core.procedures.applicants import applicant_of
from poletai.core.procedures.deeds import DEEDS
from poletai.core.procedures.definition import Also, Definition, Move
from poletai.core.procedures.errors import UnknownEventError
from poletai.core.procedures.fields import simple_fields
from poletai.core.procedures.standing import (
    ApplicantStanding,
    BidStanding,
    Event,
    LotStanding,
    Standing,
    SubjectT,
    TradeSubject,
    put_applicant,
    put_bid,
    put_lot,
    subject_of,
)

# Written by the exchange when a phase opens what was hidden: it moves nothing.
DISCLOSED = "disclosed"


def replay(definition: Definition, start: Standing, events: Iterable[Event]) -> Standing:
    """Fold a procedure's events in order: the same events give the same standing, always."""
    standing = start
    for event in events:
        standing = evolve(definition, standing, event)
    return standing


def evolve(definition: Definition, standing: Standing, event: Event) -> Standing:
    """Fold one event of the procedure's stream. What happened, happened."""
    if event.name == DISCLOSED:
        return msgspec.structs.replace(standing, at=event.at, length=standing.length + 1)
    subject = _subject(definition, standing, event)
    if subject is None:
        raise UnknownEventError(event.name, f"{event.of} {event.data.get('lot')}")
    move = move_behind(definition, event.name, subject.state)
    moved = _put(standing, event, _moved(subject, move, event))
    deed = DEEDS[move.does]
    done = deed.folds(moved, event)
    selections = deed.selects(event.data) if move.also else {}
    for also in move.also:
        done = _take_along(done, event, also, selections)
    return msgspec.structs.replace(done, at=event.at, length=standing.length + 1)


def _subject(definition: Definition, standing: Standing, event: Event) -> TradeSubject | None:
    if event.of == APPLICANT:
        return applicant_of(definition, standing, event.data.get("applicant"))
    return subject_of(standing, event.of, event.data.get("lot"), event.data.get("bid"))


def evolve_bid(definition: Definition, bid: BidStanding, event: Event) -> BidStanding:
    """Fold one event of a bid's own stream, before its lot has closed."""
    return _moved(bid, move_behind(definition, event.name, bid.state), event)


def fold_subject(subject: SubjectT, move: Move, event: Event) -> SubjectT:
    """Fold into a subject what its move itself says: the state, simple fields, fixed instants."""
    return _moved(subject, move, event)


def move_behind(definition: Definition, name: str, state: str) -> Move:
    """Find the one move that causes this event from this state."""
    for move in _moves_by_event(definition).get(name, ()):
        if state in move.source:
            return move
    raise UnknownEventError(name, state)


@lru_cache(maxsize=256)
def _moves_by_event(definition: Definition) -> Mapping[str, tuple[Move, ...]]:
    names = {move.then for move in definition.moves}
    return {name: tuple(m for m in definition.moves if m.then == name) for name in names}


def _moved(subject: SubjectT, move: Move, event: Event) -> SubjectT:
    data = event.data
    generated = [n for n in (*move.fixes, *(f"{n}.earliest" for n in move.fixes)) if n in data]
    facts = {
        **subject.facts,
        **simple_fields(move, data),
        **{name: data[name] for name in generated},
        f"{move.then}.at": format_instant(event.at),
    }
    return msgspec.structs.replace(subject, state=move.to or subject.state, facts=facts)


def _put(standing: Standing, event: Event, subject: TradeSubject) -> Standing:
    if isinstance(subject, Standing):
        return subject
    if isinstance(subject, LotStanding):
        return put_lot(standing, subject)
    if isinstance(subject, ApplicantStanding):
        return put_applicant(standing, subject)
    return put_lot(standing, put_bid(standing.lots[event.data["lot"]], subject))


def _take_along(
    standing: Standing, event: Event, also: Also, selections: Mapping[str, tuple[str, ...]]
) -> Standing:
    chosen = None if also.where is None else frozenset(selections[also.where])
    if also.of == APPLICANT:
        return _applicants_along(standing, also, chosen)
    named = event.data.get("lot")
    for lot in standing.lots.values():
        if named is None or lot.lot == named:
            standing = put_lot(standing, _lot_along(lot, also, chosen))
    return standing


def _applicants_along(standing: Standing, also: Also, chosen: frozenset[str] | None) -> Standing:
    moved = {
        one.applicant: msgspec.structs.replace(one, state=also.to)
        for one in standing.applicants.values()
        if one.state in also.source and (chosen is None or one.applicant in chosen)
    }
    return msgspec.structs.replace(standing, applicants={**standing.applicants, **moved})


def _lot_along(lot: LotStanding, also: Also, chosen: frozenset[str] | None) -> LotStanding:
    if also.of == "lot":
        fits = lot.state in also.source and (chosen is None or lot.lot in chosen)
        return msgspec.structs.replace(lot, state=also.to) if fits else lot
    moved = {
        bid.bid: msgspec.structs.replace(bid, state=also.to)
        for bid in lot.bids.values()
        if bid.state in also.source and (chosen is None or bid.bid in chosen)
    }
    return msgspec.structs.replace(lot, bids={**lot.bids, **moved})
