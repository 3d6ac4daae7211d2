"""Own bids: how far a bidder's bids have come, shown to that bidder alone.

Three steps, never two as one: deposited (committed and acknowledged), openable (enough custodians
say that their share opens), logged (a leaf under a cosigned checkpoint, with its receipt).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings

from poletai.exchange.actors import Actor
from poletai.exchange.bid_links import own_stream
from poletai.exchange.house import House
from poletai.exchange.models import Procedure, ShareReceipt
from poletai.exchange.read_models.standings import trade_of
from poletai.exchange.trades import Trade, raw_connection
from poletai.ledger.checkpoints import first_quorum_with
from poletai.ledger.errors import MissingError
from poletai.ledger.reading import tile_reader
from poletai.ledger.receipt import format_receipt, issue_receipt
from poletai.ledger.source import open_source
from poletai.ledger.store import read
from poletai.ledger.stored import StoredEvent
from poletai.sealing.keyset import Keyset
from poletai.sealing.share_check import receipts_needed

_MOST = 200


def own_bids(house: House, actor: Actor, procedure: str = "") -> list[dict[str, Any]]:
    """List a bidder's bids, in one procedure or in the newest ones, lot by lot.

    Raises NoSuchProcedureError.
    """
    return list(_bids(house, actor, procedure))


def own_bid(house: House, actor: Actor, procedure: str, lot: str) -> dict[str, Any] | None:
    """Return a bidder's bid for a lot as far as it has come; None where there is none."""
    return _bid(house, actor, trade_of(house, procedure), lot)


def _bids(house: House, actor: Actor, procedure: str) -> Iterator[dict[str, Any]]:
    rows = Procedure.objects.exclude(announced_at=None).order_by("-announced_at")
    ids = [procedure] if procedure else rows.values_list("id", flat=True)[:_MOST]
    for identity in list(ids):
        trade = trade_of(house, identity)
        for lot in trade.standing.lots:
            if (bid := _bid(house, actor, trade, lot)) is not None:
                yield bid


def _bid(house: House, actor: Actor, trade: Trade, lot: str) -> dict[str, Any] | None:
    stream = own_stream(house, trade.id, lot, actor.organisation)
    if stream is None:
        return None
    last = read(raw_connection(), house.store, stream)[-1]
    keyset = msgspec.convert(trade.standing.facts["keysets"][lot], Keyset)
    withdrawn = "withdrawal" in last.data
    receipts = ShareReceipt.objects.filter(stream=stream, seq=last.data["seq"])
    shown = (
        [] if withdrawn else list(receipts.order_by("custodian").values_list("receipt", flat=True))
    )
    needed = receipts_needed(keyset)
    return {
        "procedure": trade.id,
        "lot": lot,
        "bid": stream,
        "seq": last.data["seq"],
        "bid_hash": last.data["bid_hash"],
        "at": last.envelope["at"],
        "withdrawn": withdrawn,
        "receipts": shown,
        "needed": needed,
        "openable": len(shown) >= needed,
        "logged": _logged(last),
    }


def _logged(event: StoredEvent) -> dict[str, Any] | None:
    """Return the receipt of a bid's leaf once it is published under a cosigned checkpoint."""
    if event.index is None:
        return None
    checkpoint = first_quorum_with(raw_connection(), event.index)
    if checkpoint is None:
        return None
    source = open_source(Path(settings.LOG_FOLDER))
    try:
        reader = tile_reader(source, checkpoint.size)
        receipt = issue_receipt(reader, checkpoint.note, event.index, event.salt)
    except MissingError:
        return None
    return {"receipt": format_receipt(receipt), "envelope": event.envelope}
