"""Trades in memory: a procedure's definition, the values that bind it, and where it stands."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

import psycopg
from django.db import connection
from psycopg.rows import tuple_row

from poletai.core.basics.instant import parse_instant
from poletai.core.procedures.definition import Definition, Values
from poletai.core.procedures.folding import DISCLOSED, evolve_bid, replay
from poletai.core.procedures.standing import BidStanding, Event, Standing, begin
from poletai.exchange.house import House
from poletai.exchange.models import Procedure
from poletai.ledger.store import read
from poletai.ledger.stored import StoredEvent

_CAPACITY = 500


@dataclass(frozen=True, slots=True)
class Trade:
    """One procedure with all that `decide` is handed about it."""

    id: str
    definition: Definition
    values: Values
    standing: Standing


class _Recent:
    """The trades last used, by id; whoever takes one compares its length with the stream's."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._trades: OrderedDict[str, Trade] = OrderedDict()

    def get(self, procedure: str) -> Trade | None:
        with self._lock:
            return self._trades.get(procedure)

    def put(self, trade: Trade) -> None:
        with self._lock:
            self._trades[trade.id] = trade
            self._trades.move_to_end(trade.id)
            while len(self._trades) > _CAPACITY:
                self._trades.popitem(last=False)


_recent = _Recent()


def raw_connection() -> "psycopg.Connection[Any]":
    """Return the psycopg connection of Django's current transaction."""
    connection.ensure_connection()
    raw: psycopg.Connection[Any] = connection.connection
    return raw


def raw_cursor() -> "psycopg.Cursor[tuple[Any, ...]]":
    """Open a plain cursor on that connection, for the few things asked very often."""
    return psycopg.Cursor(raw_connection(), row_factory=tuple_row)


def load_trade(house: House, row: Procedure) -> Trade:
    """Return a procedure where it stands after `row.length` events."""
    known = _recent.get(row.id)
    if known is not None and known.standing.length == row.length:
        return known
    definition = house.library.definition(row.definition)
    events = core_events(definition, read(raw_connection(), house.store, row.id))
    start = begin(row.id, definition.machines["procedure"].initial)
    standing = replay(definition, start, events)
    trade = Trade(
        row.id, definition, values_for(house, definition, standing, row.values_on), standing
    )
    _recent.put(trade)
    return trade


def last_known(procedure: str) -> Trade | None:
    """Return a trade as this process last saw it; it may stand elsewhere by now."""
    return _recent.get(procedure)


def remember(trade: Trade) -> None:
    """Keep a trade that was just written, for the next command on it."""
    _recent.put(trade)


def values_for(house: House, definition: Definition, standing: Standing, today: date) -> Values:
    """Return the values that bind: those of the notice's day once there is a notice."""
    pins = standing.facts.get("pins")
    day = date.fromisoformat(pins["on"]) if pins else today
    return house.library.values(definition, day)


def core_events(definition: Definition, stored: Sequence[StoredEvent]) -> list[Event]:
    """Return stored events as the core reads them, private parts included."""
    of = {move.then: move.of for move in definition.moves}
    return [core_event(of.get(event.name, "procedure"), event) for event in stored]


def core_event(of: str, stored: StoredEvent) -> Event:
    """Return one stored event as the core reads it."""
    by = {**stored.envelope["by"], **(stored.private or {}).get("by", {})}
    data = {name: value for name, value in stored.data.items() if name != "by"}
    return Event(
        name=stored.name,
        of=of,
        at=parse_instant(stored.envelope["at"]),
        role=by["role"],
        actor=by["id"],
        data=data,
    )


def load_bid(house: House, definition: Definition, stream: str) -> BidStanding:
    """Return a bid as its own stream tells it, before its lot has closed."""
    bid = BidStanding(bid=stream, state=definition.machines["bid"].initial)
    for event in core_events(definition, read(raw_connection(), house.store, stream)):
        bid = evolve_bid(definition, bid, event)
    return bid


__all__ = [
    "DISCLOSED",
    "Trade",
    "core_event",
    "core_events",
    "last_known",
    "load_bid",
    "load_trade",
    "raw_connection",
    "raw_cursor",
    "remember",
    "values_for",
]
