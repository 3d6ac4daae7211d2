"""Turns: rounds in which every bidder has its turn, the worst price first, and what they leave."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated

import msgspec

from poletai.core.auctions.ordering import Wins, by_price, with_quote
from poletai.core.auctions.settlement import Quote, Step
from poletai.core.auctions.terms import Instant, Seconds
from poletai.core.auctions.weights import Weights, ranked
from poletai.core.basics.exact import product, total

COMPETITION = 2
"""How many bidders it takes for there to be turns."""


class TurnTerms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Offers before `begins`; then `rounds`, each a pause and one turn of `turn` seconds for each.

    In a turn its bidder may bid at least `step` below its own price, put another bid in place, or
    cancel it: the last one at the end of the turn counts. `step_share` is a step as a share of
    that price instead. `weights` says what counts beside the price.
    """

    step: Decimal | None = None
    begins: Instant
    rounds: Annotated[int, msgspec.Meta(ge=1, le=50)] = 3
    first_pause: Seconds = 300
    pause: Seconds = 120
    turn: Annotated[int, msgspec.Meta(ge=1, le=86_400)] = 120
    step_share: Decimal | None = None
    weights: Weights | None = None

    @property
    def wins(self) -> Wins:
        """Which end of the prices wins."""
        return "lowest" if self.weights is None else self.weights.wins


class Turns(msgspec.Struct, frozen=True, kw_only=True):
    """Every bidder's price, the turn that is on or next, the order of its round, the bid in it.

    `parts` is what bidders offered beside their prices.
    """

    at: datetime | None = None
    notes: tuple[Step, ...] = ()
    quotes: dict[str, Quote] = {}
    turn: int = 0
    order: tuple[str, ...] = ()
    pending: Quote | None = None
    parts: dict[str, dict[str, Decimal]] = {}


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
            now = msgspec.structs.replace(now, order=_order(terms, now))
            notes.append(Step("auction.order", ", ".join(now.order)))
        if turn_times(terms, now, now.turn)[1] > at:
            break
        now, told = _turned(now)
        notes += told
    return msgspec.structs.replace(now, notes=tuple(notes))


def best_first(terms: TurnTerms, state: Turns) -> tuple[Quote, ...]:
    """Order what bidders stand at: the best first, of equal ones the earlier."""
    if terms.weights is None:
        return by_price(state.quotes.values(), falling=True)
    return ranked(terms.weights, state.parts, state.quotes)


def next_price(terms: TurnTerms, own: Decimal) -> Decimal:
    """Return the price a step better than one's own: nothing worse is taken in a turn."""
    step = terms.step or Decimal(0)
    size = step if terms.step_share is None else product(own, terms.step_share)
    return total((own, size if terms.wins == "highest" else -size))


def _order(terms: TurnTerms, state: Turns) -> tuple[str, ...]:
    """Order a round: the worst first, of equal ones the later."""
    return tuple(quote.bidder for quote in reversed(best_first(terms, state)))


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
