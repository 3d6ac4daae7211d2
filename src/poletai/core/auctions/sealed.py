"""Sealed quotations: one of each bidder, hidden to the end, whatever order they are listed in."""

from datetime import datetime

import msgspec

from poletai.core.auctions.inputs import Input
from poletai.core.auctions.ordering import with_quote
from poletai.core.auctions.settlement import Quote, Refused, Step
from poletai.core.basics.instant import format_instant


class SealedState(msgspec.Struct, frozen=True, kw_only=True):
    """The last quotation of every bidder."""

    at: datetime | None = None
    notes: tuple[Step, ...] = ()
    quotes: dict[str, Quote] = {}


def outside(at: datetime, opens: datetime | None, closes: datetime) -> Refused | None:
    """Refuse what comes before the opening or after the end."""
    if opens is not None and at < opens:
        return Refused("auction.too-early", f"bids start at {format_instant(opens)}")
    if at > closes:
        return Refused("auction.late", f"bids ended at {format_instant(closes)}")
    return None


def hidden(state: SealedState, said: Input, at: datetime) -> SealedState | Refused:
    """Keep a quotation in place of the bidder's earlier one, or take that back."""
    if said.kind == "cancel":
        left = {bidder: quote for bidder, quote in state.quotes.items() if bidder != said.bidder}
        return msgspec.structs.replace(state, quotes=left)
    if said.amount is None:
        return Refused("auction.figure", "a bid names its amount")
    quote = Quote(
        bidder=said.bidder, price=said.amount, at=at, number=said.number, quantity=said.quantity
    )
    return msgspec.structs.replace(state, quotes=with_quote(state.quotes, quote))
