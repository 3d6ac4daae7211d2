"""Offers: the package bids of every bidder, hidden to the end, one of each bidder on a package."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from poletai.core.auctions.inputs import Input
from poletai.core.auctions.settlement import Quote, Step


class Offers(msgspec.Struct, frozen=True, kw_only=True):
    """What every bidder bids on which packages."""

    at: datetime | None = None
    notes: tuple[Step, ...] = ()
    quotes: dict[str, tuple[Quote, ...]] = {}

    def all(self) -> Iterator[Quote]:
        """Yield every bid."""
        for own in self.quotes.values():
            yield from own


def named(said: Input, items: Sequence[str]) -> tuple[str, ...] | None:
    """Return the items a bid names, in their order; None where it names others, or one twice."""
    if len(set(said.items)) < len(said.items) or not set(said.items) <= set(items):
        return None
    return tuple(item for item in items if item in said.items)


def kept(state: Offers, quote: Quote) -> Offers:
    """Keep a bid in place of the bidder's earlier one on the same items."""
    others = tuple(o for o in state.quotes.get(quote.bidder, ()) if o.items != quote.items)
    quotes = {**state.quotes, quote.bidder: (*others, quote)}
    return msgspec.structs.replace(state, quotes=quotes)


def taken_back(state: Offers, bidder: str, items: tuple[str, ...]) -> Offers:
    """Take back a bidder's bid on items, or all it bid where none are named."""
    own = state.quotes.get(bidder, ())
    left = tuple(quote for quote in own if items and quote.items != items)
    rest = {other: quotes for other, quotes in state.quotes.items() if other != bidder}
    return msgspec.structs.replace(state, quotes={**rest, bidder: left} if left else rest)
