"""Sealed first price: one hidden quotation each, the best wins and is paid as it was quoted."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Literal

import msgspec

from poletai.core.auctions.inputs import Input
from poletai.core.auctions.ordering import (
    by_price,
    meets_reserve,
    reserve_step,
    unsold,
)
from poletai.core.auctions.sealed import (
    SealedState,
    SealedTerms,
    opens_late,
    sealed_view,
    take_quotation,
)
from poletai.core.auctions.settlement import SOLD, TIED, UNSOLD, Quote, Refused, Settlement, Step
from poletai.core.auctions.shown import always_hidden
from poletai.core.auctions.terms import problem
from poletai.core.auctions.view import View
from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Problem

TITLE = {"zh": "一次报价", "en": "One sealed quotation"}
KINDS = ("bid", "cancel")
hides = always_hidden
State = SealedState
_NO_RIGHT = 10**9


class Terms(SealedTerms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Quotations up to `closes`, not worse than `start`; `wins` says which end of them wins.

    Equal best ones are parted by `ties` in order: by the `priority` of the bidder, by the
    `earliest` arrival; what they do not part is left tied, for a further round or a draw.
    """

    ties: tuple[Literal["priority", "earliest"], ...] = ()
    priority: dict[str, int] = msgspec.field(default_factory=dict)


def problems(terms: Terms) -> Iterator[Problem]:
    """Yield what keeps these terms from being run."""
    yield from opens_late(terms)
    if terms.priority and "priority" not in terms.ties:
        yield problem("auction.ties", "terms.priority", "name `priority` among the ties")


def begin(_terms: Terms) -> SealedState:
    """Return the state before the first quotation."""
    return SealedState()


def ends(terms: Terms, _state: SealedState) -> datetime:
    """Return the end of the quotations."""
    return terms.closes


def take(terms: Terms, state: SealedState, said: Input, at: datetime) -> SealedState | Refused:
    """Answer a quotation; a later one takes the place of the bidder's earlier."""
    return take_quotation(terms, state, said, at)


def settle(terms: Terms, state: SealedState, reserve: Decimal | None) -> Settlement:
    """Find the best quotation, part equal ones as declared, and compare it with the reserve."""
    falling = terms.wins == "lowest"
    bare = Settlement(mechanism="sealed-first", outcome=UNSOLD, at=terms.closes)
    ordered = by_price(state.quotes.values(), falling=falling)
    if not ordered:
        return unsold("no-bid", (), bare)
    met = meets_reserve(ordered[0].price, reserve, falling=falling)
    steps = reserve_step(ordered[0].price, reserve, met=met)
    bare = msgspec.structs.replace(bare, steps=steps)
    if not met:
        return unsold("below-reserve", ordered, bare)
    best, parted = _parted(terms, [q for q in ordered if q.price == ordered[0].price])
    outcome = SOLD if len(best) == 1 else TIED
    chosen = {quote.bidder for quote in best} if outcome == SOLD else set[str]()
    winners = tuple(quote for quote in best if quote.bidder in chosen)
    said = Step("auction.best", ordered[0].price, winners[0].bidder if winners else None)
    return msgspec.structs.replace(
        bare,
        outcome=outcome,
        reason="" if winners else "tied",
        winners=winners,
        others=tuple(quote for quote in ordered if quote.bidder not in chosen),
        steps=(*steps, *parted, said),
    )


def view(terms: Terms, state: SealedState, at: datetime, bidder: str = "") -> View:
    """Return the times, and to a bidder its own quotation."""
    return sealed_view(terms, state, at, bidder)


def _parted(terms: Terms, tied: list[Quote]) -> tuple[list[Quote], tuple[Step, ...]]:
    steps: list[Step] = []
    for rule in terms.ties:
        if len(tied) == 1:
            break
        told: dict[str, Decimal | str] = {q.bidder: format_instant(q.at) for q in tied}
        tied = _first(rule, terms, tied)
        steps.append(Step(f"auction.tie-{rule}", ", ".join(q.bidder for q in tied), inputs=told))
    return tied, tuple(steps)


def _first(rule: str, terms: Terms, tied: list[Quote]) -> list[Quote]:
    if rule == "earliest":
        came = min((quote.at, quote.number) for quote in tied)
        return [quote for quote in tied if (quote.at, quote.number) == came]
    ranks = {quote.bidder: terms.priority.get(quote.bidder, _NO_RIGHT) for quote in tied}
    return [quote for quote in tied if ranks[quote.bidder] == min(ranks.values())]
