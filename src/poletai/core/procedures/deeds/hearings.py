"""Deeds between a committee and one bidder: prices explained and judged, corrected and confirmed.

None of them rejects anything.
"""

from decimal import Decimal

import msgspec

from poletai.core.evaluation.result import plain
from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds.deed import Data, Deed
from poletai.core.procedures.sheets import corrected_of
from poletai.core.procedures.standing import (
    BidStanding,
    Event,
    Standing,
    put_bid,
    put_lot,
    with_facts,
)


def _correction(context: Context) -> Data:
    """Compute the correction from what the bid itself says."""
    bid = context.subject
    corrected = corrected_of(bid) if isinstance(bid, BidStanding) else None
    if corrected is None or not isinstance(bid, BidStanding):
        return {}
    quoted = bid.facts["content"]["price"]["price"]
    price = {"amount": f"{corrected.price:f}", "currency": quoted.get("currency", "CNY")}
    return {
        "corrected-price": price,
        "steps": plain(msgspec.to_builtins(corrected.steps, builtin_types=(Decimal,))),
    }


def _correct(standing: Standing, event: Event) -> Standing:
    found = {name: event.data[name] for name in ("corrected-price", "steps") if name in event.data}
    return _with(standing, event, found)


def _confirm(standing: Standing, event: Event) -> Standing:
    bid = standing.lots[event.data["lot"]].bids[event.data["bid"]]
    return _with(standing, event, {"confirmed-price": bid.facts["corrected-price"]})


def _deny(standing: Standing, event: Event) -> Standing:
    bid = standing.lots[event.data["lot"]].bids[event.data["bid"]]
    denied = sorted({*bid.facts.get("denied-claims", ()), event.data["claim"]})
    return _with(standing, event, {"denied-claims": denied})


def _with(standing: Standing, event: Event, facts: Data) -> Standing:
    lot = standing.lots[event.data["lot"]]
    return put_lot(standing, put_bid(lot, with_facts(lot.bids[event.data["bid"]], facts)))


DEEDS = (
    Deed("request-explanation"),
    Deed("explain-price"),
    Deed("judge-explanation"),
    Deed("correct-arithmetic", adds=_correction, folds=_correct),
    Deed("confirm-correction", folds=_confirm),
    Deed("deny-claim", folds=_deny),
)
