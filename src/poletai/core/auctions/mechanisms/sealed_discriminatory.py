"""Sealed discriminatory price: price and quantity hidden to the end, each pays what it bid."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from poletai.core.auctions.inputs import Input
from poletai.core.auctions.sealed import SealedState, sealed_view
from poletai.core.auctions.sealed_units import UnitTerms, settle_units, take_units, unit_problems
from poletai.core.auctions.settlement import UNSOLD, Refused, Settlement
from poletai.core.auctions.shown import always_hidden
from poletai.core.auctions.view import View
from poletai.core.basics.problem import Problem

TITLE = {"zh": "密封报价各按报价成交", "en": "Sealed bids, each at its own price"}
KINDS = ("bid", "cancel")
hides = always_hidden


class Terms(UnitTerms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Bids up to `closes`, no worse than `start`, in whole `unit`s of a `quantity`.

    Each winner pays the price it bid. Bids at the last price share what is left: `pro-rata`, or
    the `earliest` first. Where less is wanted than there is, all of it is sold, or nothing:
    `cancel`. `most` is the largest quantity of one bidder.
    """


def problems(terms: Terms) -> Iterator[Problem]:
    """Yield what keeps these terms from being run."""
    return unit_problems(terms)


def begin(_terms: Terms) -> SealedState:
    """Return the state before the first bid."""
    return SealedState()


def ends(terms: Terms, _state: SealedState) -> datetime:
    """Return the end of the bids."""
    return terms.closes


def take(terms: Terms, state: SealedState, said: Input, at: datetime) -> SealedState | Refused:
    """Answer a bid; a later one takes the place of the bidder's earlier."""
    return take_units(terms, state, said, at)


def settle(terms: Terms, state: SealedState, reserve: Decimal | None) -> Settlement:
    """Fill bids from the best price on, each at its own."""
    bare = Settlement(mechanism="sealed-discriminatory", outcome=UNSOLD, at=terms.closes)
    return settle_units(terms, state, reserve, bare, one_price=False)


def view(terms: Terms, state: SealedState, at: datetime, bidder: str = "") -> View:
    """Return the times, and to a bidder its own bid."""
    return sealed_view(terms, state, at, bidder)
