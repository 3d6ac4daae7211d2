"""Openings: a closed lot as its events tell it, put to the opening anyone can repeat."""

from collections.abc import Sequence
from typing import Any

import msgspec

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
    """Return the opening of each live bid of a lot, in the order they were logged."""
    listing = listing_of(stored, lot.lot)
    closed = ClosedLot(
        keyset=msgspec.convert(trade.standing.facts["keysets"][lot.lot], Keyset),
        manifest=manifest_of(listing),
        lines=tuple(listing.data["bids"]),
        live=live_bids(lot),
        events=tuple(event.data for event in stored),
    )
    return open_lot(closed, house.store.blobs.get)


def listing_of(stored: Sequence[StoredEvent], lot: str) -> StoredEvent:
    """Return the event that lists a closed lot's bids."""
    return next(e for e in stored if e.data.get("t") == "lot-close" and e.data["lot"] == lot)


def manifest_of(listing: StoredEvent) -> str:
    """Return the leaf hash in hex that releases name the listing by."""
    return hash_leaf(entry_of(listing.envelope, None)).hex()


def live_bids(lot: LotStanding) -> frozenset[str]:
    """Return the hashes of the bids that stand and are not opened yet."""
    return frozenset(b.facts["bid_hash"] for b in lot.bids.values() if b.state == "deposited")
