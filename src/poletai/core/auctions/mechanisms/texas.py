"""Texas: open ascending rounds; a bid starts the next one, a round without any ends it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated

import msgspec

from poletai.core.auctions.grid import on_grid
from poletai.core.auctions.inputs import Input
from poletai.core.auctions.ordering import decided, with_quote
from poletai.core.auctions.settlement import UNSOLD, Quote, Refused, Settlement, Step
from poletai.core.auctions.shown import never_hidden, own_amount, standing
from poletai.core.auctions.terms import Instant, Seconds, problem
from poletai.core.auctions.view import View
from poletai.core.basics.exact import total
from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Problem

TITLE = {"zh": "逐轮递增竞价", "en": "Ascending rounds with restart"}
KINDS = ("bid",)
# The room may bid for who leaves it a maximum.
PROXIES = True
hides = never_hidden


class Terms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A round of `round` seconds `pause` seconds after the beginning and after every bid.

    It shows the price so far and one step; no round goes, or begins, past `hard_stop`.
    """

    start: Decimal
    step: Decimal
    begins: Instant
    hard_stop: Instant
    pause: Seconds = 10
    round: Annotated[int, msgspec.Meta(ge=1, le=10**7)] = 180


class State(msgspec.Struct, frozen=True, kw_only=True):
    """Who leads at what, and what every bidder bid."""

    at: datetime | None = None
    notes: tuple[Step, ...] = ()
    leader: Quote | None = None
    quotes: dict[str, Quote] = {}


def problems(terms: Terms) -> Iterator[Problem]:
    """Yield what keeps these terms from being run."""
    if terms.hard_stop <= terms.begins + timedelta(seconds=terms.pause):
        yield problem("auction.instants", "terms.hard_stop", "leaves no time for a round")


def begin(_terms: Terms) -> State:
    """Return the state before the first round."""
    return State()


def ends(terms: Terms, state: State) -> datetime:
    """Return when the round ends that is on or comes next; the last bid's instant if none comes."""
    opens = _opens(terms, state)
    if opens >= terms.hard_stop:
        return terms.begins if state.leader is None else state.leader.at
    return min(opens + timedelta(seconds=terms.round), terms.hard_stop)


def take(terms: Terms, state: State, said: Input, at: datetime) -> State | Refused:
    """Answer a bid at the price shown, or at a multiple of the step above it."""
    opens, closes, shown = _opens(terms, state), ends(terms, state), _shown(terms, state)
    if at > closes:
        return Refused("auction.late", f"bids ended at {format_instant(closes)}")
    if at < opens:
        return Refused("auction.pause", f"the round begins at {format_instant(opens)}")
    amount = said.amount
    if amount is None or amount < shown:
        return Refused("auction.not-higher", f"the price shown is {shown:f}")
    if amount != shown and not on_grid(amount, terms.step, terms.step):
        return Refused("auction.off-step", f"{amount:f} is no multiple of {terms.step:f}")
    quote = Quote(bidder=said.bidder, price=amount, at=at, number=said.number)
    return _next(terms, state, quote)


def settle(terms: Terms, state: State, reserve: Decimal | None) -> Settlement:
    """Give the lot to the last bid, unless there is none or it is below the reserve."""
    bare = Settlement(mechanism="texas", outcome=UNSOLD, at=ends(terms, state))
    return decided(bare, state.leader, state.quotes.values(), reserve)


def view(terms: Terms, state: State, at: datetime, bidder: str = "") -> View:
    """Return the round that is on or comes next, and the price it shows."""
    phase, closes = _phase(terms, state, at)
    taken = phase == "round"
    return View(
        phase=phase,
        closes=closes,
        ends=ends(terms, state),
        price=None if state.leader is None else state.leader.price,
        leader="" if state.leader is None else state.leader.bidder,
        least=_shown(terms, state) if taken else None,
        step=terms.step,
        says=("bid",) if taken else (),
        own=own_amount(state.quotes, bidder),
        standing=standing(state.leader, state.quotes, bidder),
    )


def _phase(terms: Terms, state: State, at: datetime) -> tuple[str, datetime]:
    opens, closes = _opens(terms, state), ends(terms, state)
    if opens >= terms.hard_stop or at > closes:
        return "over", closes
    if at >= opens:
        return "round", closes
    return "waiting" if state.leader is None else "pause", opens


def _opens(terms: Terms, state: State) -> datetime:
    since = terms.begins if state.leader is None else state.leader.at
    return since + timedelta(seconds=terms.pause)


def _shown(terms: Terms, state: State) -> Decimal:
    so_far = terms.start if state.leader is None else state.leader.price
    return total((so_far, terms.step))


def _next(terms: Terms, state: State, quote: Quote) -> State:
    quotes = with_quote(state.quotes, quote)
    led = msgspec.structs.replace(state, leader=quote, quotes=quotes)
    note = Step("auction.closes", format_instant(ends(terms, led)), at=quote.at)
    return msgspec.structs.replace(led, notes=(note,))
