"""The classic mechanisms, whoever bids and whenever: winners and prices found a second way."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import naive_auctions, naive_classics
from tests.support.heard import Bids, alone, entries, found, heard, instant

from poletai.core.auctions import Entry, Input, settle_record

VICKREY: dict[str, Any] = {"mechanism": "sealed-second", "start": "5", "closes": instant(400)}


@given(heard(), st.integers(0, 30))
def test_the_price_of_a_second_price_is_the_least_that_wins(bids: Bids, reserve: int) -> None:
    settled = settle_record(VICKREY, entries(bids), Decimal(reserve) if reserve else None)

    assert alone(settled) == naive_classics.sealed_second(bids, start=5, reserve=reserve)


@given(heard(), st.integers(0, 30))
def test_a_purchase_at_the_second_price_is_a_sale_in_the_mirror(bids: Bids, reserve: int) -> None:
    lowest = {**VICKREY, "start": "95", "wins": "lowest"}
    mirrored = [(at, who, 100 - amount, quantity) for at, who, amount, quantity in bids]

    bought = settle_record(lowest, entries(mirrored), Decimal(100 - reserve) if reserve else None)

    told = naive_classics.sealed_second(bids, start=5, reserve=reserve)
    assert alone(bought) == {who: (100 - price, 0) for who, (price, _) in told.items()}


OWN: dict[str, Any] = {
    "mechanism": "sealed-discriminatory",
    "start": "1",
    "quantity": "20",
    "closes": instant(400),
}


@pytest.mark.parametrize("margin", ["pro-rata", "earliest"])
@given(heard(most=4))
def test_discriminatory_shares_are_the_naive_ones_at_each_own_price(
    margin: str, bids: Bids
) -> None:
    settled = settle_record({**OWN, "margin": margin}, entries(bids))

    shares = naive_auctions.uniform(bids, quantity=20, by_time=margin == "earliest")
    assert found(settled) == naive_classics.own_prices(bids, shares)


CLOCK: dict[str, Any] = {
    "mechanism": "japanese",
    "start": "10",
    "step": "3",
    "most": "25",
    "begins": instant(0),
    "interval": 20,
}
NAMES = st.sampled_from("abcde")


def unlike(seconds: st.SearchStrategy[int]) -> st.SearchStrategy[dict[str, int]]:
    """Draw a second for some bidders, no two the same."""
    drawn = st.lists(st.tuples(NAMES, seconds), unique_by=(lambda p: p[0], lambda p: p[1]))
    return drawn.map(dict)


@pytest.mark.parametrize("ties", ["entered", "last-exit"])
@given(unlike(st.integers(-30, -1)), unlike(st.integers(0, 119)))
def test_the_winner_of_a_clock_is_the_naive_one(
    ties: str, came: dict[str, int], left: dict[str, int]
) -> None:
    record = [
        *entries([(at, who, 1, 1) for who, at in came.items()], "enter"),
        *(leave(at, who) for who, at in left.items()),
    ]

    told = naive_classics.japanese(
        came, left, start=10, step=3, interval=20, by_exit=ties == "last-exit"
    )
    assert alone(settle_record({**CLOCK, "ties": ties}, record)) == told


def leave(at: int, who: str) -> Entry:
    entry = entries([(at, who, 1, 1)], "exit")[0]
    return Entry(entry.at, Input(bidder=who, kind="exit"))


REVERSE: dict[str, Any] = {
    "mechanism": "reverse-open",
    "start": "35",
    "closes": instant(150),
    "window": 60,
    "hard_stop": instant(260),
    "places": 0,
}


ENOUGH: dict[str, Callable[[int, int], bool]] = {
    "step": lambda best, amount: amount in range(1, best - 2),
    "step_share": lambda best, amount: Fraction(best - amount, best) >= Fraction(7, 100),
}


@pytest.mark.parametrize("step", [{"step": "3"}, {"step_share": "0.07"}], ids="".join)
@settings(max_examples=300)
@given(bids=heard(most=45, count=3, last=250))
def test_the_winner_of_open_reverse_bids_is_the_naive_one(step: dict[str, str], bids: Bids) -> None:
    settled = settle_record({**REVERSE, **step}, entries(bids))

    assert alone(settled) == naive_classics.reverse_open(
        bids, start=35, enough=ENOUGH["".join(step)], until=150, window=60, stop=260
    )


WEIGHTED: dict[str, Any] = {
    "mechanism": "weighted",
    "start": "40",
    "step": "2",
    "closes": instant(300),
    "price_weight": "0.6",
}


plans_of_three = st.tuples(*[st.integers(0, 100)] * 3).map(
    lambda p: dict(zip("abc", p, strict=True))
)


@settings(max_examples=300)
@given(heard(count=4, last=300), plans_of_three)
def test_the_winner_by_price_and_plan_is_the_naive_one(bids: Bids, plans: dict[str, int]) -> None:
    told = {who: str(points) for who, points in plans.items()}

    settled = settle_record({**WEIGHTED, "plans": told}, entries(bids))

    assert alone(settled) == naive_classics.weighted(bids, plans, start=40, step=2, until=300)


LOWEST = ({**REVERSE, "step": "1"}, {**WEIGHTED, "plans": {"a": "50", "b": "20", "c": "80"}})


@pytest.mark.parametrize("terms", LOWEST, ids=lambda t: str(t["mechanism"]))
@given(bids=heard(most=35))
def test_no_bid_taken_is_above_its_bidders_last_and_the_end_never_moves_back(
    terms: dict[str, Any], bids: Bids
) -> None:
    settled = settle_record(terms, entries(bids))

    taken = [s for s in settled.steps if s.rule == "auction.accepted"]
    for who in {step.bidder for step in taken}:
        own = [int(step.inputs["amount"]) for step in taken if step.bidder == who]
        assert own == sorted(set(own), reverse=True)
    closes = [step.value for step in settled.steps if step.rule == "auction.closes"]
    assert closes == sorted(closes)
