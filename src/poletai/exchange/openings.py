"""Openings: the lot's live bids opened with the shares its custodians released."""

from collections.abc import Sequence
from typing import Any

import msgspec

from poletai.core.basics.canonical import parse
from poletai.core.procedures.standing import LotStanding
from poletai.exchange.house import House
from poletai.exchange.trades import Trade
from poletai.ledger.envelope import entry_of
from poletai.ledger.stored import StoredEvent
from poletai.ledger.tree import hash_leaf
from poletai.sealing.header import Header, read_header
from poletai.sealing.keyset import Keyset
from poletai.sealing.offer import opening_of
from poletai.sealing.release import Release, inspect_release, read_release


def open_bids(
    house: House, trade: Trade, lot: LotStanding, stored: Sequence[StoredEvent]
) -> list[dict[str, Any]]:
    """Return the opening of each live bid of a lot, in the order they were logged."""
    keyset = msgspec.convert(trade.standing.facts["keysets"][lot.lot], Keyset)
    listing = listing_of(stored, lot.lot)
    releases = _releases(stored, keyset, listing)
    headers = _headers(house, lot, listing)
    return [opening_of(keyset, releases, header, house.store.blobs.get) for header in headers]


def listing_of(stored: Sequence[StoredEvent], lot: str) -> StoredEvent:
    """Return the event that lists a closed lot's bids."""
    return next(e for e in stored if e.data.get("t") == "lot-close" and e.data["lot"] == lot)


def manifest_of(listing: StoredEvent) -> str:
    """Return the leaf hash in hex that releases name the listing by."""
    return hash_leaf(entry_of(listing.envelope, None)).hex()


def _releases(stored: Sequence[StoredEvent], keyset: Keyset, listing: StoredEvent) -> list[Release]:
    released = (
        read_release(share)
        for event in stored
        if event.data.get("lot") == keyset.lot and "shares" in event.data
        for share in event.data["shares"]
    )
    manifest = manifest_of(listing)
    return [release for release in released if not inspect_release(release, keyset, manifest)]


def _headers(house: House, lot: LotStanding, listing: StoredEvent) -> list[Header]:
    live = {bid.facts["bid_hash"] for bid in lot.bids.values() if bid.state == "deposited"}
    bodies = (
        parse(house.store.blobs.get(line["header"]["sha256"]))
        for line in listing.data["bids"]
        if line["bid_hash"] in live
    )
    return [read_header(body["header"]) for body in bodies]
