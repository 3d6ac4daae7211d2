"""Dropped bids: a receipt for a leaf that the manifest does not list, as public proof."""

from collections.abc import Mapping
from typing import Any

from poletai.core.basics.problem import Problem
from poletai.ledger.envelope import blinded_entry, envelope_digest
from poletai.ledger.policy import Policy
from poletai.ledger.receipt import Receipt, verify_receipt
from poletai.ledger.tree import hash_leaf
from poletai.sealing.manifest import LotClose


def find_dropped(
    close: LotClose, receipt: Receipt, envelope: Mapping[str, Any], policy: Policy
) -> tuple[Problem, ...]:
    """Return the proof that a bid was dropped; empty when the manifest lists it as it should.

    `envelope` is what the bidder deposited under; the receipt's `extra` is its salt. Raises
    LedgerError where the receipt itself does not hold, and so proves nothing.
    """
    leaf = hash_leaf(blinded_entry(receipt.extra or b"", envelope_digest(envelope)))
    verify_receipt(receipt, leaf, policy)
    digest = envelope["data"]["bid_hash"]
    listed = {(line.leaf, line.bid_hash) for line in close.bids}
    if receipt.index >= close.closing.size or (receipt.index, digest) in listed:
        return ()
    where = f"lot-close.bids[leaf {receipt.index}]"
    message = f"bid {digest} was logged before the closing checkpoint, and the manifest omits it"
    return (Problem(code="bid-dropped", where=where, message=message),)
