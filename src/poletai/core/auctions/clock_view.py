"""Views of a rising clock: the price that stands, until when, who is in and who left at what."""

from datetime import datetime
from decimal import Decimal

from poletai.core.auctions.clock import (
    Clock,
    ClockTerms,
    price_of,
    stood_longest,
    stops,
    tick_at,
    tick_ends,
)
from poletai.core.auctions.view import View


def clock_view(terms: ClockTerms, state: Clock, at: datetime, bidder: str) -> View:
    """Return the price that stands, until when, and who is in."""
    phase, closes = _phase(terms, state, at)
    own = state.exits.get(bidder)
    return View(
        phase=phase,
        closes=closes,
        ends=stops(terms, state),
        price=_shown(terms, state, phase, at),
        step=terms.step,
        says=_says(state, phase, bidder),
        own=None if own is None else own.price,
        standing=_standing(state, phase, bidder),
        rows=tuple(_row(state, each) for each in state.entered),
    )


def _phase(terms: ClockTerms, state: Clock, at: datetime) -> tuple[str, datetime]:
    if terms.opens is not None and at < terms.opens:
        return "waiting", terms.opens
    if at < terms.begins:
        return "entry", terms.begins
    if at >= stops(terms, state):
        return "over", stops(terms, state)
    return "rising", tick_ends(terms, tick_at(terms, at))


def _shown(terms: ClockTerms, state: Clock, phase: str, at: datetime) -> Decimal:
    if phase == "rising":
        return price_of(terms, tick_at(terms, at))
    return stood_longest(terms, state)[1] if phase == "over" else terms.start


def _says(state: Clock, phase: str, bidder: str) -> tuple[str, ...]:
    if phase == "entry":
        return () if bidder in state.entered else ("enter",)
    inside = not bidder or (bidder in state.entered and bidder not in state.exits)
    return ("exit",) if phase == "rising" and inside else ()


def _standing(state: Clock, phase: str, bidder: str) -> str:
    if not bidder:
        return ""
    if bidder in state.entered:
        return "out" if bidder in state.exits else "in"
    return "" if phase in ("waiting", "entry") else "out"


def _row(state: Clock, bidder: str) -> dict[str, str]:
    gone = state.exits.get(bidder)
    return {"bidder": bidder, "price": "" if gone is None else f"{gone.price:f}"}
