"""Debtors: what of a trade a debt hangs on: each bid, or each applicant that never bid."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from poletai.core.procedures.definition import Definition
from poletai.core.procedures.standing import (
    ApplicantStanding,
    BidStanding,
    LotStanding,
    Standing,
    TradeSubject,
)
from poletai.core.procedures.vocabulary import reached

_OPENED = "opened"


class Debtor(msgspec.Struct, frozen=True, kw_only=True):
    """One bid or applicant: whose facts count for it, and the lots all of which it waits for."""

    subject: BidStanding | ApplicantStanding
    bidder: str
    holders: tuple[TradeSubject, ...]
    awaited: tuple[LotStanding, ...] = ()
    lot: str = ""
    bid: str = ""

    def fact(self, name: str) -> Any:
        """Read a fact of the subject, else of its lot, else of its trade."""
        return next((one.facts[name] for one in self.holders if name in one.facts), None)


def bidders_of(standing: Standing) -> frozenset[str]:
    """List everybody who has a bid of its own in some lot."""
    bids = (bid for lot in standing.lots.values() for bid in lot.bids.values())
    return frozenset(str(bid.facts["bidder"]) for bid in bids if "bidder" in bid.facts)


def _bids(definition: Definition, standing: Standing) -> Iterator[Debtor]:
    for lot in standing.lots.values():
        for bid in lot.bids.values():
            yield Debtor(
                subject=bid,
                bidder=bid.facts.get("bidder", ""),
                holders=(bid, lot, standing),
                lot=lot.lot,
                bid=bid.bid,
            )


def _applicants(definition: Definition, standing: Standing) -> Iterator[Debtor]:
    """Yield those that never bid, once no lot is left to bid for."""
    lots = tuple(standing.lots.values())
    if not all(reached(definition.phase("lot", lot.state), _OPENED) for lot in lots):
        return
    bidders = bidders_of(standing)
    for party, one in standing.applicants.items():
        if party not in bidders:
            yield Debtor(subject=one, bidder=party, holders=(one, standing), awaited=lots)


# What a debt may hang on, by the `of` it is written with.
DEBTORS: Mapping[str, Callable[[Definition, Standing], Iterator[Debtor]]] = {
    "bid": _bids,
    "applicant": _applicants,
}
