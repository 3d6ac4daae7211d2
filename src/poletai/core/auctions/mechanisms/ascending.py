"""Ascending bids: a listing, asking where there is any, and a timed phase every bid prolongs."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import msgspec

from poletai.core.auctions.inputs import Input
from poletai.core.auctions.listing import (
    Bidding,
    ListingTerms,
    asked_until,
    called_until,
    close,
    closed,
    prolonged,
    timed,
)
from poletai.core.auctions.listing_view import listing_view
from poletai.core.auctions.ordering import decided, with_quote
from poletai.core.auctions.raising import unfit
from poletai.core.auctions.settlement import UNSOLD, Quote, Refused, Settlement, Step
from poletai.core.auctions.shown import never_hidden
from poletai.core.auctions.terms import problem
from poletai.core.auctions.view import View
from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Problem

TITLE = {"zh": "挂牌与限时竞价（递增）", "en": "Ascending bids with a timed phase"}
KINDS = ("bid", "confirm", "exercise")
# The room may bid for who leaves it a maximum.
PROXIES = True
Terms = ListingTerms
hides = never_hidden


def problems(terms: ListingTerms) -> Iterator[Problem]:
    """Yield what keeps these terms from being run."""
    if terms.cap is not None and terms.cap < terms.start:
        yield problem("auction.cap", "terms.cap", "the cap is below the start")
    if terms.second is not None and terms.cap is None:
        yield problem("auction.cap", "terms.second", "is reached at the cap: give a cap")
    since, stop = terms.listing_from, terms.hard_stop
    if since is not None and since > terms.listing_until:
        yield problem("auction.instants", "terms.listing_from", "is after the end of the listing")
    if stop is not None and stop <= asked_until(terms):
        yield problem("auction.instants", "terms.hard_stop", "is before the timed phase")


def begin(_terms: ListingTerms) -> Bidding:
    """Return the state before the first bid."""
    return Bidding()


def ends(terms: ListingTerms, state: Bidding) -> datetime:
    """Return the last instant of the bidding as it stands, asking of priority holders included."""
    last = (called_until(terms, state), None if state.leader is None else state.leader.at)
    return max((close(terms, state), *(moment for moment in last if moment is not None)))


def take(terms: ListingTerms, state: Bidding, said: Input, at: datetime) -> Bidding | Refused:
    """Answer a bid, a confirmation that one stays in, or a holder's exercise of priority."""
    if said.kind == "confirm":
        return _confirm(terms, state, said, at)
    if said.kind == "exercise":
        return _exercise(terms, state, said, at)
    refused = closed(terms, state, said.bidder, at) or unfit(terms, state.leader, said)
    return refused or _led(terms, state, _quote(state, said, at))


def settle(terms: ListingTerms, state: Bidding, reserve: Decimal | None) -> Settlement:
    """Give the lot to the leader, unless nobody bid or the price is below the reserve."""
    bare = Settlement(mechanism="ascending", outcome=UNSOLD, at=ends(terms, state))
    return decided(bare, state.leader, state.quotes.values(), reserve)


def view(terms: ListingTerms, state: Bidding, at: datetime, bidder: str = "") -> View:
    """Return where bids stand at an instant: every one of them is seen by all."""
    return listing_view(terms, state, at, bidder, ends(terms, state))


def _confirm(terms: ListingTerms, state: Bidding, said: Input, at: datetime) -> Bidding | Refused:
    if not terms.listing_until < at <= asked_until(terms):
        return Refused("auction.not-asked", "nobody is asked at this instant")
    if terms.entry == "listed" and said.bidder not in state.listed:
        return Refused("auction.not-in", f"{said.bidder} made no bid in the listing")
    confirmed = _among(state.confirmed, said.bidder)
    return msgspec.structs.replace(state, confirmed=confirmed, notes=())


def _exercise(terms: ListingTerms, state: Bidding, said: Input, at: datetime) -> Bidding | Refused:
    until, leader, priority = called_until(terms, state), state.leader, terms.priority
    if until is None or not asked_until(terms) < at <= until:
        return Refused("auction.not-asked", "no priority holder is asked at this instant")
    # Both are there where somebody is asked.
    if leader is None or priority is None or not priority.outranks(said.bidder, leader.bidder):
        return Refused("auction.no-priority", f"{said.bidder} has no right before the leader's")
    quote = msgspec.structs.replace(leader, bidder=said.bidder, at=at, number=said.number)
    led = _led(terms, state, quote)
    rule = Step("auction.priority", "takes the lead", said.bidder, at, {"price": quote.price})
    closes = prolonged(terms, state, at)
    return msgspec.structs.replace(led, closes=closes, notes=(rule, _closing(closes, at)))


def _quote(state: Bidding, said: Input, at: datetime) -> Quote:
    leader, amount = state.leader, said.amount or Decimal(0)
    if leader is not None and said.dimension:
        return Quote(
            bidder=said.bidder,
            price=leader.price,
            at=at,
            number=said.number,
            dimension=said.dimension,
            amount=amount,
        )
    return Quote(bidder=said.bidder, price=amount, at=at, number=said.number)


def _led(terms: ListingTerms, state: Bidding, quote: Quote) -> Bidding:
    at = quote.at
    quotes = with_quote(state.quotes, quote)
    led = msgspec.structs.replace(state, leader=quote, quotes=quotes, notes=())
    if at <= terms.listing_until:
        return msgspec.structs.replace(led, listed=_among(state.listed, quote.bidder))
    closes = prolonged(terms, state, at) if timed(terms, state) else None
    notes = () if closes is None else (_closing(closes, at),)
    return msgspec.structs.replace(led, closes=closes, notes=notes)


def _among(bidders: tuple[str, ...], bidder: str) -> tuple[str, ...]:
    return bidders if bidder in bidders else tuple(sorted((*bidders, bidder)))


def _closing(closes: datetime, at: datetime) -> Step:
    return Step("auction.closes", format_instant(closes), at=at)
