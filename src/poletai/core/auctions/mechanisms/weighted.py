"""Weighted bids: prices fall in the open, and who leads is told by price and plan together."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Literal

import msgspec

from poletai.core.auctions.falling import (
    Falling,
    FallingTerms,
    falling_problems,
    lowered,
    most_below,
    phase_at,
    step_of,
)
from poletai.core.auctions.inputs import Input
from poletai.core.auctions.ordering import by_price, meets_reserve, reserve_step, unsold
from poletai.core.auctions.sealed import outside
from poletai.core.auctions.settlement import SOLD, UNSOLD, Quote, Refused, Settlement, Step
from poletai.core.auctions.shown import never_hidden, standing
from poletai.core.auctions.terms import problem
from poletai.core.auctions.view import View
from poletai.core.auctions.weighing import FULL, Weighed, reckoned, rounded, weighed
from poletai.core.basics.problem import Problem

TITLE = {"zh": "价格与方案综合竞价", "en": "Bids weighed by price and plan"}
KINDS = ("bid",)
hides = never_hidden
_MOST_DIGITS = 24


class Terms(FallingTerms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Bids from `opens` to `closes`, none above `start`, each a step below its bidder's last.

    A step is `step`, or `step_share` of that price rounded up to `places`; where both are given,
    the larger. A bid in the last `window` seconds moves the end to `window` seconds after it,
    never past `hard_stop`. `plans` has the points of every bidder's plan, 0 to 100, known before
    the first bid. By the `formula` `lowest-ratio` a price has (lowest price / price) x
    `price_weight` x 100 points, and a plan its points x (1 - `price_weight`): every bid ranks all
    anew, and the most points win.
    """

    plans: dict[str, Decimal]
    price_weight: Decimal
    formula: Literal["lowest-ratio"] = "lowest-ratio"


def problems(terms: Terms) -> Iterator[Problem]:
    """Yield what keeps these terms from being run."""
    yield from falling_problems(terms)
    if terms.price_weight >= 1:
        yield problem("auction.weight", "terms.price_weight", "leaves the plan none: stay below 1")
    if not terms.plans:
        yield problem("auction.plans", "terms.plans", "is empty: nobody could bid")
    for bidder, points in terms.plans.items():
        if not (points.is_finite() and 0 <= points <= FULL and len(f"{points:f}") <= _MOST_DIGITS):
            message = f"{points} are no points of a plan: 0 to {FULL}"
            yield problem("auction.plans", f"terms.plans.{bidder}", message)


def begin(terms: Terms) -> Falling:
    """Return the state before the first bid."""
    return Falling(closes=terms.closes)


def ends(_terms: Terms, state: Falling) -> datetime:
    """Return when bids end as they stand."""
    return state.closes


def take(terms: Terms, state: Falling, said: Input, at: datetime) -> Falling | Refused:
    """Answer a bid: of a bidder whose plan has points, a step below its own last one."""
    if refused := outside(at, terms.opens, state.closes):
        return refused
    if said.bidder not in terms.plans:
        return Refused("auction.not-in", f"{said.bidder} has no plan with points")
    if said.amount is None:
        return Refused("auction.figure", "a bid names its amount")
    most = _most(terms, state, said.bidder)
    if said.amount > most:
        code = "auction.not-lower" if said.bidder in state.quotes else "auction.below-start"
        return Refused(code, f"{said.amount:f} is above {most:f}, the most that may be bid")
    quote = Quote(bidder=said.bidder, price=said.amount, at=at, number=said.number)
    return lowered(terms, state, quote)


def settle(terms: Terms, state: Falling, reserve: Decimal | None) -> Settlement:
    """Give the contract to the most points; a bid above the reserve does not count."""
    bare = Settlement(mechanism="weighted", outcome=UNSOLD, at=ends(terms, state))
    ordered = by_price(state.quotes.values(), falling=True)
    if not ordered:
        return unsold("no-bid", (), bare)
    counted = {q.bidder: q for q in ordered if meets_reserve(q.price, reserve, falling=True)}
    steps = reserve_step(ordered[0].price, reserve, met=bool(counted))
    if not counted:
        return unsold("below-reserve", ordered, msgspec.structs.replace(bare, steps=steps))
    ranked = weighed(counted, terms.plans, terms.price_weight)
    best, left = ranked[0], [quote for quote in ordered if quote.bidder not in counted]
    told = (reckoned(each, terms.price_weight) for each in ranked)
    said = Step("auction.best", best.quote.price, best.quote.bidder, best.quote.at)
    return msgspec.structs.replace(
        bare,
        outcome=SOLD,
        winners=(best.quote,),
        others=(*(each.quote for each in ranked[1:]), *left),
        steps=(*steps, *told, said),
    )


def view(terms: Terms, state: Falling, at: datetime, bidder: str = "") -> View:
    """Return the ranking with its points, and the most that a bidder may bid."""
    ranked = weighed(state.quotes, terms.plans, terms.price_weight)
    best = ranked[0].quote if ranked else None
    phase, closes = phase_at(terms, state, at)
    most, own = _most(terms, state, bidder), state.quotes.get(bidder)
    takes_part = not bidder or bidder in terms.plans
    able = phase in ("listing", "timed") and most > 0 and takes_part
    return View(
        phase=phase,
        closes=closes,
        ends=state.closes,
        price=None if best is None else best.price,
        leader="" if best is None else best.bidder,
        least=most if able else None,
        step=step_of(terms, terms.start if own is None else own.price),
        wins="lowest",
        says=("bid",) if able else (),
        own=None if own is None else own.price,
        standing=standing(best, state.quotes, bidder) if takes_part else "out",
        rows=tuple(_row(each) for each in ranked),
    )


def _most(terms: Terms, state: Falling, bidder: str) -> Decimal:
    own = state.quotes.get(bidder)
    return most_below(terms, None if own is None else own.price)


def _row(each: Weighed) -> dict[str, str]:
    return {
        "bidder": each.quote.bidder,
        "price": f"{each.quote.price:f}",
        "plan": f"{each.plan:f}",
        "total": f"{rounded(each.total):f}",
    }
