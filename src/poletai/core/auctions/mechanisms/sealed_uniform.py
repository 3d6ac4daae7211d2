"""Sealed uniform price: price and quantity hidden to the end, one price for all who win."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Literal

import msgspec

from poletai.core.auctions.inputs import Input
from poletai.core.auctions.ordering import Wins, by_price, meets_reserve, unsold, worse
from poletai.core.auctions.sealed import SealedState, hidden, outside
from poletai.core.auctions.settlement import SOLD, UNSOLD, Quote, Refused, Settlement, Step
from poletai.core.auctions.shares import in_order, pro_rata, units, winners_of
from poletai.core.auctions.terms import Instant, problem
from poletai.core.basics.problem import Problem

TITLE = {"zh": "密封报价统一价成交", "en": "Sealed bids at one price"}
KINDS = ("bid", "cancel")


class Terms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Bids up to `closes`, no worse than `start`, in whole `unit`s of a `quantity`.

    The last unit's price is everyone's. Bids at that price share what is left: `pro-rata`, or the
    `earliest` first. Where less is wanted than there is, all of it is sold, or nothing: `cancel`.
    `most` is the largest quantity of one bidder.
    """

    start: Decimal
    quantity: Decimal
    closes: Instant
    unit: Decimal = Decimal(1)
    opens: Instant | None = None
    wins: Wins = "highest"
    margin: Literal["pro-rata", "earliest"] = "pro-rata"
    undersubscribed: Literal["sell", "cancel"] = "sell"
    most: Decimal | None = None


def problems(terms: Terms) -> Iterator[Problem]:
    """Yield what keeps these terms from being run."""
    if terms.opens is not None and terms.opens >= terms.closes:
        yield problem("auction.instants", "terms.opens", "is not before the end")
    if units(terms.quantity, terms.unit) is None:
        yield problem("auction.units", "terms.quantity", "is no whole number of units")


def begin(_terms: Terms) -> SealedState:
    """Return the state before the first bid."""
    return SealedState()


def ends(terms: Terms, _state: SealedState) -> datetime:
    """Return the end of the bids."""
    return terms.closes


def take(terms: Terms, state: SealedState, said: Input, at: datetime) -> SealedState | Refused:
    """Answer a bid; a later one takes the place of the bidder's earlier."""
    refused = outside(at, terms.opens, terms.closes)
    if refused is None and said.kind == "bid":
        refused = _unfit(terms, said)
    return refused or hidden(state, said, at)


def settle(terms: Terms, state: SealedState, reserve: Decimal | None) -> Settlement:
    """Fill bids from the best price on; the price of the last one filled is paid by all."""
    falling = terms.wins == "lowest"
    ordered = by_price(state.quotes.values(), falling=falling)
    counted = [q for q in ordered if meets_reserve(q.price, reserve, falling=falling)]
    steps = () if reserve is None else (_admitted(counted, reserve),)
    bare = Settlement(mechanism="sealed-uniform", outcome=UNSOLD, at=terms.closes, steps=steps)
    if not counted:
        return unsold("no-bid" if not ordered else "below-reserve", ordered, bare)
    given, price, left = _filled(terms, counted)
    if left and terms.undersubscribed == "cancel":
        return unsold("undersubscribed", ordered, bare)
    winners = winners_of(given, terms.unit, price)
    got = {quote.bidder for quote in winners}
    said = Step("auction.marginal-price", price, inputs={"unsold": terms.unit * left})
    return msgspec.structs.replace(
        bare,
        outcome=SOLD,
        winners=winners,
        others=tuple(quote for quote in ordered if quote.bidder not in got),
        steps=(*steps, *(_share(terms, *each) for each in given), said),
    )


def _unfit(terms: Terms, said: Input) -> Refused | None:
    if said.amount is not None and worse(said.amount, terms.start, terms.wins):
        return Refused("auction.below-start", f"{said.amount:f} is worse than {terms.start:f}")
    if units(said.quantity, terms.unit) is None:
        return Refused("auction.units", f"a bid names whole units of {terms.unit:f}")
    most = terms.quantity if terms.most is None else terms.most
    if said.quantity is not None and said.quantity > most:
        return Refused("auction.too-much", f"one bidder may bid for {most:f} at most")
    return None


def _filled(terms: Terms, counted: Sequence[Quote]) -> tuple[list[tuple[Quote, int]], Decimal, int]:
    left, price = units(terms.quantity, terms.unit) or 0, counted[0].price
    given: list[tuple[Quote, int]] = []
    share = in_order if terms.margin == "earliest" else pro_rata
    for at_price, group in groupby(counted, key=lambda quote: quote.price):
        if left:
            wanted = [(quote, units(quote.quantity, terms.unit) or 0) for quote in group]
            got = share(wanted, left)
            given, price = given + got, at_price
            left -= sum(count for _, count in got)
    return given, price, left


def _admitted(counted: Sequence[Quote], reserve: Decimal) -> Step:
    return Step("auction.reserve", f"{len(counted)} bids meet it", inputs={"reserve": reserve})


def _share(terms: Terms, quote: Quote, count: int) -> Step:
    wanted = {"price": quote.price, "wanted": quote.quantity or Decimal(0)}
    return Step("auction.filled", terms.unit * count, quote.bidder, quote.at, {**wanted})
