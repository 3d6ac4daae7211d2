"""Falling bids: from a ceiling down by steps, until nobody bids in the last window."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, Context, Decimal
from typing import Annotated

import msgspec

from poletai.core.auctions.ordering import with_quote
from poletai.core.auctions.settlement import Quote, Step
from poletai.core.auctions.terms import Instant, Seconds, problem
from poletai.core.basics.exact import product, total
from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Problem

_UP = Context(prec=120, rounding=ROUND_CEILING)


class FallingTerms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Bids from `opens` to `closes`, none above `start`, each a step below what it must beat.

    A step is `step`, or `step_share` of that price rounded up to `places`; where both are given,
    the larger. A bid in the last `window` seconds moves the end to `window` seconds after it,
    never past `hard_stop`.
    """

    start: Decimal
    closes: Instant
    opens: Instant | None = None
    step: Decimal | None = None
    step_share: Decimal | None = None
    places: Annotated[int, msgspec.Meta(ge=0, le=12)] = 2
    window: Seconds = 0
    hard_stop: Instant | None = None


class Falling(msgspec.Struct, frozen=True, kw_only=True):
    """The last bid of every bidder, and when bids end now."""

    at: datetime | None = None
    notes: tuple[Step, ...] = ()
    quotes: dict[str, Quote] = {}
    closes: datetime


def falling_problems(terms: FallingTerms) -> Iterator[Problem]:
    """Yield what keeps these terms from being run."""
    if terms.opens is not None and terms.opens >= terms.closes:
        yield problem("auction.instants", "terms.opens", "is not before the end")
    if terms.hard_stop is not None and terms.hard_stop < terms.closes:
        yield problem("auction.instants", "terms.hard_stop", "is before the end")
    if terms.step is None and terms.step_share is None:
        yield problem("auction.step", "terms.step", "is missing: give a step, or a step_share")
    if terms.step_share is not None and terms.step_share >= 1:
        yield problem("auction.step", "terms.step_share", "is the whole price: give a part of it")


def step_of(terms: FallingTerms, price: Decimal) -> Decimal:
    """Return how far below a price a bid must be."""
    share = terms.step_share or Decimal(0)
    part = product(price, share).quantize(Decimal(1).scaleb(-terms.places), context=_UP)
    return max(part, terms.step or Decimal(0))


def most_below(terms: FallingTerms, price: Decimal | None) -> Decimal:
    """Return the highest amount that is a step below a price; the start where there is none."""
    return terms.start if price is None else total((price, -step_of(terms, price)))


def lowered(terms: FallingTerms, state: Falling, quote: Quote) -> Falling:
    """Return the state with a bid, which moves the end where it came in the last window."""
    later = max(state.closes, quote.at + timedelta(seconds=terms.window))
    closes = later if terms.hard_stop is None else min(later, terms.hard_stop)
    note = Step("auction.closes", format_instant(closes), at=quote.at)
    return msgspec.structs.replace(
        state,
        quotes=with_quote(state.quotes, quote),
        closes=closes,
        notes=() if closes == state.closes else (note,),
    )


def phase_at(terms: FallingTerms, state: Falling, at: datetime) -> tuple[str, datetime]:
    """Name the phase at an instant, and say when it ends."""
    if terms.opens is not None and at < terms.opens:
        return "waiting", terms.opens
    if at > state.closes:
        return "over", state.closes
    return "listing" if at <= terms.closes else "timed", state.closes
