"""Order a room: the auctioneer has it paused, resumed or terminated, with reason and article."""

from typing import Any

from django.db import transaction

from poletai.core.basics.problem import Problem, Refusal
from poletai.exchange.actors import Actor
from poletai.exchange.errors import ProblemsError
from poletai.exchange.house import House
from poletai.exchange.permissions import refuse_action
from poletai.exchange.read_models.standings import trade_of
from poletai.exchange.rooms import OPEN, room_of, state_of_room
from poletai.exchange.trades import raw_connection
from poletai.ledger.orders import order_answer, place_order

ORDERS = ("pause", "resume", "terminate")
_NOT_OPEN = "room.not-open"


def order_room(
    house: House, actor: Actor, procedure: str, lot: str, asked: dict[str, str]
) -> int | Refusal:
    """Ask whoever keeps the room of a lot to do something; returns the number of the order.

    `asked` holds "do", "reason" and "law". Raises ProblemsError and NoSuchProcedureError.
    """
    if refusal := refuse_action(actor, "order-room"):
        return refusal
    trade_of(house, procedure)
    if problems := _problems(house, asked):
        raise ProblemsError(problems)
    row = room_of(procedure, lot)
    if row is None or state_of_room(house, row) != OPEN:
        reason = "there is no room of this lot that runs"
        return Refusal(code=_NOT_OPEN, reason=reason, law="platform.rules#rooms", move="order-room")
    by = {"role": actor.role, "id": actor.identity}
    with transaction.atomic():
        return place_order(raw_connection(), row.stream, {**asked, "by": by})


def answer_of(
    actor: Actor, procedure: str, lot: str, number: int
) -> dict[str, Any] | Refusal | None:
    """Return what became of an order: {} when done, a code and a reason, None so far."""
    if refusal := refuse_action(actor, "order-room"):
        return refusal
    row = room_of(procedure, lot)
    return None if row is None else order_answer(raw_connection(), number)


def _problems(house: House, asked: dict[str, str]) -> tuple[Problem, ...]:
    what, reason, law = (asked.get(name, "") for name in ("do", "reason", "law"))
    found = []
    if what not in ORDERS:
        message = f"do: {what!r} is no order: one of {', '.join(ORDERS)}"
        found.append(Problem(code="room-order", where="do", message=message))
    if not reason.strip():
        message = "reason: say why, everybody reads it in the room"
        found.append(Problem(code="room-order", where="reason", message=message))
    if law not in house.library.articles:
        message = f"law: {law!r} is no article of the rulebook: write source#article"
        found.append(Problem(code="room-order", where="law", message=message))
    return tuple(found)
