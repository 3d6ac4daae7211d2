"""Draws of a trade as the exchange sees them: their keyset, their closing, what opened them."""

from typing import Any

import msgspec

from poletai.exchange.house import House
from poletai.exchange.trades import Trade, raw_connection
from poletai.ledger.envelope import entry_of
from poletai.ledger.store import read
from poletai.ledger.stored import StoredEvent
from poletai.ledger.tree import hash_leaf
from poletai.sealing.draw_opening import ClosedDraw, open_draw
from poletai.sealing.keyset import Keyset


def draw_named(trade: Trade, name: str) -> dict[str, Any]:
    """Return what the standing knows of a draw; {} where there is none of that name."""
    known: dict[str, Any] = trade.standing.facts.get("draws", {}).get(name, {})
    return known


def keyset_for(trade: Trade, name: str) -> Keyset:
    """Return the keyset contributions are sealed to: its lot's, or the first lot's."""
    keysets = trade.standing.facts["keysets"]
    lot = draw_named(trade, name)["spec"]["lot"] or min(keysets)
    return msgspec.convert(keysets[lot], Keyset)


def openings_now(house: House, trade: Trade, name: str) -> list[dict[str, Any]]:
    """Return the openings of a closed draw from the shares logged so far; [] before its close."""
    closed = closed_draw(house, trade, name)
    return [] if closed is None else open_draw(closed)


def closed_draw(house: House, trade: Trade, name: str) -> ClosedDraw | None:
    """Return what an opening of a draw starts from; None before it is closed."""
    stored = read(raw_connection(), house.store, trade.id)
    closing = _closing(trade, stored, name)
    if closing is None:
        return None
    return ClosedDraw(
        draw=name,
        draw_hash=draw_named(trade, name)["draw_hash"],
        keyset=keyset_for(trade, name),
        closing=hash_leaf(entry_of(closing.envelope, None)).hex(),
        events=tuple(event.data for event in stored),
    )


def _closing(trade: Trade, stored: list[StoredEvent], name: str) -> StoredEvent | None:
    closes = {move.then for move in trade.definition.moves if move.does == "close-draw"}
    found = (e for e in stored if e.name in closes and e.data.get("draw") == name)
    return next(found, None)
