"""What always holds of an auction, whoever bids and whenever: each winner found a second way."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import naive_auctions as naive
from tests.support.heard import alone, entries, found, heard, instant

from poletai.core.auctions import as_json, settle_record
from poletai.core.basics.canonical import canonical

Bids = list[naive.Bid]

ASCENDING: dict[str, Any] = {
    "mechanism": "ascending",
    "start": "6",
    "step": "3",
    "listing_until": instant(150),
    "window": 60,
}


@given(heard(), st.integers(0, 30))
def test_the_winner_of_a_listing_is_the_naive_one(bids: Bids, reserve: int) -> None:
    settled = settle_record(ASCENDING, entries(bids), Decimal(reserve) if reserve else None)

    assert alone(settled) == naive.ascending(
        bids, start=6, step=3, until=150, window=60, reserve=reserve
    )


TEXAS: dict[str, Any] = {
    "mechanism": "texas",
    "start": "5",
    "step": "2",
    "begins": instant(0),
    "hard_stop": instant(300),
    "pause": 5,
    "round": 60,
}


@given(heard())
def test_the_winner_of_restarted_rounds_is_the_naive_one(bids: Bids) -> None:
    settled = settle_record(TEXAS, entries(bids))

    assert alone(settled) == naive.texas(bids, start=5, step=2, pause=5, rest=60, stop=300)


FIRST: dict[str, Any] = {
    "mechanism": "sealed-first",
    "start": "1",
    "closes": instant(400),
    "ties": ["earliest"],
}


@given(heard())
def test_the_best_sealed_quotation_is_the_naive_one(bids: Bids) -> None:
    assert alone(settle_record(FIRST, entries(bids))) == naive.sealed_first(bids)


UNIFORM: dict[str, Any] = {
    "mechanism": "sealed-uniform",
    "start": "1",
    "quantity": "20",
    "closes": instant(400),
}


@pytest.mark.parametrize("margin", ["pro-rata", "earliest"])
@given(heard(most=4))
def test_a_uniform_price_and_its_shares_are_the_naive_ones(margin: str, bids: Bids) -> None:
    settled = settle_record({**UNIFORM, "margin": margin}, entries(bids))

    assert found(settled) == naive.uniform(bids, quantity=20, by_time=margin == "earliest")


ONE_WAY: dict[str, Any] = {
    "mechanism": "one-way",
    "start": "4",
    "step": "2",
    "quantity": "20",
    "opens": instant(0),
    "closes": instant(350),
}


@given(heard())
def test_what_one_way_bids_get_is_the_naive_share(bids: Bids) -> None:
    settled = settle_record(ONE_WAY, entries(bids))

    assert found(settled) == naive.one_way(bids, start=4, step=2, quantity=20, close=350)


ROUNDS: dict[str, Any] = {
    "mechanism": "reverse-rounds",
    "step": "2",
    "begins": instant(0),
    "first_pause": 10,
    "pause": 10,
    "turn": 20,
}


@given(
    st.dictionaries(st.sampled_from("abcd"), st.integers(20, 40), min_size=1),
    heard(last=270),
)
def test_the_winner_of_reverse_rounds_is_the_naive_one(offers: dict[str, int], bids: Bids) -> None:
    first = [(i - len(offers), who, amount, 1) for i, (who, amount) in enumerate(offers.items())]

    settled = settle_record(ROUNDS, [*entries(first, "offer"), *entries(bids)])

    assert alone(settled) == naive.reverse_rounds(offers, bids, step=2, pause=10, turn=20)


DUTCH: dict[str, Any] = {
    "mechanism": "dutch",
    "start": "1000",
    "begins": instant(0),
    "pause": 0,
    "stage": 10,
    "drops": 30,
    "sealed_pause": 0,
    "sealed": 60,
    "best_pause": 0,
    "best": 60,
}


@given(heard(last=300, most=99, scale=10), st.integers(0, 309), st.booleans())
def test_the_winner_of_a_falling_price_is_the_naive_one(
    bids: Bids, second: int, taken: bool
) -> None:
    heard_ = [bid for bid in bids if bid[0] != second]
    price = 1000 - 10 * (second // 10)
    taker = [(second, "a", price, 1)] if taken else []

    settled = settle_record(DUTCH, [*entries(heard_), *entries(taker, "accept")])

    # Whoever does not take the price can only answer it: the naive hall hears the taker alone.
    after = [bid for bid in heard_ if taken and bid[0] > second]
    told = naive.dutch([*taker, *after], start=1000, stage=10, drops=30, sealed=60, best=60)
    assert alone(settled) == told


ALL = (ASCENDING, TEXAS, FIRST, UNIFORM, ONE_WAY)
by_all = pytest.mark.parametrize("terms", ALL, ids=lambda t: str(t["mechanism"]))


@by_all
@given(bids=heard(most=12))
def test_nobody_pays_more_than_it_bid(terms: dict[str, Any], bids: Bids) -> None:
    highest = {who: max(b[2] for b in bids if b[1] == who) for _, who, _, _ in bids}

    for bidder, (price, _) in found(settle_record(terms, entries(bids))).items():
        assert price <= highest[bidder]


@by_all
@given(bids=heard(most=12))
def test_a_settlement_depends_on_arrival_not_on_how_the_record_is_listed(
    terms: dict[str, Any], bids: Bids
) -> None:
    told = [
        canonical(as_json(settle_record(terms, e))) for e in (entries(bids), entries(bids)[::-1])
    ]

    assert told[0] == told[1]


BY_TIME: dict[str, Any] = {**UNIFORM, "margin": "earliest"}


@pytest.mark.parametrize(
    "terms", [ASCENDING, FIRST, BY_TIME, ONE_WAY], ids=lambda t: str(t["mechanism"])
)
@given(bids=heard(last=140, most=12))
def test_no_later_equal_bid_beats_an_earlier(terms: dict[str, Any], bids: Bids) -> None:
    before = settle_record(terms, entries(bids))
    own = {who: (amount, quantity) for _, who, amount, quantity in bids}
    last = before.winners[-1:]
    rivals = [
        (145, "z", int(q.price), own[q.bidder][1])
        for q in last
        if terms is not BY_TIME or own[q.bidder][0] == q.price
    ]

    after = settle_record(terms, [*entries(bids), *entries(rivals)])

    assert set(before.winners) <= set(after.winners)


@given(bids=heard(most=12))
def test_every_bid_taken_respects_the_step_and_the_close_never_moves_back(bids: Bids) -> None:
    settled = settle_record(ASCENDING, entries(bids))

    taken = [s for s in settled.steps if s.rule == "auction.accepted"]
    amounts = [int(s.inputs["amount"]) for s in taken]
    assert all((amount - 6) % 3 == 0 and amount >= 6 for amount in amounts)
    assert amounts == sorted(set(amounts))
    closes = [s.value for s in settled.steps if s.rule == "auction.closes"]
    assert closes == sorted(closes)


@given(bids=heard(most=4))
def test_no_unit_is_made_or_lost(bids: Bids) -> None:
    settled = settle_record(UNIFORM, entries(bids))

    last = {who: quantity for _, who, _, quantity in bids}
    sold = sum(quantity for _, quantity in found(settled).values())
    assert sold == min(20, sum(last.values()))
    assert all(quantity <= last[who] for who, (_, quantity) in found(settled).items())
