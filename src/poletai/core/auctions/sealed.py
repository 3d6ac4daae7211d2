"""Sealed quotations: one of each bidder, hidden to the end, whatever order they are listed in."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import msgspec

from poletai.core.auctions.inputs import Input
from poletai.core.auctions.ordering import Wins, with_quote, worse
from poletai.core.auctions.settlement import Quote, Refused, Step
from poletai.core.auctions.terms import Instant, problem
from poletai.core.auctions.view import View
from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Problem


class SealedTerms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Quotations up to `closes`, not worse than `start`; `wins` says which end of them wins."""

    start: Decimal
    closes: Instant
    opens: Instant | None = None
    wins: Wins = "highest"


class SealedState(msgspec.Struct, frozen=True, kw_only=True):
    """The last quotation of every bidder."""

    at: datetime | None = None
    notes: tuple[Step, ...] = ()
    quotes: dict[str, Quote] = {}


def opens_late(terms: SealedTerms) -> Iterator[Problem]:
    """Yield that quotations would begin at their end or after it."""
    if terms.opens is not None and terms.opens >= terms.closes:
        yield problem("auction.instants", "terms.opens", "is not before the end")


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


def take_quotation(
    terms: SealedTerms, state: SealedState, said: Input, at: datetime
) -> SealedState | Refused:
    """Answer a quotation; a later one takes the place of the bidder's earlier."""
    if said.amount is not None and worse(said.amount, terms.start, terms.wins):
        return Refused("auction.below-start", f"{said.amount:f} is worse than {terms.start:f}")
    return outside(at, terms.opens, terms.closes) or hidden(state, said, at)


def sealed_view(terms: SealedTerms, state: SealedState, at: datetime, bidder: str) -> View:
    """Return what is shown of sealed quotations: the times, and to a bidder its own."""
    own = state.quotes.get(bidder)
    refused = outside(at, terms.opens, terms.closes)
    waits = refused is not None and refused.code == "auction.too-early"
    phase = "waiting" if waits else "sealed" if refused is None else "over"
    kinds = ("bid",) if own is None else ("bid", "cancel")
    return View(
        phase=phase,
        closes=terms.opens if waits else terms.closes,
        ends=terms.closes,
        least=terms.start if refused is None else None,
        wins=terms.wins,
        says=kinds if refused is None else (),
        own=None if own is None else own.price,
        standing="in" if bidder else "",
        rows=() if own is None or own.quantity is None else (_row(own, own.quantity),),
    )


def _row(quote: Quote, quantity: Decimal) -> dict[str, str]:
    return {"price": f"{quote.price:f}", "quantity": f"{quantity:f}"}
