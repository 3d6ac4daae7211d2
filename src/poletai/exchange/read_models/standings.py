"""Standings as services and the demonstration read them: whole, with what pages may not show."""

from poletai.core.basics.problem import Refusal
from poletai.core.procedures.standing import Standing
from poletai.exchange.actors import Actor
from poletai.exchange.errors import NoSuchProcedureError
from poletai.exchange.house import House
from poletai.exchange.models import Procedure
from poletai.exchange.permissions import refuse_outsider
from poletai.exchange.trades import Trade, load_trade


def trade_of(house: House, procedure: str) -> Trade:
    """Return a procedure's trade as of its last event; raises NoSuchProcedureError."""
    row = Procedure.objects.filter(id=procedure).first()
    if row is None:
        raise NoSuchProcedureError(procedure)
    return load_trade(house, row)


def standing_of(house: House, procedure: str) -> Standing:
    """Return where a procedure stands, private facts included."""
    return trade_of(house, procedure).standing


def refuse_stranger(house: House, actor: Actor, procedure: str) -> Refusal | None:
    """Refuse an actor who has no part in this procedure; None where it has one."""
    return refuse_outsider(trade_of(house, procedure), actor, "take part")
