"""Japanese clock: the price rises by itself, who leaves is out for good, and one is left.

The rule is that of the button auction in Milgrom and Weber, A Theory of Auctions and Competitive
Bidding (Econometrica 50, 1982). Who leaves together is parted here by arrival, not by lot.
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import msgspec

from poletai.core.auctions.clock import (
    MOST_TICKS,
    Clock,
    ClockTerms,
    left_in,
    price_of,
    rises,
    stood_longest,
    stops,
    tick_at,
)
from poletai.core.auctions.clock_view import clock_view
from poletai.core.auctions.grid import on_grid
from poletai.core.auctions.inputs import Input
from poletai.core.auctions.ordering import decided, with_quote
from poletai.core.auctions.settlement import UNSOLD, Quote, Refused, Settlement, Step
from poletai.core.auctions.shown import never_hidden
from poletai.core.auctions.terms import problem
from poletai.core.auctions.view import View
from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Problem

TITLE = {"zh": "日式升价竞价", "en": "Japanese clock"}
KINDS = ("enter", "exit")
hides = never_hidden
Terms = ClockTerms


def problems(terms: ClockTerms) -> Iterator[Problem]:
    """Yield what keeps these terms from being run."""
    if terms.opens is not None and terms.opens >= terms.begins:
        yield problem("auction.instants", "terms.opens", "is not before the clock begins")
    if terms.most < terms.start:
        yield problem("auction.cap", "terms.most", "is below the start")
    elif not on_grid(terms.most, terms.start, terms.step):
        yield problem("auction.cap", "terms.most", "is between two steps from the start")
    elif rises(terms) > MOST_TICKS:
        yield problem("auction.cap", "terms.most", f"takes over {MOST_TICKS} rises to reach")


def begin(_terms: ClockTerms) -> Clock:
    """Return the state before anybody entered."""
    return Clock()


def ends(terms: ClockTerms, state: Clock) -> datetime:
    """Return when the clock stops as it stands."""
    return stops(terms, state)


def take(terms: ClockTerms, state: Clock, said: Input, at: datetime) -> Clock | Refused:
    """Answer an entry before the clock begins, or an exit while it runs."""
    return (_enter if said.kind == "enter" else _exit)(terms, state, said, at)


def settle(terms: ClockTerms, state: Clock, reserve: Decimal | None) -> Settlement:
    """Give the lot to who is left, at the price of the last exit, unless the reserve is above."""
    bare = Settlement(mechanism="japanese", outcome=UNSOLD, at=ends(terms, state))
    stood, price = stood_longest(terms, state)
    if len(stood) > 1:
        came: dict[str, Decimal | str] = {q.bidder: format_instant(q.at) for q in stood}
        parted = Step("auction.tie-entered", stood[0].bidder, inputs=came)
        bare = msgspec.structs.replace(bare, steps=(parted,))
    best = msgspec.structs.replace(stood[0], price=price) if stood else None
    inside = {quote.bidder: msgspec.structs.replace(quote, price=price) for quote in stood}
    return decided(bare, best, {**inside, **state.exits}.values(), reserve)


def view(terms: ClockTerms, state: Clock, at: datetime, bidder: str = "") -> View:
    """Return the price that stands, until when, and who is in."""
    return clock_view(terms, state, at, bidder)


def _enter(terms: ClockTerms, state: Clock, said: Input, at: datetime) -> Clock | Refused:
    if terms.opens is not None and at < terms.opens:
        return Refused("auction.too-early", f"one enters from {format_instant(terms.opens)}")
    if at >= terms.begins:
        return Refused("auction.late", f"one entered until {format_instant(terms.begins)}")
    if said.bidder in state.entered:
        return Refused("auction.in-already", f"{said.bidder} is in already")
    quote = Quote(bidder=said.bidder, price=terms.start, at=at, number=said.number)
    return msgspec.structs.replace(state, entered=with_quote(state.entered, quote), notes=())


def _exit(terms: ClockTerms, state: Clock, said: Input, at: datetime) -> Clock | Refused:
    if at < terms.begins:
        return Refused("auction.too-early", f"the clock begins at {format_instant(terms.begins)}")
    if at >= stops(terms, state):
        return Refused(
            "auction.late", f"the clock stopped at {format_instant(stops(terms, state))}"
        )
    if said.bidder not in state.entered or said.bidder in state.exits:
        return Refused("auction.not-in", f"{said.bidder} is not in")
    price = price_of(terms, tick_at(terms, at))
    if said.amount is not None and said.amount != price:
        return Refused("auction.price-moved", f"the price shown is {price:f}")
    quote = Quote(bidder=said.bidder, price=price, at=at, number=said.number)
    now = msgspec.structs.replace(state, exits=with_quote(state.exits, quote))
    notes = [Step("auction.exit", price, said.bidder, at)]
    if len(left_in(now)) == 1:
        notes.append(Step("auction.closes", format_instant(stops(terms, now)), at=at))
    return msgspec.structs.replace(now, notes=tuple(notes))
