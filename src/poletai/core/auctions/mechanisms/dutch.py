"""Dutch: the price falls until somebody takes it; then one hidden answer of the others, and his."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated

import msgspec

from poletai.core.auctions.inputs import Input
from poletai.core.auctions.ordering import by_price, decided, with_quote
from poletai.core.auctions.settlement import UNSOLD, Quote, Refused, Settlement, Step
from poletai.core.auctions.shown import own_amount, standing
from poletai.core.auctions.terms import Instant, Seconds, problem
from poletai.core.auctions.view import View
from poletai.core.basics.exact import product, round_half_up, total
from poletai.core.basics.problem import Problem

TITLE = {"zh": "递减竞价", "en": "Falling price with sealed answers"}
KINDS = ("accept", "bid", "cancel")


class Terms(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The price falls by `drop`, a share of the start, every `stage` seconds, `drops` times.

    Who takes it first has it; where `sealed` is not 0 the others may then quote more, hidden, for
    so many seconds, and he, once, for `best` seconds. Prices are rounded half up to `places`.
    """

    start: Decimal
    begins: Instant
    pause: Seconds = 30
    stage: Annotated[int, msgspec.Meta(ge=1, le=10**7)] = 300
    drop: Decimal = Decimal("0.01")
    drops: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 80
    places: Annotated[int, msgspec.Meta(ge=0, le=12)] = 2
    sealed_pause: Seconds = 20
    sealed: Seconds = 600
    best_pause: Seconds = 20
    best: Seconds = 300


class State(msgspec.Struct, frozen=True, kw_only=True):
    """Who took the price, what the others quoted, what the taker answered."""

    at: datetime | None = None
    notes: tuple[Step, ...] = ()
    taker: Quote | None = None
    quotes: dict[str, Quote] = {}
    answer: Quote | None = None


def problems(terms: Terms) -> Iterator[Problem]:
    """Yield what keeps these terms from being run."""
    if product(terms.drop, Decimal(terms.drops)) >= 1:
        yield problem("auction.drop", "terms.drops", "the price would fall to nothing")


def begin(_terms: Terms) -> State:
    """Return the state before the price begins to fall."""
    return State()


def ends(terms: Terms, state: State) -> datetime:
    """Return the last instant of the phase that will be the last, as it stands."""
    if state.taker is None:
        seconds = terms.pause + terms.stage * (terms.drops + 1)
        return terms.begins + timedelta(seconds=seconds)
    if terms.sealed == 0:
        return state.taker.at
    sealed = _sealed(terms, state.taker)[1]
    if not state.quotes:
        return sealed
    return sealed + timedelta(seconds=terms.best_pause + terms.best)


def take(terms: Terms, state: State, said: Input, at: datetime) -> State | Refused:
    """Answer who takes the price, a hidden quotation of the others, and the taker's own."""
    if said.kind == "accept":
        return _accept(terms, state, said, at)
    taker = state.taker
    if taker is None or not _in_time(terms, state, taker, said.bidder, at):
        return Refused("auction.not-now", f"{said.bidder} is not asked at this instant")
    if said.kind == "bid" and (said.amount is None or said.amount <= taker.price):
        return Refused("auction.not-higher", f"a quotation is above {taker.price:f}")
    quote = None if said.amount is None or said.kind == "cancel" else _quote(said, said.amount, at)
    if said.bidder == taker.bidder:
        return msgspec.structs.replace(state, answer=quote)
    others = {bidder: other for bidder, other in state.quotes.items() if bidder != said.bidder}
    quotes = others if quote is None else with_quote(others, quote)
    return msgspec.structs.replace(state, quotes=quotes)


def settle(terms: Terms, state: State, reserve: Decimal | None) -> Settlement:
    """Give the lot to the highest of all that was bid; of equal bids to the earlier."""
    bare = Settlement(mechanism="dutch", outcome=UNSOLD, at=ends(terms, state))
    taken = state.answer or state.taker
    quotes = [*state.quotes.values(), *(() if taken is None else (taken,))]
    return decided(bare, by_price(quotes)[0] if quotes else None, quotes, reserve)


