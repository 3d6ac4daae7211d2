"""Request a move: what a person or program sends, completed with what the platform supplies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from poletai.core.basics.problem import Problem, Refusal
from poletai.core.procedures.definition import Definition, Move
from poletai.core.procedures.fields import FIELD_TYPES
from poletai.core.procedures.standing import Command
from poletai.exchange.actors import Actor
from poletai.exchange.errors import NoSuchProcedureError, ProblemsError
from poletai.exchange.house import House
from poletai.exchange.models import Procedure
from poletai.exchange.services.make_keysets import make_keysets
from poletai.exchange.services.make_move import Moved, make_move


@dataclass(frozen=True, slots=True)
class Request:
    """A move by name, its target, and the fields a person fills in."""

    move: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    lot: str | None = None
    bid: str | None = None


def request_move(house: House, actor: Actor, procedure: str, request: Request) -> Moved | Refusal:
    """Make a move on somebody's request; fields that only the platform supplies are refused.

    Raises ProblemsError, CustodianError, NoSuchProcedureError and NotTakenError.
    """
    arrived = house.clock()
    row = Procedure.objects.filter(id=procedure).first()
    if row is None:
        raise NoSuchProcedureError(procedure)
    definition = house.library.definition(row.definition)
    _require_by_hand(definition, request)
    supplied = _supplied(house, definition, procedure, request)
    command = Command(
        name=request.move,
        role=actor.role,
        actor=actor.identity,
        fields={**request.fields, **supplied},
        lot=request.lot,
        bid=request.bid,
    )
    return make_move(house, actor, procedure, command, arrived=arrived)


def supplied_fields(move: Move) -> tuple[str, ...]:
    """List the fields of a move that no form shows, because the platform fills them."""
    return tuple(name for name, kind in move.asks.items() if FIELD_TYPES[kind].supplied)


def _require_by_hand(definition: Definition, request: Request) -> None:
    moves = definition.moves_when(request.move)
    by_platform = {name for move in moves for name in supplied_fields(move)}
    problems = tuple(
        Problem(code="field-supplied", where=name, message=f"{name}: only the platform fills it")
        for name in sorted(by_platform & set(request.fields))
    )
    if problems:
        raise ProblemsError(problems)


def _supplied(
    house: House, definition: Definition, procedure: str, request: Request
) -> dict[str, Any]:
    kinds = {
        name: kind
        for move in definition.moves_when(request.move)
        for name, kind in move.asks.items()
    }
    if "keysets" not in kinds.values():
        return {}
    lots = request.fields.get("lots")
    named = [str(lot["lot"]) for lot in lots if "lot" in lot] if _is_lots(lots) else []
    name = next(name for name, kind in kinds.items() if kind == "keysets")
    return {name: make_keysets(house, procedure, named)} if named else {}


def _is_lots(lots: Any) -> bool:
    return isinstance(lots, list) and all(isinstance(lot, dict) for lot in lots)
