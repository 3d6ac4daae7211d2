"""A rising clock: who came in before it began, who left at which price, and when it stops."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Literal

import msgspec

from poletai.core.auctions.settlement import Quote, Step
from poletai.core.auctions.terms import Instant
from poletai.core.basics.exact import product, total

MOST_TICKS = 100_000
"""How often a clock may rise: so that its end is an instant still."""


class ClockTerms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Bidders enter before `begins`; then the price rises from `start` by `step` to `most`.

    Every price stands for `interval` seconds. To exit at a price says: this is the most I pay; it
    cannot be taken back. The clock stops once one bidder is left, who pays the price of the last
    exit. Where `ties` is `entered`, exits at one price count together, however fast they came, and
    if all are out who entered first wins at it; where it is `last-exit` the clock stops at the
    very exit that leaves one. Of several still in at `most` who entered first wins.
    """

    start: Decimal
    step: Decimal
    most: Decimal
    begins: Instant
    interval: Annotated[int, msgspec.Meta(ge=1, le=86_400)] = 30
    opens: Instant | None = None
    ties: Literal["entered", "last-exit"] = "entered"


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """Who entered when, and who left at which price."""

    at: datetime | None = None
    notes: tuple[Step, ...] = ()
    entered: dict[str, Quote] = {}
    exits: dict[str, Quote] = {}


def rises(terms: ClockTerms) -> int:
    """Count how often the price rises until it is at its most."""
    away, unit = total((terms.most, -terms.start)).as_integer_ratio()
    size, size_unit = terms.step.as_integer_ratio()
    return away * size_unit // (unit * size)


def price_of(terms: ClockTerms, tick: int) -> Decimal:
    """Return the price after so many rises."""
    return total((terms.start, product(terms.step, Decimal(tick))))


def tick_at(terms: ClockTerms, at: datetime) -> int:
    """Return how often the price has risen at an instant."""
    return (at - terms.begins) // timedelta(seconds=terms.interval)


def tick_ends(terms: ClockTerms, tick: int) -> datetime:
    """Return the instant at which the price after so many rises stands no longer."""
    return terms.begins + timedelta(seconds=terms.interval * (tick + 1))


def left_in(state: Clock) -> tuple[Quote, ...]:
    """Return who is in still, in the order they entered."""
    return tuple(quote for name, quote in state.entered.items() if name not in state.exits)


def last_exit(state: Clock) -> Quote | None:
    """Return the exit that came last."""
    return next(reversed(state.exits.values()), None)


def stops(terms: ClockTerms, state: Clock) -> datetime:
    """Return when the clock stops as it stands; nothing is taken from that instant on."""
    alone, last = len(left_in(state)) <= 1, last_exit(state)
    if len(state.entered) <= 1:
        return terms.begins
    if last is None or not alone:
        return tick_ends(terms, rises(terms))
    return last.at if terms.ties == "last-exit" else tick_ends(terms, tick_at(terms, last.at))


def stood_longest(terms: ClockTerms, state: Clock) -> tuple[tuple[Quote, ...], Decimal]:
    """Return who stood longest, the first to enter first, and at which price."""
    inside, last = left_in(state), last_exit(state)
    if len(inside) > 1:
        return inside, price_of(terms, rises(terms))
    if last is None:
        return inside, terms.start
    gone = {name for name, quote in state.exits.items() if quote.price == last.price}
    return inside or tuple(q for name, q in state.entered.items() if name in gone), last.price
