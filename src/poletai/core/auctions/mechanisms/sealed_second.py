"""Sealed second price (Vickrey): one hidden quotation each, the best wins and pays the next one."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import msgspec

from poletai.core.auctions.inputs import Input
from poletai.core.auctions.ordering import by_price, decided
from poletai.core.auctions.sealed import (
    SealedState,
    SealedTerms,
    opens_late,
    sealed_view,
    take_quotation,
)
from poletai.core.auctions.settlement import UNSOLD, Quote, Refused, Settlement, Step
from poletai.core.auctions.shown import always_hidden
from poletai.core.auctions.view import View
from poletai.core.basics.problem import Problem

TITLE = {"zh": "密封第二价成交", "en": "Sealed second price"}
KINDS = ("bid", "cancel")
hides = always_hidden


class Terms(SealedTerms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Quotations up to `closes`, not worse than `start`; `wins` says which end of them wins.

    The winner pays the best of the others. The start and the reserve count as quotations there:
    who quotes alone pays the better of the two for the seller. Of equal quotations the earlier
    wins, and pays that price.
    """


def problems(terms: Terms) -> Iterator[Problem]:
    """Yield what keeps these terms from being run."""
    yield from opens_late(terms)


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
    """Give the lot to the best quotation, at the best price among the others and the reserve."""
    falling = terms.wins == "lowest"
    ordered = by_price(state.quotes.values(), falling=falling)
    bare = Settlement(mechanism="sealed-second", outcome=UNSOLD, at=terms.closes)
    best = ordered[0] if ordered else None
    settled = decided(bare, best, ordered, reserve, falling=falling)
    if not settled.winners:
        return settled
    told = _second(terms, settled.others, reserve)
    paid = tuple(msgspec.structs.replace(q, price=told.value) for q in settled.winners)
    return msgspec.structs.replace(settled, winners=paid, steps=(*settled.steps, told))


def view(terms: Terms, state: SealedState, at: datetime, bidder: str = "") -> View:
    """Return the times, and to a bidder its own quotation."""
    return sealed_view(terms, state, at, bidder)


def _second(terms: Terms, others: tuple[Quote, ...], reserve: Decimal | None) -> Step:
    """Find what is paid: the best of all that was quoted against the winner."""
    against: dict[str, Decimal | str] = {"start": terms.start}
    figures = [terms.start]
    if reserve is not None:
        against["reserve"] = reserve
        figures.append(reserve)
    if others:
        against["second"] = others[0].price
        figures.append(others[0].price)
    paid = min(figures) if terms.wins == "lowest" else max(figures)
    return Step("auction.second-price", paid, inputs=against)
