"""Combinatorial: sealed bids on packages of items; the best choice of them wins, and is proved."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

import msgspec

from poletai.core.auctions.inputs import Input
from poletai.core.auctions.items import Items, item_problems
from poletai.core.auctions.ordering import unsold
from poletai.core.auctions.packages.market import MOST_UNITS, in_order, whole_units
from poletai.core.auctions.packages.offers import Offers, kept, named, taken_back
from poletai.core.auctions.packages.outcome import Rules, settled
from poletai.core.auctions.sealed import outside
from poletai.core.auctions.settlement import UNSOLD, Quote, Refused, Settlement
from poletai.core.auctions.shown import always_hidden
from poletai.core.auctions.terms import Instant, problem
from poletai.core.auctions.view import View
from poletai.core.basics.exact import total
from poletai.core.basics.problem import Problem

TITLE = {"zh": "组合竞价", "en": "Sealed bids on packages"}
KINDS = ("bid", "cancel")
hides = always_hidden


class Terms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Bids on packages of `items` up to `closes`, in amounts of `places` decimals.

    A package brings at least the `starts` of its items, everything sold at least `start`. Of a
    bidder's bids one at most wins (`xor`), or any that share no item (`or`); `most` is how many it
    may have. Winners pay VCG prices, or the core prices nearest to them. `time_limit` is how much
    work all searches may take, in the solver's own count, a unit of which takes about a second.
    """

    items: Items
    closes: Instant
    opens: Instant | None = None
    start: Decimal | None = None
    starts: dict[str, Decimal] = {}
    payments: Literal["vcg", "core"] = "vcg"
    language: Literal["xor", "or"] = "xor"
    most: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 100
    places: Annotated[int, msgspec.Meta(ge=0, le=6)] = 2
    time_limit: Annotated[int, msgspec.Meta(ge=1, le=86_400)] = 300


def problems(terms: Terms) -> Iterator[Problem]:
    """Yield what keeps these terms from being run."""
    if terms.opens is not None and terms.opens >= terms.closes:
        yield problem("auction.instants", "terms.opens", "is not before the end")
    yield from item_problems(terms.items, starts=terms.starts)
    for item, least in terms.starts.items():
        if least.is_finite() and least > 0 and not _counted(terms, least):
            yield _uncounted(terms, f"terms.starts.{item}", least)
    if terms.start is not None and not _counted(terms, terms.start):
        yield _uncounted(terms, "terms.start", terms.start)


def begin(_terms: Terms) -> Offers:
    """Return the state before the first bid."""
    return Offers()


def ends(terms: Terms, _state: Offers) -> datetime:
    """Return the end of the bids."""
    return terms.closes


def take(terms: Terms, state: Offers, said: Input, at: datetime) -> Offers | Refused:
    """Answer a bid; a later one on the same items takes the place of the bidder's earlier."""
    items = named(said, terms.items)
    refused = outside(at, terms.opens, terms.closes)
    if refused is not None or items is None:
        return refused or Refused("auction.items", "a bid names items of the auction, each once")
    if said.kind == "cancel":
        return taken_back(state, said.bidder, items)
    if said.amount is None or not items:
        code = "auction.figure" if said.amount is None else "auction.items"
        return Refused(code, "a bid names its amount and its items")
    quote = Quote(bidder=said.bidder, price=said.amount, at=at, number=said.number, items=items)
    after = kept(state, quote)
    return _unfit(terms, quote, len(after.quotes[said.bidder])) or after


def settle(terms: Terms, state: Offers, reserve: Decimal | None) -> Settlement:
    """Find the winners and what they pay; without a proof nobody wins."""
    bare = Settlement(mechanism="combinatorial", outcome=UNSOLD, at=terms.closes)
    quotes = in_order(state.all())
    if not quotes:
        return unsold("no-bid", (), bare)
    rules = Rules(
        items=terms.items,
        starts=terms.starts,
        start=terms.start,
        reserve=reserve,
        places=terms.places,
        exclusive=terms.language == "xor",
        core=terms.payments == "core",
        effort=terms.time_limit,
    )
    return settled(bare, rules, quotes)


def view(terms: Terms, state: Offers, at: datetime, bidder: str = "") -> View:
    """Return the times, the items with their starts, and to a bidder its own bids."""
    refused = outside(at, terms.opens, terms.closes)
    waits = refused is not None and refused.code == "auction.too-early"
    own = state.quotes.get(bidder, ())
    kinds = ("bid", "cancel") if own else ("bid",)
    items = tuple({"item": item, **_start(terms, item)} for item in terms.items)
    return View(
        phase="waiting" if waits else "sealed" if refused is None else "over",
        closes=terms.opens if waits else terms.closes,
        ends=terms.closes,
        says=kinds if refused is None else (),
        standing="in" if bidder else "",
        rows=(*items, *(_own(quote) for quote in own)),
    )


def _counted(terms: Terms, amount: Decimal) -> bool:
    """Say whether an amount has so many decimals, and is one that can be computed with."""
    return (whole_units(amount, terms.places) or MOST_UNITS) < MOST_UNITS


def _uncounted(terms: Terms, where: str, amount: Decimal) -> Problem:
    message = f"{amount:f} has more than {terms.places} decimals, or is too large"
    return problem("auction.figure", where, message)


def _unfit(terms: Terms, quote: Quote, count: int) -> Refused | None:
    if not _counted(terms, quote.price):
        reason = f"{quote.price:f} has more than {terms.places} decimals, or is too large"
        return Refused("auction.figure", reason)
    least = total(terms.starts.get(item, Decimal(0)) for item in quote.items or ())
    if quote.price < least:
        return Refused("auction.below-start", f"these items start at {least:f}")
    if count > terms.most:
        return Refused("auction.too-many", f"a bidder has {terms.most} bids at most")
    return None


def _own(quote: Quote) -> dict[str, str]:
    return {"items": ", ".join(quote.items or ()), "price": f"{quote.price:f}"}


def _start(terms: Terms, item: str) -> dict[str, str]:
    least = terms.starts.get(item)
    return {} if least is None else {"start": f"{least:f}"}
