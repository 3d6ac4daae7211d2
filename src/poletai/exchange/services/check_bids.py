"""Check bids: look through a lot's opened bids with what the registers say of their bidders."""

from poletai.core.basics.problem import Refusal
from poletai.core.procedures.standing import Command
from poletai.exchange.actors import Actor
from poletai.exchange.house import House
from poletai.exchange.read_models.standings import trade_of
from poletai.exchange.registers import registers_of
from poletai.exchange.services.make_move import Moved, make_move

DOES = "record-findings"


def check_bids(house: House, procedure: str, lot: str) -> Moved | Refusal | None:
    """Record what is found about a lot's opened bids; None where nothing is looked for yet.

    Nothing is decided by it. Bids opened part by part are looked through at the last.
    """
    trade = trade_of(house, procedure)
    state = trade.standing.lots[lot].state
    moves = trade.definition.moves
    named = [move.when for move in moves if move.does == DOES and state in move.source]
    if not named:
        return None
    actor = Actor(role="operator", organisation=house.origin)
    fields = {"registers": registers_of(trade.standing.lots[lot])}
    command = Command(name=named[0], role=actor.role, actor=actor.identity, fields=fields, lot=lot)
    return make_move(house, actor, trade.id, command)
