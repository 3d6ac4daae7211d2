"""The public record of a procedure: what a stranger replays, and what is still withheld."""

from collections.abc import Iterable, Sequence
from typing import Any

from poletai.core.procedures.applicants import KIND as APPLICANT
from poletai.core.procedures.definition import Move
from poletai.exchange.errors import NoSuchProcedureError
from poletai.exchange.house import House
from poletai.exchange.models import Procedure
from poletai.exchange.remedies import remedy_streams
from poletai.exchange.room_secrets import hiding_rule, room_streams
from poletai.exchange.trades import Trade, load_trade, raw_connection
from poletai.exchange.writing import disclosed_places, until_of
from poletai.ledger.room_events import KIND
from poletai.ledger.store import read, read_streams
from poletai.ledger.stored import StoredEvent

FORMAT = "poletai-record/v1"


def public_record(house: House, procedure: str) -> dict[str, Any]:
    """Return the record of a procedure as /record/<procedure>/ serves it.

    Events that have no leaf yet are left out: they are not public before they are logged.
    """
    row = Procedure.objects.filter(id=procedure).first()
    if row is None:
        raise NoSuchProcedureError(procedure)
    trade = load_trade(house, row)
    own = read(raw_connection(), house.store, procedure)
    bids = read_streams(raw_connection(), house.store, sorted(listed_bids(own)))
    remedies = read_streams(raw_connection(), house.store, remedy_streams(procedure))
    rooms = read_streams(raw_connection(), house.store, room_streams(procedure))
    logged = [event for event in (*own, *bids, *remedies, *rooms) if event.index is not None]
    shown = disclosed_places(own) | {(event.stream, event.position) for event in bids}
    return {
        "t": FORMAT,
        "procedure": procedure,
        "definition": trade.definition.name,
        "origin": house.origin,
        "pins": trade.standing.facts.get("pins", {}),
        "events": [entry for event in by_leaf(logged) if (entry := _entry(event, shown))],
        "withheld": [
            _withheld(trade, event) for event in by_leaf(logged) if _is_withheld(event, shown)
        ],
    }


def listed_bids(events: Iterable[StoredEvent]) -> set[str]:
    """List the streams of the bids that closing lists have disclosed."""
    return {
        line["bid"]
        for event in events
        if event.data.get("t") == "lot-close"
        for line in event.data["bids"]
    }


def by_leaf(events: Iterable[StoredEvent]) -> Sequence[StoredEvent]:
    """Order events as the log has them."""
    return sorted(events, key=lambda event: event.index or 0)


def _entry(event: StoredEvent, shown: frozenset[tuple[str, int]]) -> dict[str, Any] | None:
    open_now = (event.stream, event.position) in shown
    if event.confidential and not open_now:
        return None
    entry: dict[str, Any] = {"index": event.index, "envelope": event.envelope}
    if event.confidential and event.salt is not None:
        entry["salt"] = event.salt.hex()
    if open_now and event.private is not None and event.salt2 is not None:
        entry |= {"private": event.private, "salt2": event.salt2.hex()}
    return entry


def _is_withheld(event: StoredEvent, shown: frozenset[tuple[str, int]]) -> bool:
    hidden = event.confidential or event.private is not None
    return hidden and (event.stream, event.position) not in shown


def _law(trade: Trade, move: Move | None) -> str:
    """Cite the article that hides an event: of applicants one for all, or it told what happened."""
    alike = (m for m in trade.definition.moves if _hides_applicant(m))
    cited = next(alike, move) if move is not None and _hides_applicant(move) else move
    return "" if cited is None else cited.law


def _hides_applicant(move: Move) -> bool:
    return move.of == APPLICANT and move.confidential


def _withheld(trade: Trade, event: StoredEvent) -> dict[str, Any]:
    """Say which leaf is withheld and until when; of a confidential one nothing else."""
    place = {"index": event.index, "stream": event.stream, "position": event.position}
    digest = {"digest": event.digest} if event.confidential else {}
    return {**place, **_rule(trade, event), **digest}


def _rule(trade: Trade, event: StoredEvent) -> dict[str, str | None]:
    if event.envelope["kind"] == KIND:
        return {**hiding_rule(event.name)}
    move = next((m for m in trade.definition.moves if m.then == event.name), None)
    return {"until": until_of(trade, event.name), "law": _law(trade, move)}
