"""Reverse rounds: three rounds of turns, the worst first, each bidder below its own last price."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import msgspec

from poletai.core.auctions.inputs import Input
from poletai.core.auctions.ordering import decided, with_quote, worse
from poletai.core.auctions.settlement import UNSOLD, Quote, Refused, Settlement, Step
from poletai.core.auctions.shown import always_hidden
from poletai.core.auctions.terms import problem
from poletai.core.auctions.turns import (
    COMPETITION,
    Turns,
    TurnTerms,
    advanced,
    best_first,
    next_price,
    turn_times,
)
from poletai.core.auctions.turns_view import turns_view
from poletai.core.auctions.view import View
from poletai.core.auctions.weights import reckoned, unfit_part, weight_problems
from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Problem

TITLE = {"zh": "多轮反向竞价", "en": "Reverse rounds"}
KINDS = ("offer", "bid", "cancel")
Terms = TurnTerms
hides = always_hidden


def problems(terms: TurnTerms) -> Iterator[Problem]:
    """Yield what keeps these terms from being run."""
    if terms.step is None and terms.step_share is None:
        yield problem("auction.step", "terms.step", "a `step` or a `step_share` is missing")
    if terms.step_share is not None and terms.step_share >= 1:
        yield problem("auction.step", "terms.step_share", "a step is a share below 1")
    if terms.weights is not None:
        yield from weight_problems(terms.weights)


def begin(_terms: TurnTerms) -> Turns:
    """Return the state before the first offer."""
    return Turns()


def ends(terms: TurnTerms, state: Turns) -> datetime:
    """Return the end of the last turn; one bidder alone has no turns."""
    if len(state.quotes) < COMPETITION:
        return terms.begins
    return turn_times(terms, state, terms.rounds * len(state.quotes) - 1)[1]


def take(terms: TurnTerms, state: Turns, said: Input, at: datetime) -> Turns | Refused:
    """Answer an offer before the rounds, and in a bidder's own turn its bid."""
    if said.kind == "offer":
        return _offer(terms, state, said, at)
    if at < terms.begins or at >= ends(terms, state):
        return Refused("auction.late", f"rounds end at {format_instant(ends(terms, state))}")
    now = advanced(terms, state, at)
    if at < turn_times(terms, now, now.turn)[0]:
        return Refused("auction.pause", "the next round has not begun")
    if now.order[now.turn % len(now.order)] != said.bidder:
        return Refused("auction.not-your-turn", f"it is not the turn of {said.bidder}")
    if said.kind == "cancel":
        return msgspec.structs.replace(now, pending=None)
    return _bid(terms, now, said, at)


def settle(terms: TurnTerms, state: Turns, reserve: Decimal | None) -> Settlement:
    """Give the contract to the best price, weighed if terms say so; of equal ones the earlier."""
    at = ends(terms, state)
    done = advanced(terms, state, at)
    ordered = best_first(terms, done)
    steps = (*done.notes, *_compared(terms, done, ordered))
    bare = Settlement(mechanism="reverse-rounds", outcome=UNSOLD, at=at, steps=steps)
    falling = terms.wins == "lowest"
    found = decided(bare, ordered[0] if ordered else None, ordered, reserve, falling=falling)
    won = {quote.bidder for quote in found.winners}
    others = tuple(quote for quote in ordered if quote.bidder not in won)
    return msgspec.structs.replace(found, others=others)


def view(terms: TurnTerms, state: Turns, at: datetime, bidder: str = "") -> View:
    """Return where the rounds stand: offers once the rounds begin, a bid once its turn is over."""
    return turns_view(terms, state, at, bidder)


def _offer(terms: TurnTerms, state: Turns, said: Input, at: datetime) -> Turns | Refused:
    if at >= terms.begins:
        return Refused("auction.late", f"offers ended at {format_instant(terms.begins)}")
    if said.amount is None:
        return Refused("auction.figure", "an offer names its amount")
    if terms.weights is not None and said.dimension:
        return unfit_part(terms.weights, said) or _with_part(state, said, said.amount)
    quote = Quote(bidder=said.bidder, price=said.amount, at=at, number=said.number)
    return msgspec.structs.replace(state, quotes=with_quote(state.quotes, quote))


def _with_part(state: Turns, said: Input, amount: Decimal) -> Turns:
    own = {**state.parts.get(said.bidder, {}), said.dimension: amount}
    return msgspec.structs.replace(state, parts={**state.parts, said.bidder: own})


def _compared(terms: TurnTerms, done: Turns, ordered: tuple[Quote, ...]) -> tuple[Step, ...]:
    if terms.weights is None:
        return ()
    weights = terms.weights
    return tuple(reckoned(weights, done.parts.get(q.bidder, {}), q) for q in ordered)


def _bid(terms: TurnTerms, now: Turns, said: Input, at: datetime) -> Turns | Refused:
    bound = next_price(terms, now.quotes[said.bidder].price)
    if said.amount is None or worse(said.amount, bound, terms.wins):
        at_most = "at most" if terms.wins == "lowest" else "at least"
        code = "auction.not-lower" if terms.wins == "lowest" else "auction.not-higher"
        return Refused(code, f"{said.bidder} may bid {bound:f} {at_most}")
    quote = Quote(bidder=said.bidder, price=said.amount, at=at, number=said.number)
    return msgspec.structs.replace(now, pending=quote)