def price_at(terms: Terms, at: datetime) -> Decimal | None:
    """Return the price shown at an instant; None before the first and after the last stage."""
    first = terms.begins + timedelta(seconds=terms.pause)
    stage = (at - first) // timedelta(seconds=terms.stage)
    if not 0 <= stage <= terms.drops:
        return None
    fallen = product(terms.start, terms.drop, Decimal(stage))
    return round_half_up(total((terms.start, -fallen)), terms.places)


def hides(_terms: Terms, _state: State, said: Input, _at: datetime) -> bool:
    """Say that answers are hidden; who takes the price is seen by all."""
    return said.kind != "accept"


def view(terms: Terms, state: State, at: datetime, bidder: str = "") -> View:
    """Return the price shown, or once it is taken whose turn it is to answer, and one's own."""
    if state.taker is None:
        return _falling(terms, at, bidder)
    taker, (phase, closes) = state.taker, _phase(terms, state, state.taker, at)
    asked = phase == "sealed" and bidder != taker.bidder
    asked = asked or (phase == "best" and bidder in ("", taker.bidder))
    kept = state.answer or taker
    # Whether an answer beats the price taken is for the settlement to say.
    settled = phase == "over" and bool(state.quotes)
    return View(
        phase=phase,
        closes=closes,
        ends=_at_most(terms, taker) if phase in ("pause", "sealed") else ends(terms, state),
        price=taker.price,
        leader="" if settled else taker.bidder,
        least=total((taker.price, Decimal(1).scaleb(-terms.places))) if asked else None,
        says=("bid", "cancel") if asked else (),
        own=own_amount({**state.quotes, taker.bidder: kept}, bidder),
        standing=standing(None if settled else taker, {}, bidder),
    )


def _falling(terms: Terms, at: datetime, bidder: str) -> View:
    first, stage = terms.begins + timedelta(seconds=terms.pause), timedelta(seconds=terms.stage)
    shown, last = price_at(terms, at), ends(terms, begin(terms))
    closes = first if at < first else min(last, first + ((at - first) // stage + 1) * stage)
    return View(
        phase="waiting" if at < first else "over" if shown is None else "falling",
        closes=closes,
        ends=last,
        price=shown,
        least=shown,
        step=product(terms.start, terms.drop),
        says=() if shown is None else ("accept",),
        standing="in" if bidder else "",
    )


def _phase(terms: Terms, state: State, taker: Quote, at: datetime) -> tuple[str, datetime]:
    since, until = _sealed(terms, taker)
    best = until + timedelta(seconds=terms.best_pause)
    if terms.sealed == 0 or at > ends(terms, state):
        return "over", ends(terms, state)
    if at <= until:
        return ("pause", since) if at < since else ("sealed", until)
    return ("pause", best) if at < best else ("best", ends(terms, state))


def _at_most(terms: Terms, taker: Quote) -> datetime:
    """Return the end where somebody answers: whether anybody did is not shown before."""
    return _sealed(terms, taker)[1] + timedelta(seconds=terms.best_pause + terms.best)


def _accept(terms: Terms, state: State, said: Input, at: datetime) -> State | Refused:
    if state.taker is not None:
        return Refused("auction.taken", "the price is taken")
    shown = price_at(terms, at)
    if shown is None:
        return Refused("auction.not-now", "no price is shown at this instant")
    if said.amount != shown:
        return Refused("auction.price-moved", f"the price shown is {shown:f}")
    return msgspec.structs.replace(state, taker=_quote(said, shown, at))


def _sealed(terms: Terms, taker: Quote) -> tuple[datetime, datetime]:
    since = taker.at + timedelta(seconds=terms.sealed_pause)
    return since, since + timedelta(seconds=terms.sealed)


def _in_time(terms: Terms, state: State, taker: Quote, bidder: str, at: datetime) -> bool:
    """Say whether a bidder may quote now: the others first, then, if any of them did, the taker."""
    since, until = _sealed(terms, taker)
    if bidder != taker.bidder:
        return terms.sealed > 0 and since <= at <= until
    since, until = until + timedelta(seconds=terms.best_pause), ends(terms, state)
    return bool(state.quotes) and since <= at <= until


def _quote(said: Input, price: Decimal, at: datetime) -> Quote:
    return Quote(bidder=said.bidder, price=price, at=at, number=said.number)
