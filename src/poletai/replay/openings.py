"""Openings again: every live bid opened once more from the released shares and the ciphertexts."""

from collections.abc import Sequence
from typing import Any

import msgspec

from poletai.core.basics.canonical import parse
from poletai.core.procedures.standing import LotStanding, Standing
from poletai.ledger.envelope import entry_of
from poletai.ledger.source import Source
from poletai.ledger.tree import hash_leaf
from poletai.replay.record import Record, Shown, blob
from poletai.sealing.header import Header
from poletai.sealing.keyset import Keyset
from poletai.sealing.manifest import read_submission
from poletai.sealing.offer import opening_of
from poletai.sealing.release import Release, inspect_release, read_release


def openings_again(log: Source, record: Record, standing: Standing, lot: LotStanding) -> list[Any]:
    """Return the openings of a lot as the public shares and ciphertexts give them."""
    keyset = msgspec.convert(standing.facts["keysets"][lot.lot], Keyset)
    listing = _listing(record, lot.lot)
    releases = sound_releases(record, keyset, listing)
    live = {bid.facts["bid_hash"] for bid in lot.bids.values() if bid.state == "deposited"}
    headers = [
        header
        for line in listing.data["bids"]
        if line["bid_hash"] in live
        and isinstance(header := _header(log, line["header"]["sha256"]), Header)
    ]
    return [
        opening_of(keyset, releases, header, lambda sha256: blob(log, sha256)) for header in headers
    ]


def sound_releases(record: Record, keyset: Keyset, listing: Shown) -> list[Release]:
    """Return the releases that count: signed by their custodian, for exactly this listing."""
    manifest = hash_leaf(entry_of(listing.envelope, None)).hex()
    released = (
        read_release(share)
        for event in record.events
        if event.data.get("lot") == keyset.lot and "shares" in event.data
        for share in event.data["shares"]
    )
    return [one for one in released if not inspect_release(one, keyset, manifest)]


def _listing(record: Record, lot: str) -> Shown:
    return next(
        event
        for event in record.events
        if event.data.get("t") == "lot-close" and event.data["lot"] == lot
    )


def _header(log: Source, sha256: str) -> Any:
    return read_submission(parse(blob(log, sha256))).content


def shown_events(events: Sequence[Shown], stream: str) -> list[Shown]:
    """Return the events of one stream in order."""
    own = [event for event in events if event.envelope["stream"] == stream]
    return sorted(own, key=lambda event: int(event.envelope["position"]))
