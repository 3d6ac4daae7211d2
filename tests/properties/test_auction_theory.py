"""What theory says of auctions with private values, found in the mechanisms themselves."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.support import private_values as play
from tests.support.private_values import Room

from poletai.core.auctions import Settlement, settle_record

Amounts = list[Decimal]
amounts = st.integers(1, 60).map(Decimal)
some = st.lists(amounts, min_size=2, max_size=6)
BOTH = pytest.mark.parametrize("wins", ["highest", "lowest"])


def ends(room: Room, reserve: Decimal | None = None) -> tuple[str, Decimal]:
    """Return who wins a room, and at what price; nobody, at nothing."""
    return won(settle_record(*room, reserve))


def won(settled: Settlement) -> tuple[str, Decimal]:
    return next(((q.bidder, q.price) for q in settled.winners), ("", Decimal(0)))


def gain(room: Room, value: Decimal, reserve: Decimal | None = None) -> Decimal:
    """Return what bidder 0 is left with: its value less the price, or what it is paid less cost."""
    winner, price = ends(room, reserve)
    if winner != "0":
        return Decimal(0)
    return price - value if room[0].get("wins") == "lowest" else value - price


@BOTH
@given(value=amounts, bid=amounts, others=some, reserve=st.none() | amounts, place=st.booleans())
def test_no_other_quotation_gains_over_the_truth_at_the_second_price(
    wins: str, value: Decimal, bid: Decimal, others: Amounts, reserve: Decimal | None, place: bool
) -> None:
    def gained(quoted: Decimal) -> Decimal:
        room, record = play.sealed("sealed-second", [quoted, *others], wins=wins, start="30")
        # Bidder 0 arrives before all others, or after them.
        later = [play.at(1, 0, amount=quoted)] if place else record[:1]
        return gain((room, [*record[1:], *later]), value, reserve)

    assert gained(value) >= gained(bid)
    assert gained(value) >= 0


@pytest.mark.parametrize("ties", ["entered", "last-exit"])
@given(
    value=st.integers(0, 12),
    leaves=st.integers(-1, 12),
    others=st.lists(st.integers(-1, 12), min_size=1, max_size=5),
)
def test_to_leave_at_ones_value_is_the_best_one_can_do_on_a_clock(
    ties: str, value: int, leaves: int, others: list[int]
) -> None:
    def gained(limit: int) -> Decimal:
        room = play.clock([limit, *others], rises=12, step=Decimal(1), ties=ties)
        return gain(room, Decimal(value + 1))

    assert gained(value) >= gained(leaves)


def test_at_the_first_price_the_truth_gains_nothing_and_less_gains() -> None:
    bids = [Decimal(50), Decimal(30)]

    assert gain(play.sealed("sealed-first", bids), Decimal(50)) == 0
    assert gain(play.sealed("sealed-first", [Decimal(31), bids[1]]), Decimal(50)) == 19


@given(values=some, step=st.integers(1, 5).map(Decimal))
def test_english_ends_as_the_second_price_does_within_one_increment(
    values: Amounts, step: Decimal
) -> None:
    winner, price = ends(play.english(values, step))
    assume(winner)
    best, told = ends(play.sealed("sealed-second", values))

    assert abs(price - told) <= step
    assert values[int(best)] - values[int(winner)] < step


@given(costs=some, step=st.integers(1, 5).map(Decimal))
def test_reverse_english_ends_at_the_second_lowest_cost_within_one_step(
    costs: Amounts, step: Decimal
) -> None:
    winner, price = ends(play.reverse_english(costs, Decimal(60), step))
    best, told = ends(play.sealed("sealed-second", costs, wins="lowest"))

    assert told - step <= price <= told + step
    assert costs[int(winner)] - costs[int(best)] < step


@given(limits=st.lists(st.integers(0, 12), min_size=2, max_size=6))
def test_a_clock_ends_as_the_second_price_does(limits: list[int]) -> None:
    bids = [Decimal(limit + 1) for limit in limits]

    room = play.clock(limits, rises=13, step=Decimal(1))
    assert ends(room) == ends(play.sealed("sealed-second", bids))


@given(bids=st.lists(st.integers(700, 1000), min_size=1, max_size=6))
def test_a_falling_price_ends_as_the_first_price_does(bids: list[int]) -> None:
    quoted = [Decimal(bid) for bid in bids]

    falling = play.dutch(quoted, start=Decimal(1000), drops=300, drop=Decimal("0.001"))
    assert ends(falling) == ends(play.sealed("sealed-first", quoted))


@BOTH
@given(bids=some, late=amounts)
def test_a_losing_quotation_more_never_changes_who_wins_at_the_second_price(
    wins: str, bids: Amounts, late: Decimal
) -> None:
    room, record = play.sealed("sealed-second", bids, wins=wins)
    before = won(settle_record(room, record))
    after = won(settle_record(room, [*record, play.at(1, 99, amount=late)]))
    assume(after[0] != "99")

    assert after[0] == before[0]
    no_better = late <= before[1] if wins == "highest" else late >= before[1]
    assert after[1] == (before[1] if no_better else late)


@BOTH
@given(bids=some)
def test_the_second_price_is_never_better_for_the_seller_than_the_best_quotation(
    wins: str, bids: Amounts
) -> None:
    winner, price = ends(play.sealed("sealed-second", bids, wins=wins))

    own = bids[int(winner)]
    assert price <= own if wins == "highest" else price >= own


def revenue(settled: Settlement) -> Decimal:
    return sum((q.price * (q.quantity or 1) for q in settled.winners), Decimal(0))


@given(
    bids=st.lists(st.tuples(amounts, st.integers(1, 12).map(Decimal)), min_size=1, max_size=6),
    margin=st.sampled_from(["pro-rata", "earliest"]),
)
def test_one_price_for_all_never_brings_more_than_the_same_bids_each_at_its_own(
    bids: list[tuple[Decimal, Decimal]], margin: str
) -> None:
    def brings(name: str) -> Settlement:
        terms: dict[str, Any] = {"quantity": "20", "margin": margin}
        room, record = play.sealed(name, [price for price, _ in bids], **terms)
        return settle_record(room, [play.of(each, bids[who][1]) for who, each in enumerate(record)])

    one, own = brings("sealed-uniform"), brings("sealed-discriminatory")
    assert [(q.bidder, q.quantity) for q in one.winners] == [
        (q.bidder, q.quantity) for q in own.winners
    ]
    assert revenue(one) <= revenue(own)
