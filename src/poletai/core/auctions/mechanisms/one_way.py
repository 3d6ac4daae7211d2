"""One-way bids (单向竞价): an open contest for a quantity, every winner at the price it bid."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import msgspec

from poletai.core.auctions.grid import on_grid
from poletai.core.auctions.inputs import Input
from poletai.core.auctions.ordering import (
    Wins,
    by_price,
    meets_reserve,
    unsold,
    with_quote,
    worse,
)
from poletai.core.auctions.sealed import outside
from poletai.core.auctions.settlement import SOLD, UNSOLD, Quote, Refused, Settlement, Step
from poletai.core.auctions.shares import in_order, units, winners_of
from poletai.core.auctions.shown import never_hidden, own_amount
from poletai.core.auctions.terms import Instant, Seconds, problem
from poletai.core.auctions.view import View
from poletai.core.basics.exact import total
from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Problem

TITLE = {"zh": "单向竞价", "en": "One-way bids for a quantity"}
KINDS = ("bid",)
hides = never_hidden


class Terms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Bids of price and quantity up to `closes`, in steps from `start`, in whole `unit`s.

    Prices rise in a sale (`highest`) and fall in a purchase (`lowest`). A bid in the last `window`
    seconds moves the end to `window` seconds after it, never past `hard_stop`. `least` is the
    smallest quantity one may bid for.
    """

    start: Decimal
    step: Decimal
    quantity: Decimal
    opens: Instant
    closes: Instant
    unit: Decimal = Decimal(1)
    least: Decimal | None = None
    wins: Wins = "highest"
    window: Seconds = 0
    hard_stop: Instant | None = None


class State(msgspec.Struct, frozen=True, kw_only=True):
    """The last bid of every bidder, and when bids end now."""

    at: datetime | None = None
    notes: tuple[Step, ...] = ()
    quotes: dict[str, Quote] = {}
    closes: datetime


def problems(terms: Terms) -> Iterator[Problem]:
    """Yield what keeps these terms from being run."""
    if terms.opens >= terms.closes:
        yield problem("auction.instants", "terms.opens", "is not before the end")
    if terms.hard_stop is not None and terms.hard_stop < terms.closes:
        yield problem("auction.instants", "terms.hard_stop", "is before the end")
    if units(terms.quantity, terms.unit) is None:
        yield problem("auction.units", "terms.quantity", "is no whole number of units")


def begin(terms: Terms) -> State:
    """Return the state before the first bid."""
    return State(closes=terms.closes)


def ends(_terms: Terms, state: State) -> datetime:
    """Return when bids end as they stand."""
    return state.closes


def take(terms: Terms, state: State, said: Input, at: datetime) -> State | Refused:
    """Answer a bid; one's own can only be bettered, never taken back or made smaller."""
    refused = outside(at, terms.opens, state.closes) or _unfit(terms, state, said)
    if refused is not None or said.amount is None:
        return refused or Refused("auction.figure", "a bid names its amount")
    quote = Quote(
        bidder=said.bidder, price=said.amount, at=at, number=said.number, quantity=said.quantity
    )
    later = max(state.closes, at + timedelta(seconds=terms.window))
    closes = later if terms.hard_stop is None else min(later, terms.hard_stop)
    moved = closes != state.closes
    notes = (Step("auction.closes", format_instant(closes), at=at),) if moved else ()
    quotes = with_quote(state.quotes, quote)
    return msgspec.structs.replace(state, quotes=quotes, closes=closes, notes=notes)


