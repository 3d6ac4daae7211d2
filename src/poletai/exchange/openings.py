"""Openings: the lot's live bids opened with released shares, and read as an offer."""

from collections.abc import Sequence
from typing import Any

import msgspec

from poletai.core.basics.canonical import canonical, parse
from poletai.core.basics.errors import NotCanonicalError
from poletai.core.procedures.shapes import MoneyShape
from poletai.core.procedures.standing import LotStanding
from poletai.exchange.house import House
from poletai.exchange.trades import Trade
from poletai.ledger.errors import LedgerError
from poletai.ledger.stored import StoredEvent
from poletai.sealing.header import Header, read_header
from poletai.sealing.keyset import Keyset
from poletai.sealing.opening import OPENED, Verdict, open_part
from poletai.sealing.release import Release, inspect_release, read_release, shares_of

UNREADABLE = "unreadable"


class PriceContent(msgspec.Struct, frozen=True):
    """What the price part of every bid says at least; what else it says is kept as it is."""

    price: MoneyShape


def open_bids(
    house: House, trade: Trade, lot: LotStanding, stored: Sequence[StoredEvent]
) -> list[dict[str, Any]]:
    """Return the opening of each live bid of a lot, in the order they were logged."""
    keyset = msgspec.convert(trade.standing.facts["keysets"][lot.lot], Keyset)
    releases = _releases(trade, lot.lot, stored)
    headers = _headers(house, lot, stored)
    return [_opening(house, keyset, releases, header) for header in headers]


def _releases(trade: Trade, lot: str, stored: Sequence[StoredEvent]) -> list[Release]:
    return [
        read_release(share)
        for event in stored
        if event.data.get("lot") == lot and "shares" in event.data
        for share in event.data["shares"]
    ]


def sound_release(keyset: Keyset, manifest: str, release: Release) -> bool:
    """Say whether a release is signed by that custodian for this manifest (leaf hash, hex)."""
    return not inspect_release(release, keyset, manifest)


def _headers(house: House, lot: LotStanding, stored: Sequence[StoredEvent]) -> list[Header]:
    listing = next(
        e.data["bids"] for e in stored if e.data.get("t") == "lot-close" and e.data["lot"] == lot.lot
    )
    live = {bid.facts["bid_hash"] for bid in lot.bids.values() if bid.state == "deposited"}
    bodies = [
        parse(house.store.blobs.get(entry["header"]["sha256"]))
        for entry in listing
        if entry["bid_hash"] in live
    ]
    return [read_header(body["header"]) for body in bodies]


def _opening(
    house: House, keyset: Keyset, releases: Sequence[Release], header: Header
) -> dict[str, Any]:
    verdicts = {
        part: _verdict(house, keyset, releases, header, part) for part in keyset.parts
    }
    shut = [verdict.verdict for verdict in verdicts.values() if verdict.verdict != OPENED]
    contents = {part: _read(part, verdict) for part, verdict in verdicts.items()}
    if shut or None in contents.values():
        verdict = shut[0] if shut else UNREADABLE
        return {"bid": header.bid_id, "verdict": verdict, "bidder": header.bidder}
    parts = {
        part: {"key": v.key, "sha256": v.sha256, "content": contents[part]}
        for part, v in verdicts.items()
    }
    return {"bid": header.bid_id, "verdict": OPENED, "bidder": header.bidder, "parts": parts}


def _verdict(
    house: House, keyset: Keyset, releases: Sequence[Release], header: Header, part: str
) -> Verdict:
    shares = shares_of(releases, part, header.bid_id)
    try:
        payload = house.store.blobs.get(header.parts[part].sha256)
    except LedgerError:
        payload = b""
    return open_part(header, keyset, part, shares, payload)


def _read(part: str, verdict: Verdict) -> dict[str, Any] | None:
    """Read a part's content as JSON; None where the price part does not say a price."""
    return read_content(part, verdict.content) if verdict.verdict == OPENED else {}


def read_content(part: str, content: bytes) -> dict[str, Any] | None:
    """Read what a part holds: an offer for the price part, whatever the bidder sent otherwise."""
    try:
        read = parse(content)
        canonical(read)
        if part == "price":
            msgspec.convert(read, PriceContent)
    except (msgspec.DecodeError, msgspec.ValidationError, NotCanonicalError):
        return None if part == "price" else {}
    return read if isinstance(read, dict) else {}
