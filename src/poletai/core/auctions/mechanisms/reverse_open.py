"""Reverse open bids: the price falls in the open, each bid a step below the best."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

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
from poletai.core.auctions.ordering import by_price, decided
from poletai.core.auctions.sealed import outside
from poletai.core.auctions.settlement import UNSOLD, Quote, Refused, Settlement
from poletai.core.auctions.shown import never_hidden, standing
from poletai.core.auctions.view import View
from poletai.core.basics.problem import Problem

TITLE = {"zh": "连续反向竞价", "en": "Open reverse bids"}
KINDS = ("bid",)
# The room may bid for who leaves it a maximum.
PROXIES = True
hides = never_hidden


class Terms(FallingTerms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Bids from `opens` to `closes`, none above `start`, each a step below the best.

    A step is `step`, or `step_share` of the best price rounded up to `places`; where both are
    given, the larger. A bid in the last `window` seconds moves the end to `window` seconds after
    it, never past `hard_stop`. Who leads bids again only where `leader_may_lower`.
    """

    leader_may_lower: bool = False


def problems(terms: Terms) -> Iterator[Problem]:
    """Yield what keeps these terms from being run."""
    yield from falling_problems(terms)


def begin(terms: Terms) -> Falling:
    """Return the state before the first bid."""
    return Falling(closes=terms.closes)


def ends(_terms: Terms, state: Falling) -> datetime:
    """Return when bids end as they stand."""
    return state.closes


def take(terms: Terms, state: Falling, said: Input, at: datetime) -> Falling | Refused:
    """Answer a bid: below the best by a step, and not of whoever leads."""
    if refused := outside(at, terms.opens, state.closes):
        return refused
    if said.amount is None:
        return Refused("auction.figure", "a bid names its amount")
    best = _best(state)
    if best is not None and best.bidder == said.bidder and not terms.leader_may_lower:
        return Refused("auction.leads-already", f"{said.bidder} leads already")
    most = most_below(terms, None if best is None else best.price)
    if said.amount > most:
        code = "auction.below-start" if best is None else "auction.not-lower"
        return Refused(code, f"{said.amount:f} is above {most:f}, the most that may be bid")
    quote = Quote(bidder=said.bidder, price=said.amount, at=at, number=said.number)
    return lowered(terms, state, quote)


def settle(terms: Terms, state: Falling, reserve: Decimal | None) -> Settlement:
    """Give the contract to the lowest bid, unless there is none or it is above the reserve."""
    bare = Settlement(mechanism="reverse-open", outcome=UNSOLD, at=ends(terms, state))
    return decided(bare, _best(state), state.quotes.values(), reserve, falling=True)


def view(terms: Terms, state: Falling, at: datetime, bidder: str = "") -> View:
    """Return the best price, and the most that may be bid below it."""
    best, own = _best(state), state.quotes.get(bidder)
    phase, closes = phase_at(terms, state, at)
    most = most_below(terms, None if best is None else best.price)
    leads = best is not None and best.bidder == bidder
    able = phase in ("listing", "timed") and most > 0 and (terms.leader_may_lower or not leads)
    return View(
        phase=phase,
        closes=closes,
        ends=state.closes,
        price=None if best is None else best.price,
        leader="" if best is None else best.bidder,
        least=most if able else None,
        step=step_of(terms, terms.start if best is None else best.price),
        wins="lowest",
        says=("bid",) if able else (),
        own=None if own is None else own.price,
        standing=standing(best, state.quotes, bidder),
    )


def _best(state: Falling) -> Quote | None:
    return next(iter(by_price(state.quotes.values(), falling=True)), None)
