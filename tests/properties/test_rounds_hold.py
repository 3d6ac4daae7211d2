"""What always holds of simultaneous rounds, whoever bids on what: found again round by round."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.support import naive_rounds as naive
from tests.support.rooms import DAY

from poletai.core.auctions import (
    Entry,
    Input,
    Refused,
    find_mechanism,
    read_terms,
    settle_record,
    take,
)
from poletai.core.auctions.rounds import Rounds, advanced

POINTS = {"n": 3, "s": 2, "w": 1}
ROUND, PAUSE, MOST = 60, 20, 8
Bids = list[naive.Bid]


def terms(percent: int = 100, waivers: int = 0) -> dict[str, Any]:
    return {
        "mechanism": "simultaneous-rounds",
        "items": list(POINTS),
        "points": POINTS,
        "item_start": "10",
        "step": "2",
        "begins": DAY.isoformat(),
        "round": ROUND,
        "pause": PAUSE,
        "most": MOST,
        "activity": str(Decimal(percent) / 100),
        "waivers": waivers,
    }


@st.composite
def heard(draw: st.DrawFn) -> Bids:
    """Draw bids that mostly rise as time goes on."""
    times = sorted(draw(st.lists(st.integers(0, 500), max_size=25, unique=True)))
    low = draw(st.integers(0, 5))
    return [
        (
            at,
            draw(st.sampled_from("abc")),
            draw(st.sampled_from("nsw")),
            10 + at // 25 + draw(st.integers(-2, low)),
        )
        for at in times
    ]


def entries(bids: Bids) -> list[Entry]:
    return [
        Entry(
            DAY + timedelta(seconds=at),
            Input(bidder=bidder, amount=Decimal(amount), items=(item,)),
        )
        for at, bidder, item, amount in bids
    ]


def states(given_: dict[str, Any], bids: Bids) -> Iterator[Rounds]:
    """Yield the state at the end of every round."""
    read, problems = read_terms(given_)
    assert problems == ()
    state = find_mechanism("simultaneous-rounds").begin(read)
    heard_ = entries(bids)
    for number in range(MOST):
        opens = DAY + timedelta(seconds=number * (ROUND + PAUSE))
        while heard_ and heard_[0].at < opens + timedelta(seconds=ROUND + PAUSE):
            entry = heard_.pop(0)
            taken = take("simultaneous-rounds", read, state, entry.input, entry.at)
            state = state if isinstance(taken, Refused) else taken
        yield advanced(read, state, opens + timedelta(seconds=ROUND + 1))


settings = {"percent": st.sampled_from([50, 80, 100]), "waivers": st.integers(0, 2)}


@given(bids=heard(), **settings)
def test_who_holds_what_and_may_bid_on_how_much_is_as_the_naive_hall_says(
    bids: Bids, percent: int, waivers: int
) -> None:
    hall = naive.Hall({bid[1] for bid in bids}, POINTS, start=10, step=2, waivers=waivers)
    after = naive.simultaneous(bids, hall, round_=ROUND, pause=PAUSE, most=MOST, percent=percent)
    *seen, last = states(terms(percent, waivers), bids)

    assert {item: (q.bidder, int(q.price)) for item, q in last.held.items()} == hall.board
    for state, told in zip([*seen, last], after, strict=False):
        assert {bidder: state.may(bidder) for bidder in told} == told


@given(bids=heard(), **settings)
def test_eligibility_never_rises_and_a_standing_bid_never_falls(
    bids: Bids, percent: int, waivers: int
) -> None:
    seen = list(states(terms(percent, waivers), bids))

    for before, after in pairwise(seen):
        assert all(after.may(bidder) <= before.may(bidder) for bidder in "abcd")
        assert all(after.left(bidder) <= before.left(bidder) for bidder in "abcd")
        for item, quote in before.held.items():
            now = after.held[item]
            assert now == quote or now.price >= quote.price + 2


@given(bids=heard(), **settings)
def test_winners_pay_what_they_bid_for_what_they_hold(
    bids: Bids, percent: int, waivers: int
) -> None:
    settled = settle_record(terms(percent, waivers), entries(bids))
    *_, last = states(terms(percent, waivers), bids)

    told = {q.bidder: (q.items, int(q.price)) for q in settled.winners}
    for bidder, (items, price) in told.items():
        own = {i: int(q.price) for i, q in last.held.items() if q.bidder == bidder}
        assert (set(items or ()), price) == (set(own), sum(own.values()))
    assert {q.bidder for q in last.held.values()} == set(told)


@given(bids=heard(), other=st.sampled_from(["", *"abcd"]))
def test_a_bid_of_the_round_shows_in_no_view_of_another(bids: Bids, other: str) -> None:
    read, _ = read_terms(terms())
    room = find_mechanism("simultaneous-rounds")
    state = room.begin(read)
    for entry in entries(bids):
        taken = take("simultaneous-rounds", read, state, entry.input, entry.at)
        if isinstance(taken, Refused):
            continue
        if entry.input.bidder != other:
            before = room.view(read, state, entry.at, other)
            assert room.view(read, taken, entry.at, other) == before
        state = taken


@given(bids=heard(), after=st.integers(0, 500), bidder=st.sampled_from("abcd"))
def test_the_least_shown_of_an_item_is_taken_and_nothing_below_it(
    bids: Bids, after: int, bidder: str
) -> None:
    read, _ = read_terms(terms())
    room = find_mechanism("simultaneous-rounds")
    state = room.begin(read)
    for entry in entries(bids):
        taken = take("simultaneous-rounds", read, state, entry.input, entry.at)
        state = state if isinstance(taken, Refused) else taken
    at = (state.at or DAY) + timedelta(seconds=after)
    shown = room.view(read, state, at, bidder)
    for row in shown.rows[: len(POINTS)]:
        for less in (Decimal(0), Decimal("0.01")):
            amount = Decimal(row.get("least", "1000")) - less
            said = Input(bidder=bidder, amount=amount, items=(row["item"],))
            answer = take("simultaneous-rounds", read, state, said, at)
            assert isinstance(answer, Refused) == ("least" not in row or less > 0)
