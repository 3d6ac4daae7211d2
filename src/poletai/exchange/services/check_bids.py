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
    """Record what is found about a lot's opened bids; None where its kind of trade looks for none.

    Nothing is decided by it. A lot that cannot be looked through yet is refused.
    """
    trade = trade_of(house, procedure)
    named = [move.when for move in trade.definition.moves if move.does == DOES]
    if not named:
        return None
    actor = Actor(role="operator", organisation=house.origin)
    fields = {"registers": registers_of(trade.standing.lots[lot])}
    command = Command(name=named[0], role=actor.role, actor=actor.identity, fields=fields, lot=lot)
    return make_move(house, actor, trade.id, command)
