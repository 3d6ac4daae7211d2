"""Rows: the line of a procedure that lists, locks and the worker go by."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from poletai.core.basics.instant import parse_instant
from poletai.core.procedures.phases import trade_phase
from poletai.core.procedures.timers import next_due
from poletai.exchange.house import House
from poletai.exchange.models import Procedure, Task
from poletai.exchange.rooms import update_rooms
from poletai.exchange.trades import Trade

# What a lot waits for from other processes, by the deed of the move that ends the waiting.
_WAITING = {
    "list-bids": "list",
    "release-shares": "release",
    "open-part": "open",
    "open-next-part": "open",
}

# What a list shows of longer texts, which stand whole in the events.
_LONGEST_TITLE, _LONGEST_REFERENCE, _LONGEST_ID = 400, 100, 32


def update_row(house: House, row: Procedure, trade: Trade) -> None:
    """Bring a procedure's row up to its standing, with the tasks its lots now wait for."""
    if row.length == trade.standing.length:
        return
    facts = trade.standing.facts
    row.state = trade.standing.state
    row.phase = trade_phase(trade.definition, trade.standing)
    row.length = trade.standing.length
    row.title = facts.get("title", row.title)[:_LONGEST_TITLE]
    row.title_en = facts.get("title-en", row.title_en)[:_LONGEST_TITLE]
    row.reference = facts.get("reference", row.reference)[:_LONGEST_REFERENCE]
    row.repeats = facts.get("repeats", row.repeats)[:_LONGEST_ID]
    # Where no bids are sealed, it is the end of the listing.
    row.deadline = _instant(facts.get("deadline") or facts.get("listing-until"))
    row.due_at = next_due(trade.definition, trade.values, trade.standing)
    row.estimate = _amount(facts.get("estimate") or facts.get("budget"))
    row.changed_at = trade.standing.at or house.clock()
    if "pins" in facts and row.announced_at is None:
        row.announced_at = trade.standing.at
        row.values_on = date.fromisoformat(facts["pins"]["on"])
    row.save()
    _set_tasks(house, trade)
    update_rooms(house, trade)


def _set_tasks(house: House, trade: Trade) -> None:
    for lot in trade.standing.lots.values():
        wanted = {
            _WAITING[move.does]
            for move in trade.definition.moves
            if move.does in _WAITING and move.of == "lot" and lot.state in move.source
        }
        tasks = Task.objects.filter(procedure=trade.id, lot=lot.lot)
        tasks.exclude(kind__in=wanted).delete()
        for kind in wanted - set(tasks.values_list("kind", flat=True)):
            Task.objects.create(procedure=trade.id, lot=lot.lot, kind=kind, after=house.clock())


def _instant(text: str | None) -> datetime | None:
    return None if text is None else parse_instant(text)


def _amount(money: dict[str, Any] | None) -> Decimal | None:
    return None if money is None else Decimal(money["amount"])
