"""Settle a room: the record its stream tells becomes the settlement of its lot."""

from collections.abc import Mapping
from typing import Any

from poletai.core.basics.problem import Problem, Refusal
from poletai.core.procedures.definition import Move
from poletai.core.procedures.live_lots import record_field, settling_move
from poletai.core.rooms import ENDED
from poletai.exchange.actors import Actor
from poletai.exchange.errors import ProblemsError
from poletai.exchange.house import House
from poletai.exchange.permissions import refuse_action
from poletai.exchange.read_models.standings import trade_of
from poletai.exchange.rooms import recorded_in, room_of, state_of_room
from poletai.exchange.services.make_move import Moved
from poletai.exchange.services.request_move import Request, request_move
from poletai.exchange.trades import Trade


def settle_room(
    house: House, actor: Actor, procedure: str, lot: str, fields: Mapping[str, Any]
) -> Moved | Refusal:
    """Settle a lot from its room; `fields` are what else its move asks.

    Raises ProblemsError where the room has not ended, and NoSuchProcedureError.
    """
    if refusal := refuse_action(actor, "order-room"):
        return refusal
    trade = trade_of(house, procedure)
    move = _move(trade, lot)
    row = room_of(procedure, lot)
    if move is None or row is None or state_of_room(house, row) != ENDED:
        message = "the room of this lot has not ended: it is settled once it has"
        raise ProblemsError((Problem(code="room-not-ended", where="lot", message=message),))
    record = {record_field(move): recorded_in(house, row) or []}
    return request_move(house, actor, procedure, Request(move.when, {**fields, **record}, lot))


def _move(trade: Trade, lot: str) -> Move | None:
    """Return the move that settles the lot from here; else one, which says why it cannot."""
    standing = trade.standing.lots.get(lot)
    state = None if standing is None else standing.state
    return settling_move(trade.definition, state) or settling_move(trade.definition)
