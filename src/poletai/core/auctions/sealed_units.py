"""Sealed bids for a quantity: what they have in common, whichever price the winners pay."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Literal

import msgspec

from poletai.core.auctions.inputs import Input
from poletai.core.auctions.ordering import by_price, meets_reserve, unsold, worse
from poletai.core.auctions.sealed import SealedState, SealedTerms, hidden, opens_late, outside
from poletai.core.auctions.settlement import SOLD, Quote, Refused, Settlement, Step
from poletai.core.auctions.shares import in_order, pro_rata, units, winners_of
from poletai.core.auctions.terms import problem
from poletai.core.basics.problem import Problem


class UnitTerms(SealedTerms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Bids up to `closes`, no worse than `start`, in whole `unit`s of a `quantity`.

    Bids at the last price share what is left: `pro-rata`, or the `earliest` first. Where less is
    wanted than there is, all of it is sold, or nothing: `cancel`. `most` is the largest quantity
    of one bidder.
    """

    quantity: Decimal
    unit: Decimal = Decimal(1)
    margin: Literal["pro-rata", "earliest"] = "pro-rata"
    undersubscribed: Literal["sell", "cancel"] = "sell"
    most: Decimal | None = None


def unit_problems(terms: UnitTerms) -> Iterator[Problem]:
    """Yield what keeps these terms from being run."""
    yield from opens_late(terms)
    if units(terms.quantity, terms.unit) is None:
        yield problem("auction.units", "terms.quantity", "is no whole number of units")


def take_units(
    terms: UnitTerms, state: SealedState, said: Input, at: datetime
) -> SealedState | Refused:
    """Answer a bid; a later one takes the place of the bidder's earlier."""
    refused = outside(at, terms.opens, terms.closes)
    if refused is None and said.kind == "bid":
        refused = _unfit(terms, said)
    return refused or hidden(state, said, at)


def settle_units(
    terms: UnitTerms,
    state: SealedState,
    reserve: Decimal | None,
    bare: Settlement,
    *,
    one_price: bool,
) -> Settlement:
    """Fill bids from the best price on; all pay the price of the last one filled, or their own."""
    falling = terms.wins == "lowest"
    ordered = by_price(state.quotes.values(), falling=falling)
    counted = [q for q in ordered if meets_reserve(q.price, reserve, falling=falling)]
    steps = () if reserve is None else (_admitted(counted, reserve),)
    bare = msgspec.structs.replace(bare, steps=steps)
    if not counted:
        return unsold("no-bid" if not ordered else "below-reserve", ordered, bare)
    given, price, left = _filled(terms, counted)
    if left and terms.undersubscribed == "cancel":
        return unsold("undersubscribed", ordered, bare)
    winners = winners_of(given, terms.unit, price if one_price else None)
    got = {quote.bidder for quote in winners}
    said = Step("auction.marginal-price", price, inputs={"unsold": terms.unit * left})
    return msgspec.structs.replace(
        bare,
        outcome=SOLD,
        winners=winners,
        others=tuple(quote for quote in ordered if quote.bidder not in got),
        steps=(*steps, *(_share(terms, *each) for each in given), said),
    )


def _unfit(terms: UnitTerms, said: Input) -> Refused | None:
    if said.amount is not None and worse(said.amount, terms.start, terms.wins):
        return Refused("auction.below-start", f"{said.amount:f} is worse than {terms.start:f}")
    if units(said.quantity, terms.unit) is None:
        return Refused("auction.units", f"a bid names whole units of {terms.unit:f}")
    most = terms.quantity if terms.most is None else terms.most
    if said.quantity is not None and said.quantity > most:
        return Refused("auction.too-much", f"one bidder may bid for {most:f} at most")
    return None


def _filled(
    terms: UnitTerms, counted: Sequence[Quote]
) -> tuple[list[tuple[Quote, int]], Decimal, int]:
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


def _share(terms: UnitTerms, quote: Quote, count: int) -> Step:
    wanted = {"price": quote.price, "wanted": quote.quantity or Decimal(0)}
    return Step("auction.filled", terms.unit * count, quote.bidder, quote.at, {**wanted})
