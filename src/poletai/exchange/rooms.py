"""Rooms of a trade: which lots have one, when it opens, and what it is told as the trade goes on.

Rooms follow their trade within its own transactions: what stops a trade stops its rooms.
"""

import secrets
from datetime import timedelta
from typing import Any

from poletai.core.basics.canonical import canonical
from poletai.core.basics.problem import Problem
from poletai.core.procedures.definition import Definition, Move
from poletai.core.procedures.live_lots import (
    ROOM,
    awaits_room,
    said_from,
    settling_move,
    stands_still,
    terms_live,
    with_plates,
)
from poletai.core.procedures.standing import LotStanding
from poletai.core.rooms import ENDED, record_of
from poletai.exchange.house import House
from poletai.exchange.models import LiveRoom
from poletai.exchange.plates import plates_of
from poletai.exchange.trades import Trade, raw_connection
from poletai.ledger.orders import place_order
from poletai.ledger.room_events import ENDS, room_event
from poletai.ledger.store import read, read_last

# So long before anything can be said a room opens, for bidders to find their place.
_AHEAD = timedelta(minutes=30)
_RULES = "platform.rules#rooms"
WAITING, OPEN = "waiting", "open"


def room_of(procedure: str, lot: str) -> LiveRoom | None:
    """Return the room of a lot, the last one where it had several; None where it has none yet."""
    rooms = LiveRoom.objects.filter(procedure=procedure, lot=lot)
    return rooms.order_by("over", "-opens_at").first()


def state_of_room(house: House, row: LiveRoom) -> str:
    """Return how far a room has come: waiting, open, or how it is over."""
    last = read_last(raw_connection(), house.store, row.stream)
    return WAITING if last is None else ENDS.get(last.name, OPEN)


def recorded_in(house: House, row: LiveRoom) -> list[dict[str, Any]] | None:
    """Return the record a room leaves, each plate with its bidder; None where nobody entered."""
    stored = read(raw_connection(), house.store, row.stream)
    events = [room_event(one.envelope, one.body, one.private) for one in stored]
    bidders = {e.data["plate"]: e.private["bidder"] for e in events if e.private is not None}
    return record_of(events, bidders) if bidders else None


def record_problems(house: House, trade: Trade, lot: str, record: Any) -> tuple[Problem, ...]:
    """Say where the record of a settlement is not that of the room the lot was bid for in."""
    row = room_of(trade.id, lot)
    if row is None or state_of_room(house, row) != ENDED:
        return ()
    said = recorded_in(house, row)
    if said is None or canonical(said) == canonical(record):
        return ()
    message = "record: it is not what was said in the lot's room: settle the lot from its room"
    return (Problem(code="room-record-differs", where="record", message=message),)


def update_rooms(house: House, trade: Trade) -> None:
    """Bring the rooms of a trade up to where it stands now."""
    if settling_move(trade.definition) is None:
        return
    rows = {row.lot: row for row in LiveRoom.objects.filter(procedure=trade.id, over=False)}
    for lot in trade.standing.lots.values():
        row = rows.get(lot.lot)
        if awaits_room(trade.definition, trade.standing, lot):
            _awaited(house, trade, lot, row)
        elif row is not None:
            _finished(house, trade, lot, row)


def room_terms(house: House, trade: Trade, lot: LotStanding, room: str) -> dict[str, Any] | None:
    """Return the terms of a lot as its room is to have them, on plates; None if they do not run."""
    terms = terms_live(trade.definition, trade.values, trade.standing, lot)
    return None if terms is None else with_plates(terms, plates_of(house, trade, room))


def room_rules(trade: Trade, lot: LotStanding) -> dict[str, Any]:
    """Return the rules the room of a lot is kept by, as its notice announced them."""
    terms = terms_live(trade.definition, trade.values, trade.standing, lot) or {}
    return dict(terms.get(ROOM, {}))


def tell(house: House, row: LiveRoom, what: str, reason: str, law: str, **more: Any) -> int:
    """Ask something of whoever keeps a room, in the name of the exchange; return its number."""
    by = {"role": "operator", "id": house.origin}
    body = {"do": what, "by": by, "reason": reason, "law": law, **more}
    return place_order(raw_connection(), row.stream, body)


def _awaited(house: House, trade: Trade, lot: LotStanding, row: LiveRoom | None) -> None:
    stream = secrets.token_hex(16) if row is None else row.stream
    terms = room_terms(house, trade, lot, stream)
    if terms is None:
        return
    opens = (said_from(terms) or house.clock()) - _AHEAD
    if row is None:
        LiveRoom.objects.create(stream=stream, procedure=trade.id, lot=lot.lot, opens_at=opens)
    elif row.opened_at is None:
        row.opens_at = opens
        row.save(update_fields=["opens_at"])
    else:
        told = {"auction": terms, "still": stands_still(trade.standing, lot.lot)}
        tell_changes(house, trade, row, told)


def tell_changes(house: House, trade: Trade, row: LiveRoom, told: dict[str, Any]) -> None:
    """Ask an open room to follow what has changed since it was last told."""
    if row.told == told:
        return
    if row.told["auction"] != told["auction"]:
        title, law = _titled(trade.definition, "amend")
        tell(house, row, "amend", title, law, auction=told["auction"])
    if row.told["still"] != told["still"]:
        title, law = _titled(trade.definition, "suspend" if told["still"] else "resume")
        tell(house, row, "pause" if told["still"] else "resume", title, law)
    row.told = told
    row.save(update_fields=["told"])


def _finished(house: House, trade: Trade, lot: LotStanding, row: LiveRoom) -> None:
    """Part with the room of a lot settled or called off; one that still runs is terminated."""
    if row.opened_at is None:
        row.delete()
        return
    row.over = True
    row.save(update_fields=["over"])
    if state_of_room(house, row) in ENDS.values():
        return
    state = trade.definition.machines["lot"].state[lot.state]
    tell(house, row, "terminate", state.title.zh, _RULES)


def _titled(definition: Definition, does: str) -> tuple[str, str]:
    """Return the title and the law of the move that does this; the platform's where none does."""
    move: Move | None = next((m for m in definition.moves if m.does == does), None)
    return ("", _RULES) if move is None else (move.title.zh, move.law)
