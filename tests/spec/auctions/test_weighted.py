"""Weighted bids: price and plan together, every total told with the figures it came from."""

from typing import Any

import pytest
from tests.support.rooms import answers, moment, said, settle, text, won

from poletai.core.auctions import find_mechanism, read_terms, take

TERMS: dict[str, Any] = {
    "mechanism": "weighted",
    "start": "1000",
    "step": "10",
    "opens": text("9:00"),
    "closes": text("10:00"),
    "window": 300,
    "price_weight": "0.6",
    "plans": {"a": "90", "b": "70", "c": "80.5"},
}
BIDS = (said("9:10", "a", "900"), said("9:20", "b", "800"), said("9:30", "c", "840"))


def test_price_and_plan_together_win() -> None:
    settled = settle(TERMS, *BIDS)

    # a 60 x 800/900 + 36 = 89.33, b 60 + 28 = 88, c 60 x 800/840 + 32.2 = 89.34
    assert won(settled) == [("c", "840")]
    assert [quote.bidder for quote in settled.others] == ["a", "b"]


def test_the_settlement_tells_how_every_total_came_about() -> None:
    points = [step for step in settle(TERMS, *BIDS).steps if step.rule == "auction.points"]

    assert [(step.bidder, str(step.value)) for step in points] == [
        ("c", "89.3429"),
        ("a", "89.3333"),
        ("b", "88.0000"),
    ]
    assert {name: str(figure) for name, figure in points[1].inputs.items()} == {
        "price": "900",
        "base": "800",
        "price-weight": "0.6",
        "price-points": "53.3333",
        "plan": "90",
        "plan-points": "36.0000",
        "total": "268/3",
    }


def test_a_lower_lowest_price_ranks_all_anew() -> None:
    settled = settle(TERMS, *BIDS, said("9:40", "b", "700"))

    # a 60 x 700/900 + 36 = 82.67, b 88, c 60 x 700/840 + 32.2 = 82.2
    assert won(settled) == [("b", "700")]
    assert [quote.bidder for quote in settled.others] == ["a", "c"]


def test_of_equal_totals_the_earlier_bid_wins() -> None:
    terms = {**TERMS, "plans": {"a": "80", "b": "80"}}

    assert won(settle(terms, said("9:10", "b", "900"), said("9:11", "a", "900"))) == [("b", "900")]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (said("9:11", "a", "890.01"), "not-lower"),
        (said("9:11", "a", "890"), "accepted"),
        (said("9:11", "b", "1000.01"), "below-start"),
        (said("9:11", "b", "1000"), "accepted"),
        (said("9:11", "b"), "figure"),
        (said("9:11", "d", "500"), "not-in"),
        (said("10:00:01", "b", "500"), "late"),
    ],
)
def test_a_bid_is_a_step_below_its_bidders_own(entry: Any, code: str) -> None:
    assert answers(settle(TERMS, said("9:10", "a", "900"), entry)) == ["accepted", code]


def test_a_late_bid_moves_the_end_though_it_does_not_lead() -> None:
    settled = settle(TERMS, said("9:10", "a", "500"), said("9:58", "b", "990"))

    assert (settled.at, won(settled)) == (moment("10:03"), [("a", "500")])


def test_bids_above_the_reserve_do_not_count() -> None:
    assert won(settle(TERMS, *BIDS, reserve="839.99")) == [("b", "800")]
    low = settle(TERMS, *BIDS, reserve="799.99")
    assert (low.outcome, low.reason) == ("unsold", "below-reserve")
    assert settle(TERMS).reason == "no-bid"
    kept = settle(TERMS, *BIDS, reserve="850")
    assert [quote.bidder for quote in kept.others] == ["b", "a"]


def test_a_room_shows_the_ranking_and_what_each_may_bid() -> None:
    terms, _ = read_terms(TERMS)
    room = find_mechanism("weighted")
    state = room.begin(terms)
    empty = room.view(terms, state, moment("9:05"), "a")
    for entry in BIDS:
        state = take("weighted", terms, state, entry.input, entry.at)
    everyone, own, stranger = (room.view(terms, state, moment("9:35"), w) for w in ("", "a", "z"))

    assert (str(empty.least), empty.leader, empty.rows) == ("1000", "", ())
    assert (everyone.leader, str(everyone.price), everyone.standing) == ("c", "840", "")
    assert everyone.rows[0] == {"bidder": "c", "price": "840", "plan": "80.5", "total": "89.3429"}
    assert (str(own.own), str(own.least), own.standing) == ("900", "890", "outbid")
    assert (stranger.says, stranger.least, stranger.standing) == ((), None, "out")
    assert room.view(terms, state, moment("10:01"), "a").says == ()
    assert not room.hides(terms, state, BIDS[0].input, BIDS[0].at)
