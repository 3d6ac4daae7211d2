"""Request a move: what a person or program sends, completed with what the platform supplies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from poletai.core.basics.problem import Problem, Refusal
from poletai.core.procedures.definition import Definition, Move
from poletai.core.procedures.fields import FIELD_TYPES
from poletai.core.procedures.machine import prepare
from poletai.core.procedures.standing import Command, Tally
from poletai.exchange import audit, permissions
from poletai.exchange.actors import Actor
from poletai.exchange.errors import NoSuchProcedureError, ProblemsError
from poletai.exchange.house import House
from poletai.exchange.models import Procedure
from poletai.exchange.registers import registers_of
from poletai.exchange.remedies import new_remedy_id
from poletai.exchange.rooms import record_problems
from poletai.exchange.services.draw_fields import drawn_fields
from poletai.exchange.services.make_keysets import make_keysets
from poletai.exchange.services.make_move import Moved, make_move
from poletai.exchange.trades import Trade, load_trade


@dataclass(frozen=True, slots=True)
class Request:
    """A move by name, its target, and the fields a person fills in."""

    move: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    lot: str | None = None
    bid: str | None = None
    remedy: str | None = None
    applicant: str | None = None


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
    command = Command(
        name=request.move,
        role=actor.role,
        actor=actor.identity,
        fields=request.fields,
        lot=request.lot,
        bid=request.bid,
        remedy=new_remedy_id(definition, request.move) or request.remedy,
        applicant=request.applicant or None,
    )
    if (name := _asking(definition, request, "auction-record")) is not None:
        _require_as_said(house, load_trade(house, row), request, name)
    if (name := _asking(definition, request, "registers")) is not None:
        registers = _registers(load_trade(house, row), request)
        command = msgspec.structs.replace(command, fields={**request.fields, name: registers})
    if more := _drawn(house, row, definition, actor, request):
        command = msgspec.structs.replace(command, fields={**command.fields, **more})
    if (name := _asking(definition, request, "keysets")) is not None:
        trade = load_trade(house, row)
        if refusal := _refused_anyway(trade, actor, command, name, arrived):
            audit.note(house, procedure, command, refusal)
            return refusal
        keys = make_keysets(house, procedure, [lot["lot"] for lot in request.fields["lots"]])
        command = msgspec.structs.replace(command, fields={**request.fields, name: keys})
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


def _require_as_said(house: House, trade: Trade, request: Request, name: str) -> None:
    if request.lot is None or name not in request.fields:
        return
    if problems := record_problems(house, trade, request.lot, request.fields[name]):
        raise ProblemsError(problems)


def _drawn(
    house: House, row: Procedure, definition: Definition, actor: Actor, request: Request
) -> dict[str, Any]:
    """Return what the platform knows of a draw, for those alone who may make the move."""
    move = next(iter(definition.moves_when(request.move)), None)
    if move is None or actor.role not in move.by:
        return {}
    return drawn_fields(house, load_trade(house, row), move, request.fields)


def _registers(trade: Trade, request: Request) -> dict[str, Any]:
    lot = trade.standing.lots.get(request.lot or "")
    return {} if lot is None else registers_of(lot)


def _asking(definition: Definition, request: Request, wanted: str) -> str | None:
    """Name the field of this type that the move asks; None where it asks none."""
    moves = definition.moves_when(request.move)
    kinds = {name: kind for move in moves for name, kind in move.asks.items()}
    return next((name for name, kind in kinds.items() if kind == wanted), None)


def _refused_anyway(
    trade: Trade, actor: Actor, command: Command, name: str, at: datetime
) -> Refusal | None:
    """Refuse what fresh keys would not mend: custodians are not asked for nothing."""
    if refusal := permissions.refuse(trade, actor, command):
        return refusal
    moment = max(at, trade.standing.at or at)
    answer = prepare(trade.definition, trade.values, trade.standing, Tally(), command, moment)
    if not isinstance(answer, Refusal) or answer.code != "fields-wrong":
        return answer if isinstance(answer, Refusal) else None
    problems = [p for p in answer.details["problems"] if p["where"] != name]
    reason = "; ".join(problem["message"] for problem in problems)
    mended = msgspec.structs.replace(answer, reason=reason, details={"problems": problems})
    return mended if problems else None
