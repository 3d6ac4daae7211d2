"""Reverse rounds: three rounds of turns, the worst first, each bidder below its own last price."""

from datetime import datetime
from decimal import Decimal

import msgspec

from poletai.core.auctions.inputs import Input
from poletai.core.auctions.ordering import by_price, decided, with_quote
from poletai.core.auctions.settlement import UNSOLD, Quote, Refused, Settlement
from poletai.core.auctions.shown import always_hidden
from poletai.core.auctions.turns import COMPETITION, Turns, TurnTerms, advanced, turn_times
from poletai.core.auctions.turns_view import turns_view
from poletai.core.auctions.view import View
from poletai.core.basics.exact import total
from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Problem

TITLE = {"zh": "多轮反向竞价", "en": "Reverse rounds"}
KINDS = ("offer", "bid", "cancel")
Terms = TurnTerms
hides = always_hidden


def problems(_terms: TurnTerms) -> tuple[Problem, ...]:
    """Say what keeps these terms from being run: nothing, once they read."""
    return ()


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
    """Give the contract to the lowest price; of equal ones to the earlier."""
    at = ends(terms, state)
    done = advanced(terms, state, at)
    bare = Settlement(mechanism="reverse-rounds", outcome=UNSOLD, at=at, steps=done.notes)
    ordered = by_price(done.quotes.values(), falling=True)
    return decided(bare, ordered[0] if ordered else None, ordered, reserve, falling=True)


def view(terms: TurnTerms, state: Turns, at: datetime, bidder: str = "") -> View:
    """Return where the rounds stand: offers once the rounds begin, a bid once its turn is over."""
    return turns_view(terms, state, at, bidder)


def _offer(terms: TurnTerms, state: Turns, said: Input, at: datetime) -> Turns | Refused:
    if at >= terms.begins:
        return Refused("auction.late", f"offers ended at {format_instant(terms.begins)}")
    if said.amount is None:
        return Refused("auction.figure", "an offer names its amount")
    quote = Quote(bidder=said.bidder, price=said.amount, at=at, number=said.number)
    return msgspec.structs.replace(state, quotes=with_quote(state.quotes, quote))


def _bid(terms: TurnTerms, now: Turns, said: Input, at: datetime) -> Turns | Refused:
    most = total((now.quotes[said.bidder].price, -terms.step))
    if said.amount is None or said.amount > most:
        return Refused("auction.not-lower", f"{said.bidder} may bid {most:f} at most")
    quote = Quote(bidder=said.bidder, price=said.amount, at=at, number=said.number)
    return msgspec.structs.replace(now, pending=quote)
