"""Views of a listing: its phase, the next bid of everyone or of one bidder, who may still speak."""

from datetime import datetime, timedelta

import msgspec

from poletai.core.auctions.listing import (
    Bidding,
    ListingTerms,
    asked_until,
    called_until,
    close,
    takes_part,
)
from poletai.core.auctions.raising import next_bid
from poletai.core.auctions.shown import own_amount, standing
from poletai.core.auctions.view import View


def listing_view(
    terms: ListingTerms, state: Bidding, at: datetime, bidder: str, ends: datetime
) -> View:
    """Return what is shown of a listing at an instant, to everyone or to one bidder."""
    phase, closes = _phase(terms, state, at)
    leader = state.leader
    shown = View(
        phase=phase,
        closes=closes or ends,
        ends=ends,
        price=None if leader is None else leader.price,
        leader="" if leader is None else leader.bidder,
        step=terms.step,
        own=own_amount(state.quotes, bidder),
        standing=_standing(terms, state, at, bidder),
    )
    return _asked(terms, state, at, bidder, _with_bid(terms, state, at, bidder, shown))


def _phase(terms: ListingTerms, state: Bidding, at: datetime) -> tuple[str, datetime | None]:
    quiet = terms.listing_until - timedelta(seconds=terms.quiet)
    last, called = close(terms, state), called_until(terms, state)
    if terms.listing_from is not None and at < terms.listing_from:
        return "waiting", terms.listing_from
    if at <= terms.listing_until:
        return ("listing", quiet) if at <= quiet else ("quiet", terms.listing_until)
    if at <= asked_until(terms):
        return "asking", asked_until(terms)
    if at <= last:
        return "timed", last
    if called is not None and at <= called:
        return "priority", called
    return "over", None


def _with_bid(terms: ListingTerms, state: Bidding, at: datetime, bidder: str, shown: View) -> View:
    """Add the next amount, where one is bid on now and the bidder may bid it."""
    able = not bidder or at <= terms.listing_until or takes_part(terms, state, bidder)
    following = next_bid(terms, state.leader, bidder)
    if following is None or not able or shown.phase not in ("listing", "timed"):
        return shown
    second = terms.second if following.dimension else None
    return msgspec.structs.replace(
        shown,
        phase="second" if second is not None and shown.phase == "timed" else shown.phase,
        least=following.amount,
        step=terms.step if second is None else second.step,
        dimension=following.dimension,
        says=("bid",),
    )


def _asked(terms: ListingTerms, state: Bidding, at: datetime, bidder: str, shown: View) -> View:
    """Add whom the room asks: those listed whether they stay in, holders whether they exercise."""
    if shown.phase == "asking":
        able = terms.entry == "anyone" or bidder in state.listed
        says = ("confirm",) if not bidder or (able and bidder not in state.confirmed) else ()
        return msgspec.structs.replace(shown, says=says)
    until, leader, priority = called_until(terms, state), state.leader, terms.priority
    if until is None or leader is None or priority is None or not asked_until(terms) < at <= until:
        return shown
    if bidder and not priority.outranks(bidder, leader.bidder):
        return shown
    return msgspec.structs.replace(shown, says=(*shown.says, "exercise"))


def _standing(terms: ListingTerms, state: Bidding, at: datetime, bidder: str) -> str:
    stands = standing(state.leader, state.quotes, bidder)
    if stands in ("", "leads") or at <= asked_until(terms):
        return stands
    return stands if takes_part(terms, state, bidder) else "out"
