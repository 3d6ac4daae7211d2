"""Listings with a timed phase: the terms, where the bids stand, and which phase an instant is."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Literal

import msgspec

from poletai.core.auctions.priority import Priority
from poletai.core.auctions.settlement import Quote, Refused, Step
from poletai.core.auctions.terms import Instant, Seconds
from poletai.core.basics.instant import format_instant


class Second(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is bid on once the price has reached its cap: floor area, years, quality."""

    name: str
    start: Decimal
    step: Decimal
    most: Decimal | None = None


class ListingTerms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How bids run: a listing up to `listing_until`, with none taken in its last `quiet` seconds.

    Then `asking` seconds in which those who stay in confirm; then, where `timed_needs` bidders are
    there, a timed phase: `first_window` seconds, `window` after every bid, never past `hard_stop`.
    """

    start: Decimal
    step: Decimal
    listing_until: Instant
    listing_from: Instant | None = None
    window: Seconds = 0
    first_window: Seconds | None = None
    quiet: Seconds = 0
    asking: Seconds = 0
    entry: Literal["listed", "anyone"] = "listed"
    timed_needs: Annotated[int, msgspec.Meta(ge=0, le=1000)] = 2
    hard_stop: Instant | None = None
    leader_may_raise: bool = False
    cap: Decimal | None = None
    second: Second | None = None
    priority: Priority | None = None


class Bidding(msgspec.Struct, frozen=True, kw_only=True):
    """Where bids stand: who leads at what, who bid in the listing, who confirmed, the close."""

    at: datetime | None = None
    notes: tuple[Step, ...] = ()
    leader: Quote | None = None
    quotes: dict[str, Quote] = {}
    listed: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    closes: datetime | None = None


def asked_until(terms: ListingTerms) -> datetime:
    """Return when the asking is over, which is the end of the listing where nobody is asked."""
    return terms.listing_until + timedelta(seconds=terms.asking)


def timed(terms: ListingTerms, state: Bidding) -> bool:
    """Say whether there is a timed phase: enough bidders are in, or a holder came in."""
    present = state.confirmed if terms.asking else state.listed
    return terms.window > 0 and (state.closes is not None or len(present) >= terms.timed_needs)


def close(terms: ListingTerms, state: Bidding) -> datetime:
    """Return when bids end as they stand."""
    if not timed(terms, state):
        return asked_until(terms)
    first = terms.window if terms.first_window is None else terms.first_window
    ending = state.closes or asked_until(terms) + timedelta(seconds=first)
    return ending if terms.hard_stop is None else min(ending, terms.hard_stop)


def prolonged(terms: ListingTerms, state: Bidding, at: datetime) -> datetime:
    """Return when bids end after one at this instant: a window later, never sooner than before."""
    later = max(close(terms, state), at + timedelta(seconds=terms.window))
    return later if terms.hard_stop is None else min(later, terms.hard_stop)


def called_until(terms: ListingTerms, state: Bidding) -> datetime | None:
    """Return until when priority holders may exercise against the leader; None if nobody may."""
    leader, priority = state.leader, terms.priority
    if leader is None or priority is None or not priority.asked(leader.bidder):
        return None
    return max(leader.at, asked_until(terms)) + timedelta(seconds=priority.seconds)


def closed(terms: ListingTerms, state: Bidding, bidder: str, at: datetime) -> Refused | None:
    """Refuse a bid at an instant, or of a bidder, at which or of whom none is taken."""
    if terms.listing_from is not None and at < terms.listing_from:
        return _at("auction.too-early", "bids start at", terms.listing_from)
    if at <= terms.listing_until:
        quiet = terms.listing_until - timedelta(seconds=terms.quiet)
        return _at("auction.quiet", "no bids are taken after", quiet) if at > quiet else None
    if at > close(terms, state):
        return _at("auction.late", "bids ended at", close(terms, state))
    if at <= asked_until(terms):
        return _at("auction.asking", "bids go on after", asked_until(terms))
    if takes_part(terms, state, bidder):
        return None
    return Refused("auction.not-in", f"{bidder} is not in")


def takes_part(terms: ListingTerms, state: Bidding, bidder: str) -> bool:
    """Say whether a bidder may bid once the listing, and the asking, are over."""
    holders = terms.priority.holders if terms.priority is not None else {}
    if terms.asking:
        return bidder in state.confirmed or bidder in holders
    return terms.entry == "anyone" or bidder in state.listed or bidder in holders


def _at(code: str, what: str, moment: datetime) -> Refused:
    return Refused(code, f"{what} {format_instant(moment)}")
