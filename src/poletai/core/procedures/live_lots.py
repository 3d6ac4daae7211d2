"""Live lots: which lots of a trade are bid for in a room, on which terms, by whom, from when."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from poletai.core.auctions import read_terms
from poletai.core.procedures.applicants import KIND as APPLICANT
from poletai.core.procedures.auctions import lot_terms
from poletai.core.procedures.context import Context
from poletai.core.procedures.definition import Definition, Move, Values
from poletai.core.procedures.standing import Command, LotStanding, Standing, Tally
from poletai.core.rooms.terms import instants_of

ROOM = "room"
_AWAITED = ("open", "closed")
_SETTLES, _RECORD = "settle", "auction-record"
_ADMITTED = "plates-known"
# Terms that say something of each party they name.
_PRIORITY, _HOLDERS = "priority", "holders"
_PARTIES = (_HOLDERS, "plans", "eligibility")


def settling_move(definition: Definition, state: str | None = None) -> Move | None:
    """Return the move that settles a live lot, from this state where one is given."""
    fitting = (move for move in definition.moves if takes_record(move))
    return next((move for move in fitting if state is None or state in move.source), None)


def takes_record(move: Move) -> bool:
    """Say whether a move settles a lot from the record of its room."""
    return move.does == _SETTLES and _RECORD in move.asks.values()


def record_field(move: Move) -> str:
    """Name the field of a settling move that takes the record."""
    return next(name for name, kind in move.asks.items() if kind == _RECORD)


def awaits_room(definition: Definition, standing: Standing, lot: LotStanding) -> bool:
    """Say whether a lot is listed or being bid for, with its price still to be found live."""
    live = settling_move(definition) is not None and "auction" in standing.facts
    phases = {
        definition.phase("procedure", standing.state),
        definition.phase("lot", lot.state),
    }
    return live and phases <= {*_AWAITED}


def terms_live(
    definition: Definition, values: Values, standing: Standing, lot: LotStanding
) -> dict[str, Any] | None:
    """Return the terms a lot is bid for on; None where they cannot be run yet."""
    move = settling_move(definition)
    if move is None or standing.at is None:
        return None
    command = Command(name=move.when, role=move.by[0], actor="", lot=lot.lot)
    seen = Context(definition, values, standing, lot, Tally(), command, move, standing.at)
    terms = lot_terms(seen, lot.facts)
    return None if read_terms(terms)[1] else terms


def said_from(terms: Mapping[str, Any]) -> datetime | None:
    """Return the instant from which something may be said; None where nothing is before it."""
    return min(instants_of(read_terms(terms)[0], opening=True), default=None)


def admitted(definition: Definition, standing: Standing) -> tuple[str, ...]:
    """List the parties that may bid, in the order they first applied."""
    states = _admitting(definition)
    return tuple(party for party, one in standing.applicants.items() if one.state in states)


def _admitting(definition: Definition) -> frozenset[str]:
    """Return the states in which the law lets an applicant bid."""
    move = settling_move(definition)
    conditions = () if move is None or APPLICANT not in definition.machines else move.provided
    named = (c.arguments["states"] for c in conditions if c.guard == _ADMITTED)
    return frozenset(state for states in named for state in states)


def stands_still(standing: Standing, lot: str) -> bool:
    """Say whether a lot, or its whole trade, is suspended."""
    suspensions = standing.facts.get("suspensions", {}).values()
    return any(suspension.get("lot") in (None, lot) for suspension in suspensions)


def parties_named(terms: Mapping[str, Any]) -> tuple[str, ...]:
    """List the parties that terms name, such as the holders of a priority right."""
    return tuple(sorted({*_named(terms)}))


def with_plates(terms: Mapping[str, Any], plates: Mapping[str, str]) -> dict[str, Any]:
    """Return terms that name plates where they named parties; the room's own rules are no terms."""
    return {name: _plated(name, value, plates) for name, value in terms.items() if name != ROOM}


def same_terms(
    terms: Mapping[str, Any], opened: Mapping[str, Any], plates: Mapping[str, str]
) -> bool:
    """Say whether a room was opened on these terms, as far as it is known who has which plate."""
    known = frozenset(plates.values())
    return _as_known(with_plates(terms, plates), known) == _as_known(opened, known)


def _as_known(terms: Mapping[str, Any], plates: frozenset[str]) -> dict[str, Any]:
    """Return terms in which parties whose plates nobody knows are counted only."""
    return {
        name: _as_known(value, plates) if isinstance(value, Mapping) else value
        for name, value in _counted(terms, plates)
    }


def _counted(terms: Mapping[str, Any], plates: frozenset[str]) -> Iterator[tuple[str, Any]]:
    for name, value in terms.items():
        if isinstance(value, Mapping) and _of_parties(name, value):
            kept = {party: own for party, own in value.items() if party in plates}
            yield name, [kept, sorted(str(v) for p, v in value.items() if p not in plates)]
        else:
            yield name, value


def _plated(name: str, value: Any, plates: Mapping[str, str]) -> Any:
    if not isinstance(value, Mapping):
        return value
    if _of_parties(name, value):
        return {plates.get(party, party): own for party, own in value.items()}
    return with_plates(value, plates)


def _named(terms: Mapping[str, Any]) -> Iterator[str]:
    for name, value in terms.items():
        if isinstance(value, Mapping):
            yield from value if _of_parties(name, value) else _named(value)


def _of_parties(name: str, value: Mapping[str, Any]) -> bool:
    """Say whether a term lists parties; a priority right does, or has a list of holders inside."""
    return name in _PARTIES or (name == _PRIORITY and _HOLDERS not in value)
