"""No winner pays more than it bid, and none is paid less than it asked, in any mechanism."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties.test_auctions_hold import DUTCH, FIRST, ONE_WAY, ROUNDS, UNIFORM
from tests.properties.test_classic_auctions_hold import (
    CLOCK,
    OWN,
    REVERSE,
    VICKREY,
    WEIGHTED,
    leave,
    unlike,
)
from tests.support.heard import Bids, entries, heard

from poletai.core.auctions import Settlement, settle_record

LOWEST = {"wins": "lowest", "start": "30"}
PURCHASES: list[dict[str, Any]] = [
    {**each, **LOWEST} for each in (FIRST, VICKREY, UNIFORM, OWN, ONE_WAY)
]
FALLING = [{**REVERSE, "step": "1"}, {**WEIGHTED, "plans": {"a": "50", "b": "20", "c": "80"}}]


def named(terms: dict[str, Any]) -> str:
    return str(terms["mechanism"])


def said_last(settled: Settlement) -> dict[str, Decimal]:
    """Return the last amount of everybody that was taken."""
    taken = (step for step in settled.steps if step.rule == "auction.accepted")
    return {str(s.bidder): Decimal(s.inputs["amount"]) for s in taken if "amount" in s.inputs}


@pytest.mark.parametrize("terms", [VICKREY, OWN], ids=named)
@given(bids=heard(), reserve=st.none() | st.integers(1, 40).map(Decimal))
def test_no_winner_of_a_sale_pays_more_than_it_bid(
    terms: dict[str, Any], bids: Bids, reserve: Decimal | None
) -> None:
    settled = settle_record(terms, entries(bids), reserve)

    assert all(q.price <= said_last(settled)[q.bidder] for q in settled.winners)


@pytest.mark.parametrize("terms", [*PURCHASES, *FALLING], ids=named)
@given(bids=heard(), reserve=st.none() | st.integers(1, 40).map(Decimal))
def test_no_winner_of_a_purchase_is_paid_less_than_it_asked(
    terms: dict[str, Any], bids: Bids, reserve: Decimal | None
) -> None:
    settled = settle_record(terms, entries(bids), reserve)

    assert all(q.price >= said_last(settled)[q.bidder] for q in settled.winners)


@given(
    offers=st.dictionaries(st.sampled_from("abcd"), st.integers(20, 40), min_size=1),
    bids=heard(last=270),
)
def test_the_winner_of_rounds_is_paid_what_it_asked_last(
    offers: dict[str, int], bids: Bids
) -> None:
    first = [(i - len(offers), who, amount, 1) for i, (who, amount) in enumerate(offers.items())]

    settled = settle_record(ROUNDS, [*entries(first, "offer"), *entries(bids)])
    assert all(q.price == said_last(settled)[q.bidder] for q in settled.winners)


@given(bids=heard(last=300, most=99, scale=10), second=st.integers(0, 309))
def test_the_winner_of_a_falling_price_pays_what_it_took_or_answered(
    bids: Bids, second: int
) -> None:
    taker = [(second, "a", 1000 - 10 * (second // 10), 1)]

    heard_ = [bid for bid in bids if bid[0] != second]
    settled = settle_record(DUTCH, [*entries(heard_), *entries(taker, "accept")])
    assert all(q.price == said_last(settled)[q.bidder] for q in settled.winners)


@pytest.mark.parametrize("ties", ["entered", "last-exit"])
@given(came=unlike(st.integers(-30, -1)), left=unlike(st.integers(0, 119)))
def test_nobody_pays_more_on_a_clock_than_the_price_it_left_at(
    ties: str, came: dict[str, int], left: dict[str, int]
) -> None:
    record = [
        *entries([(at, who, 1, 1) for who, at in came.items()], "enter"),
        *(leave(at, who) for who, at in left.items()),
    ]
    settled = settle_record({**CLOCK, "ties": ties}, record)

    limits = {s.bidder: s.value for s in settled.steps if s.rule == "auction.exit"}
    assert all(q.price <= Decimal(limits.get(q.bidder, q.price)) for q in settled.winners)
