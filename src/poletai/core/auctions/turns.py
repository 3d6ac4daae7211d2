"""Turns: rounds in which every bidder has its turn, the worst price first, and what they leave."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated

import msgspec

from poletai.core.auctions.ordering import by_price, with_quote
from poletai.core.auctions.settlement import Quote, Step
from poletai.core.auctions.terms import Instant, Seconds

COMPETITION = 2
"""How many bidders it takes for there to be turns."""


class TurnTerms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Offers before `begins`; then `rounds`, each a pause and one turn of `turn` seconds for each.

    In a turn its bidder may bid at least `step` below its own price, put another bid in place, or
    cancel it: the last one at the end of the turn counts.
    """

    step: Decimal
    begins: Instant
    rounds: Annotated[int, msgspec.Meta(ge=1, le=50)] = 3
    first_pause: Seconds = 300
    pause: Seconds = 120
    turn: Annotated[int, msgspec.Meta(ge=1, le=86_400)] = 120


class Turns(msgspec.Struct, frozen=True, kw_only=True):
    """Every bidder's price, the turn that is on or next, the order of its round, the bid in it."""

    at: datetime | None = None
    notes: tuple[Step, ...] = ()
    quotes: dict[str, Quote] = {}
    turn: int = 0
    order: tuple[str, ...] = ()
    pending: Quote | None = None


def turn_times(terms: TurnTerms, state: Turns, turn: int) -> tuple[datetime, datetime]:
    """Return from when to when a turn is, counted over all rounds."""
    pauses = terms.first_pause + terms.pause * (turn // len(state.quotes))
    begins = terms.begins + timedelta(seconds=pauses + terms.turn * turn)
    return begins, begins + timedelta(seconds=terms.turn)


def advanced(terms: TurnTerms, state: Turns, at: datetime) -> Turns:
    """Return the state with every turn closed that is over at an instant."""
    bidders = len(state.quotes)
    now, notes = msgspec.structs.replace(state, notes=()), list[Step]()
    if bidders < COMPETITION:
        return now
    while now.turn < terms.rounds * bidders:
        begun = now.turn % bidders == 0 and len(now.order) < bidders
        if begun:
            now = msgspec.structs.replace(now, order=_order(now))
            notes.append(Step("auction.order", ", ".join(now.order)))
        if turn_times(terms, now, now.turn)[1] > at:
            break
        now, told = _turned(now)
        notes += told
    return msgspec.structs.replace(now, notes=tuple(notes))


def _order(state: Turns) -> tuple[str, ...]:
    """Order a round: the worst price first, of equal ones the later."""
    return tuple(quote.bidder for quote in reversed(by_price(state.quotes.values(), falling=True)))


def _turned(now: Turns) -> tuple[Turns, tuple[Step, ...]]:
    over = (now.turn + 1) % len(now.quotes) == 0
    quotes = now.quotes if now.pending is None else with_quote(now.quotes, now.pending)
    told = () if now.pending is None else (_kept(now.pending),)
    moved = msgspec.structs.replace(
        now, turn=now.turn + 1, quotes=quotes, pending=None, order=() if over else now.order
    )
    return moved, told


def _kept(quote: Quote) -> Step:
    return Step("auction.turn", quote.price, quote.bidder, quote.at)
