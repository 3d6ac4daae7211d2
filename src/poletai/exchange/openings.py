"""Openings: a closed lot as its events tell it, put to the opening anyone can repeat."""

from collections.abc import Sequence
from typing import Any

import msgspec

from poletai.core.procedures.stages import (
    OPENING,
    hashes_to_name,
    hashes_to_open,
    move_here,
    names_bidders,
    parts_of,
)
from poletai.core.procedures.standing import LotStanding
from poletai.exchange.house import House
from poletai.exchange.trades import Trade
from poletai.ledger.envelope import entry_of
from poletai.ledger.stored import StoredEvent
from poletai.ledger.tree import hash_leaf
from poletai.sealing.keyset import Keyset
from poletai.sealing.lot_opening import ClosedLot, open_lot


def open_bids(
    house: House, trade: Trade, lot: LotStanding, stored: Sequence[StoredEvent]
) -> list[dict[str, Any]]:
    """Return what the lot's next opening opens of each bid it takes, in the order of the log."""
    listing = listing_of(stored, lot.lot)
    keyset = msgspec.convert(trade.standing.facts["keysets"][lot.lot], Keyset)
    move = move_here(trade.definition, OPENING, lot.state)
    if move is None:
        return []
    closed = ClosedLot(
        keyset=keyset,
        manifest=manifest_of(listing),
        lines=tuple(listing.data["bids"]),
        live=hashes_to_open(lot, move),
        aside=hashes_to_name(lot, move),
        events=tuple(event.data for event in stored),
        parts=parts_of(move, keyset.parts),
        named=names_bidders(move),
    )
    return open_lot(closed, house.store.blobs.get)


def parts_here(trade: Trade, lot: str, does: Sequence[str]) -> tuple[str, ...]:
    """Return the parts that the lot's next move of this kind is about, where it now stands."""
    parts = trade.standing.facts["keysets"][lot]["parts"]
    move = move_here(trade.definition, does, trade.standing.lots[lot].state)
    return () if move is None else parts_of(move, parts)


def listing_of(stored: Sequence[StoredEvent], lot: str) -> StoredEvent:
    """Return the event that lists a closed lot's bids."""
    return next(e for e in stored if e.data.get("t") == "lot-close" and e.data["lot"] == lot)


def manifest_of(listing: StoredEvent) -> str:
    """Return the leaf hash in hex that releases name the listing by."""
    return hash_leaf(entry_of(listing.envelope, None)).hex()
