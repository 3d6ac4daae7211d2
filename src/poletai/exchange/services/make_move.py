"""Make a move: the one service through which a procedure changes, in one transaction."""

from datetime import datetime

import msgspec
from django.db import transaction

from poletai.core.basics.problem import Refusal
from poletai.core.procedures import refusals
from poletai.core.procedures.definition import Move
from poletai.core.procedures.folding import evolve
from poletai.core.procedures.machine import decide
from poletai.core.procedures.standing import Advice, Command, Decision, Event, Tally
from poletai.core.procedures.timers import catch_up, closing_now
from poletai.exchange import audit, permissions
from poletai.exchange.actors import Actor
from poletai.exchange.house import House
from poletai.exchange.locks import lock_procedure
from poletai.exchange.read_models.rows import update_row
from poletai.exchange.remedies import append_remedy, remedies_of
from poletai.exchange.trades import Trade, load_trade, remember
from poletai.exchange.writing import (
    advanced,
    append_moves,
    bumped,
    disclosures,
    publish_pins,
)
from poletai.ledger.stored import StoredEvent

# What most commands see beside their procedure.
NOTHING = Tally()


class Moved(msgspec.Struct, frozen=True):
    """What a move did: the event it caused, everything stored with it, and what was advised."""

    event: Event
    stored: tuple[StoredEvent, ...]
    advice: tuple[Advice, ...]


def make_move(
    house: House,
    actor: Actor,
    procedure: str,
    command: Command,
    *,
    arrived: datetime | None = None,
    tally: Tally = NOTHING,
) -> Moved | Refusal:
    """Judge a command as of its arrival and write its event, or say why there is none.

    Clock moves that are due are applied first, in the same transaction, and stay even when the
    command is refused. Raises NoSuchProcedureError, and NotTakenError after 5 s of waiting.
    """
    arrived = arrived or house.clock()
    with transaction.atomic():
        row = lock_procedure(procedure)
        trade, due = _caught_up(house, load_trade(house, row), arrived)
        seen = _with_remedies(house, trade, tally)
        answer, trade = _decided(house, actor, trade, command, arrived, seen)
        if not isinstance(answer, Refusal):
            trade, after = _caught_up(house, trade, arrived)
            due += after
            answer = msgspec.structs.replace(answer, stored=(*due, *answer.stored))
        update_row(house, row, trade)
    remember(trade)
    if isinstance(answer, Refusal):
        audit.note(house, procedure, command, answer)
    return answer


def tick(house: House, procedure: str) -> int:
    """Apply what the clock has due on a procedure; returns how many events that gave."""
    with transaction.atomic():
        row = lock_procedure(procedure)
        trade, due = _caught_up(house, load_trade(house, row), house.clock())
        update_row(house, row, trade)
    remember(trade)
    return len(due)


def _decided(
    house: House, actor: Actor, trade: Trade, command: Command, arrived: datetime, tally: Tally
) -> tuple[Moved | Refusal, Trade]:
    if refusal := permissions.refuse(trade, actor, command):
        return refusal, trade
    closing = closing_now(trade.definition, trade.values, trade.standing, arrived)
    if closing is not None:
        return refusals.closing(closing), trade
    at = max(arrived, trade.standing.at or arrived)
    decided = decide(trade.definition, trade.values, trade.standing, tally, command, at)
    if isinstance(decided, Refusal):
        return decided, trade
    publish_pins(house, trade, decided.event.data)
    stored, after = _appended(house, trade, decided)
    return Moved(decided.event, stored, decided.advice), after


def _with_remedies(house: House, trade: Trade, tally: Tally) -> Tally:
    if "remedy" not in trade.definition.machines:
        return tally
    remedies = remedies_of(house, trade.definition, trade.id)
    return msgspec.structs.replace(tally, remedies=remedies)


def _appended(
    house: House, trade: Trade, decided: Decision
) -> tuple[tuple[StoredEvent, ...], Trade]:
    """Write a decision: a remedy's to its own stream, with what it does to the procedure."""
    if decided.event.of != "remedy":
        return _written(house, trade, [(decided.event, decided.move)])
    own = append_remedy(house, trade, decided)
    along = [(taken.event, taken.move) for taken in decided.takes_along]
    stored, after = _written(house, trade, along) if along else ((), trade)
    return (*own, *stored), after


def _caught_up(house: House, trade: Trade, at: datetime) -> tuple[Trade, tuple[StoredEvent, ...]]:
    events, _standing = catch_up(trade.definition, trade.values, trade.standing, at)
    if not events:
        return trade, ()
    stored, after = _written(house, trade, [(event, _move(trade, event)) for event in events])
    return after, stored


def _move(trade: Trade, event: Event) -> Move:
    # Clock moves of one name share their hiding, so any of them tells how to write the event.
    return next(move for move in trade.definition.moves if move.then == event.name)


def _written(
    house: House, trade: Trade, moved: list[tuple[Event, Move]]
) -> tuple[tuple[StoredEvent, ...], Trade]:
    stored = append_moves(house, trade, moved)
    standing = trade.standing
    for event, _ in moved:
        standing = evolve(trade.definition, standing, event)
    after = advanced(trade, standing)
    shown = disclosures(house, after, trade.standing)
    return (*stored, *shown), bumped(after, shown)