def settle(terms: Terms, state: State, reserve: Decimal | None) -> Settlement:
    """Fill bids by price, then by arrival, each at its own price."""
    falling = terms.wins == "lowest"
    ordered = by_price(state.quotes.values(), falling=falling)
    counted = [q for q in ordered if meets_reserve(q.price, reserve, falling=falling)]
    bare = Settlement(mechanism="one-way", outcome=UNSOLD, at=state.closes)
    if not counted:
        return unsold("no-bid" if not ordered else "below-reserve", ordered, bare)
    wanted = [(quote, units(quote.quantity, terms.unit) or 0) for quote in counted]
    given = in_order(wanted, units(terms.quantity, terms.unit) or 0)
    winners = winners_of(given, terms.unit)
    got = {quote.bidder for quote in winners}
    return msgspec.structs.replace(
        bare,
        outcome=SOLD,
        winners=winners,
        others=tuple(quote for quote in ordered if quote.bidder not in got),
        steps=tuple(_share(terms, *each) for each in given),
    )


def view(terms: Terms, state: State, at: datetime, bidder: str = "") -> View:
    """Return the best price, the next price of a bidder, and what every bid would get now."""
    ordered = by_price(state.quotes.values(), falling=terms.wins == "lowest")
    wanted = [(quote, units(quote.quantity, terms.unit) or 0) for quote in ordered]
    given = in_order(wanted, units(terms.quantity, terms.unit) or 0)
    phase, closes = _phase(terms, state, at)
    least = _next(terms, state, bidder) if phase in ("listing", "timed") else None
    return View(
        phase=phase,
        closes=closes,
        ends=state.closes,
        price=ordered[0].price if ordered else None,
        least=least,
        step=terms.step,
        wins=terms.wins,
        says=() if least is None else ("bid",),
        own=own_amount(state.quotes, bidder),
        standing=_standing(given, bidder),
        rows=tuple(_row(terms, *each) for each in given),
    )


def _phase(terms: Terms, state: State, at: datetime) -> tuple[str, datetime]:
    if at < terms.opens:
        return "waiting", terms.opens
    if at > state.closes:
        return "over", state.closes
    return "listing" if at <= terms.closes else "timed", state.closes


def _next(terms: Terms, state: State, bidder: str) -> Decimal | None:
    own = state.quotes.get(bidder)
    if own is None:
        return terms.start
    amount = total((own.price, terms.step if terms.wins == "highest" else -terms.step))
    return amount if amount > 0 else None


def _standing(given: Sequence[tuple[Quote, int]], bidder: str) -> str:
    got = {quote.bidder: count for quote, count in given}
    if not bidder or bidder not in got:
        return "in" if bidder else ""
    return "leads" if got[bidder] else "outbid"


def _row(terms: Terms, quote: Quote, count: int) -> dict[str, str]:
    gets = total((terms.unit * count,))
    asked = quote.quantity or Decimal(0)
    return {
        "bidder": quote.bidder,
        "price": f"{quote.price:f}",
        "quantity": f"{asked:f}",
        "gets": f"{gets:f}",
    }


def _unfit(terms: Terms, state: State, said: Input) -> Refused | None:
    amount, own = said.amount, state.quotes.get(said.bidder)
    if amount is None or units(said.quantity, terms.unit) is None:
        return Refused("auction.units", f"a bid names a price and whole units of {terms.unit:f}")
    if worse(amount, terms.start, terms.wins):
        return Refused("auction.below-start", f"{amount:f} is worse than {terms.start:f}")
    if not on_grid(amount, terms.start, terms.step):
        return Refused("auction.off-step", f"{amount:f} stands between two steps")
    quantity, least = said.quantity or Decimal(0), terms.least or terms.unit
    if not least <= quantity <= terms.quantity:
        return Refused("auction.too-much", f"bid for {least:f} to {terms.quantity:f}")
    if own is not None and (not worse(own.price, amount, terms.wins) or _less(own, quantity)):
        return Refused("auction.not-higher", "a bid betters one's own price and asks for no less")
    return None


def _less(own: Quote, quantity: Decimal) -> bool:
    return own.quantity is not None and quantity < own.quantity


def _share(terms: Terms, quote: Quote, count: int) -> Step:
    wanted = {"price": quote.price, "wanted": quote.quantity or Decimal(0)}
    return Step("auction.filled", terms.unit * count, quote.bidder, quote.at, {**wanted})
