"""Open reverse bids: every bid a step below the best, the end moved by late ones."""

from typing import Any

import pytest
from tests.support.rooms import answers, moment, said, settle, text, won

from poletai.core.auctions import find_mechanism, read_terms, take

TERMS: dict[str, Any] = {
    "mechanism": "reverse-open",
    "start": "1000",
    "step": "10",
    "opens": text("9:00"),
    "closes": text("10:00"),
    "window": 300,
    "hard_stop": text("10:12"),
}
SHARE: dict[str, Any] = {
    "mechanism": "reverse-open",
    "start": "1000",
    "step_share": "0.005",
    "closes": text("10:00"),
}


def test_the_lowest_bid_wins_and_is_paid_what_it_bid() -> None:
    settled = settle(
        TERMS, said("9:00", "a", "1000"), said("9:10", "b", "990"), said("9:20", "a", "900")
    )

    assert won(settled) == [("a", "900")]
    assert [(q.bidder, str(q.price)) for q in settled.others] == [("b", "990")]
    assert settled.at == moment("10:00")


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (said("9:01", "a", "900"), "leads-already"),
        (said("9:01", "b", "940.01"), "not-lower"),
        (said("9:01", "b", "940"), "accepted"),
        (said("9:01", "b", "123.45"), "accepted"),
        (said("9:01", "b"), "figure"),
        (said("9:01", "b", "940", kind="cancel"), "kind-unknown"),
        (said("10:00", "b", "940"), "accepted"),
        (said("10:00:01", "b", "940"), "late"),
    ],
)
def test_a_bid_is_a_step_below_the_best_and_of_another(entry: Any, code: str) -> None:
    assert answers(settle(TERMS, said("9:00", "a", "950"), entry)) == ["accepted", code]


def test_the_start_is_a_ceiling_and_the_opening_an_opening() -> None:
    settled = settle(TERMS, said("8:59", "a", "900"), said("9:00", "a", "1000.01"))

    assert answers(settled) == ["too-early", "below-start"]
    assert settled.reason == "no-bid"


def test_a_leader_may_lower_its_own_bid_where_the_terms_say_so() -> None:
    terms = {**TERMS, "leader_may_lower": True}
    settled = settle(terms, said("9:00", "a", "950"), said("9:01", "a", "945"))

    assert answers(settled) == ["accepted", "not-lower"]
    assert won(settle(terms, said("9:00", "a", "950"), said("9:01", "a", "940"))) == [("a", "940")]


def test_a_bid_in_the_last_window_moves_the_end_never_past_the_hard_stop() -> None:
    early, late = said("9:54:59", "a", "950"), said("9:56", "b", "900")
    later, last = said("10:01", "a", "890"), said("10:06", "b", "880")

    assert settle(TERMS, early).at == moment("10:00")
    assert settle(TERMS, early, late).at == moment("10:01")
    assert settle(TERMS, early, late, later).at == moment("10:06")
    assert settle(TERMS, early, late, later, last).at == moment("10:11")
    over = (said("10:11", "a", "870"), said("10:12", "b", "860"), said("10:12:01", "a", "850"))
    settled = settle(TERMS, early, late, later, last, *over)
    assert (settled.at, won(settled)) == (moment("10:12"), [("b", "860")])


def test_a_step_in_per_cent_is_of_the_best_price_rounded_up_to_the_cent() -> None:
    first = said("9:00", "a", "332.20")

    # 0.5 % of 332.20 is 1.661: 330.54 is not enough below it, 330.53 is.
    assert answers(settle(SHARE, first, said("9:01", "b", "330.54")))[1] == "not-lower"
    assert won(settle(SHARE, first, said("9:01", "b", "330.53"))) == [("b", "330.53")]


def test_of_a_step_and_a_share_the_larger_counts() -> None:
    terms = {**SHARE, "step": "3"}

    for start, most in (("1000", "995"), ("500", "497")):
        first, second = said("9:00", "a", start), said("9:01", "b", most)
        assert won(settle(terms, first, second)) == [("b", most)]
        above = said("9:01", "b", f"{most}.01")
        assert answers(settle(terms, first, above))[1] == "not-lower"


@pytest.mark.parametrize(("reserve", "outcome"), [("900", "sold"), ("899.99", "unsold")])
def test_the_reserve_is_the_most_that_is_paid(reserve: str, outcome: str) -> None:
    assert settle(TERMS, said("9:00", "a", "900"), reserve=reserve).outcome == outcome


def test_a_room_shows_the_best_price_and_the_most_that_may_be_bid() -> None:
    terms, _ = read_terms(TERMS)
    room = find_mechanism("reverse-open")
    state = room.begin(terms)
    before = room.view(terms, state, moment("8:00"))
    first = room.view(terms, state, moment("9:30"), "b")
    bid = said("9:56", "a", "950")
    state = take("reverse-open", terms, state, bid.input, bid.at)
    leader, other = (room.view(terms, state, moment("10:00:30"), who) for who in "ab")

    assert (before.phase, before.closes, before.least) == ("waiting", moment("9:00"), None)
    assert (str(first.least), first.price, first.standing) == ("1000", None, "in")
    assert (leader.phase, leader.standing, leader.says) == ("timed", "leads", ())
    assert (str(leader.own), leader.leader, leader.wins) == ("950", "a", "lowest")
    assert (str(other.least), str(other.step), other.says) == ("940", "10", ("bid",))
    assert room.view(terms, state, moment("10:01:01"), "b").phase == "over"
    assert not room.hides(terms, state, bid.input, bid.at)


def test_where_the_price_cannot_fall_a_step_further_nothing_is_asked() -> None:
    terms, _ = read_terms(TERMS)
    bid = said("9:30", "a", "10")
    room = find_mechanism("reverse-open")
    state = take("reverse-open", terms, room.begin(terms), bid.input, bid.at)

    assert room.view(terms, state, moment("9:31"), "b").says == ()
