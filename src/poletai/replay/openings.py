"""Openings again: every live bid opened once more from the released shares and the ciphertexts."""

from collections.abc import Sequence
from typing import Any

import msgspec

from poletai.core.procedures.definition import Move
from poletai.core.procedures.stages import hashes_to_name, hashes_to_open, names_bidders, parts_of
from poletai.core.procedures.standing import LotStanding, Standing
from poletai.ledger.envelope import entry_of
from poletai.ledger.source import Source
from poletai.ledger.tree import hash_leaf
from poletai.replay.record import Record, Shown, blob
from poletai.sealing.keyset import Keyset
from poletai.sealing.lot_opening import ClosedLot, open_lot


def openings_again(
    log: Source, record: Record, standing: Standing, lot: LotStanding, move: Move
) -> list[Any]:
    """Return the openings of a lot by a move as the public shares and ciphertexts give them."""
    listing = _listing(record, lot.lot)
    keyset = msgspec.convert(standing.facts["keysets"][lot.lot], Keyset)
    closed = ClosedLot(
        keyset=keyset,
        manifest=hash_leaf(entry_of(listing.envelope, None)).hex(),
        lines=tuple(listing.data["bids"]),
        live=hashes_to_open(lot, move),
        aside=hashes_to_name(lot, move),
        events=tuple(event.data for event in shown_events(record.events, record.procedure)),
        parts=parts_of(move, keyset.parts),
        named=names_bidders(move),
    )
    return open_lot(closed, lambda sha256: blob(log, sha256))


def _listing(record: Record, lot: str) -> Shown:
    return next(
        event
        for event in record.events
        if event.data.get("t") == "lot-close" and event.data["lot"] == lot
    )


def shown_events(events: Sequence[Shown], stream: str) -> list[Shown]:
    """Return the events of one stream in order."""
    own = [event for event in events if event.envelope["stream"] == stream]
    return sorted(own, key=lambda event: int(event.envelope["position"]))
