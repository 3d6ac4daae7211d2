"""What a room shows of an auction at an instant: its phase, its clock, what may be said next."""

from decimal import Decimal
from typing import Any

import pytest
from tests.support.rooms import moment, said, text
from tests.support.shown_rooms import hidden, shown

from poletai.core.auctions import Entry

TEXAS: dict[str, Any] = {
    "mechanism": "texas",
    "start": "1000",
    "step": "50",
    "begins": text("10:00"),
    "hard_stop": text("10:05"),
}


@pytest.mark.parametrize(
    ("clock", "heard", "phase", "closes", "least"),
    [
        ("9:00", (), "waiting", "10:00:10", None),
        ("10:00:10", (), "round", "10:03:10", "1050"),
        ("10:01:05", (said("10:01", "jia", "1050"),), "pause", "10:01:10", None),
        ("10:02:30", (said("10:01", "jia", "1050"),), "round", "10:04:10", "1100"),
        ("10:04:11", (said("10:01", "jia", "1050"),), "over", "10:04:10", None),
        ("10:04:56", (said("10:03", "a", "1050"), said("10:04:55", "b", "1100")), "over", "", None),
    ],
)
def test_a_round_shows_its_price_and_its_clock(
    clock: str, heard: tuple[Entry, ...], phase: str, closes: str, least: str | None
) -> None:
    view = shown(TEXAS, clock, *heard)

    assert (view.phase, view.closes) == (phase, moment(closes or "10:04:55"))
    assert view.least == (None if least is None else Decimal(least))
    assert view.says == (("bid",) if least else ())


ONE_WAY: dict[str, Any] = {
    "mechanism": "one-way",
    "start": "10",
    "step": "1",
    "quantity": "10",
    "opens": text("9:00"),
    "closes": text("10:00"),
    "window": 300,
}


def test_one_way_bids_are_shown_with_what_each_would_get() -> None:
    heard = (
        said("9:10", "a", "10", quantity="6"),
        said("9:58", "b", "12", quantity="7"),
        said("9:59", "c", "10", quantity="1"),
    )
    view = shown(ONE_WAY, "9:59:30", *heard)

    assert [tuple(row.values()) for row in view.rows] == [
        ("b", "12", "7", "7"),
        ("a", "10", "6", "3"),
        ("c", "10", "1", "0"),
    ]
    assert (view.phase, view.price, view.closes) == ("listing", Decimal(12), moment("10:04"))
    assert [shown(ONE_WAY, "10:01", *heard, bidder=who).standing for who in "abcd"] == [
        "leads",
        "leads",
        "outbid",
        "in",
    ]
    assert [shown(ONE_WAY, "10:01", *heard, bidder=who).least for who in "ad"] == [11, 10]
    assert shown(ONE_WAY, "10:01", *heard).phase == "timed"


def test_one_way_bids_wait_and_end() -> None:
    assert (shown(ONE_WAY, "8:59").phase, shown(ONE_WAY, "8:59").says) == ("waiting", ())
    assert (shown(ONE_WAY, "10:01").phase, shown(ONE_WAY, "10:01").least) == ("over", None)
    low = {**ONE_WAY, "wins": "lowest", "start": "2"}
    heard: tuple[Entry, ...] = (said("9:10", "a", "2", quantity="6"),)
    assert shown(low, "9:20", *heard, bidder="a").least == Decimal(1)
    heard = (*heard, said("9:30", "a", "1", quantity="6"))
    assert shown(low, "9:40", *heard, bidder="a").least is None


FIRST: dict[str, Any] = {
    "mechanism": "sealed-first",
    "start": "1000",
    "opens": text("9:00"),
    "closes": text("10:00"),
}
UNIFORM = {**FIRST, "mechanism": "sealed-uniform", "quantity": "10", "wins": "lowest"}


def test_a_sealed_quotation_is_seen_by_its_bidder_alone() -> None:
    heard = said("9:10", "a", "1200")
    own, other = (shown(FIRST, "9:20", heard, bidder=who) for who in "ab")

    assert (own.own, own.says, own.least) == (Decimal(1200), ("bid", "cancel"), Decimal(1000))
    assert other == shown(FIRST, "9:20", bidder="b")
    assert (other.says, other.standing) == (("bid",), "in")
    assert shown(FIRST, "9:20", heard).says == ("bid",)


def test_sealed_quotations_wait_and_end() -> None:
    assert (shown(FIRST, "8:59").phase, shown(FIRST, "8:59").closes) == ("waiting", moment("9:00"))
    assert (shown(FIRST, "10:01").phase, shown(FIRST, "10:01").least) == ("over", None)


def test_a_bidder_for_a_quantity_sees_its_own() -> None:
    heard = said("9:10", "a", "900", quantity="4")

    assert shown(UNIFORM, "9:20", heard, bidder="a").rows == ({"price": "900", "quantity": "4"},)
    assert (shown(UNIFORM, "9:20", heard).rows, shown(UNIFORM, "9:20").wins) == ((), "lowest")


DUTCH: dict[str, Any] = {"mechanism": "dutch", "start": "1000", "begins": text("10:00"), "drops": 2}
TAKEN = said("10:06", "jia", "990", kind="accept")
ANSWER = said("10:08", "yi", "995")


def test_a_falling_price_says_when_it_falls_next() -> None:
    view = shown(DUTCH, "10:06", bidder="yi")

    assert (view.phase, view.least, view.closes) == ("falling", Decimal(990), moment("10:10:30"))
    assert (view.says, view.step, view.standing) == (("accept",), Decimal(10), "in")
    assert (shown(DUTCH, "10:00").phase, shown(DUTCH, "10:00").closes) == (
        "waiting",
        moment("10:00:30"),
    )
    assert (shown(DUTCH, "10:15:30").phase, shown(DUTCH, "10:15:30").closes) == (
        "over",
        moment("10:15:30"),
    )


@pytest.mark.parametrize(
    ("clock", "phase", "closes"),
    [
        ("10:06:10", "pause", "10:06:20"),
        ("10:10", "sealed", "10:16:20"),
        ("10:16:30", "pause", "10:16:40"),
        ("10:17", "best", "10:21:40"),
        ("10:22", "over", "10:21:40"),
    ],
)
def test_a_taken_price_is_answered_in_phases(clock: str, phase: str, closes: str) -> None:
    view = shown(DUTCH, clock, TAKEN, ANSWER)

    assert (view.phase, view.closes, view.ends) == (phase, moment(closes), moment("10:21:40"))
    assert view.leader == ("" if phase == "over" else "jia")


def test_only_whose_turn_it_is_may_answer_a_taken_price() -> None:
    asked = {
        (clock, who): shown(DUTCH, clock, TAKEN, ANSWER, bidder=who).least
        for clock in ("10:10", "10:17")
        for who in ("jia", "yi")
    }
    more = Decimal("990.01")
    assert asked == {
        ("10:10", "jia"): None,
        ("10:10", "yi"): more,
        ("10:17", "jia"): more,
        ("10:17", "yi"): None,
    }


def test_that_somebody_answered_is_not_shown_while_others_may() -> None:
    for who in ("", "jia", "bing"):
        assert shown(DUTCH, "10:10", TAKEN, ANSWER, bidder=who) == shown(
            DUTCH, "10:10", TAKEN, bidder=who
        )
    assert shown(DUTCH, "10:10", TAKEN, ANSWER, bidder="yi").own == Decimal(995)


def test_a_price_taken_for_good_ends_it() -> None:
    assert shown({**DUTCH, "sealed": 0}, "10:06", TAKEN).phase == "over"
    assert shown(DUTCH, "10:17", TAKEN).phase == "over"
    assert shown(DUTCH, "10:17", TAKEN, bidder="jia").standing == "leads"


ROUNDS: dict[str, Any] = {"mechanism": "reverse-rounds", "step": "10", "begins": text("10:00")}
OFFERS = (
    said("9:00", "a", "500", kind="offer"),
    said("9:20", "c", "400", kind="offer"),
)


def test_offers_are_seen_by_all_once_the_rounds_begin() -> None:
    before = shown(ROUNDS, "9:30", *OFFERS, bidder="b")

    assert before == shown(ROUNDS, "9:30", bidder="b")
    assert (before.phase, before.says, before.closes) == ("sealed", ("offer",), moment("10:00"))
    view = shown(ROUNDS, "10:01", *OFFERS)
    assert (view.phase, view.closes, view.price, view.leader) == (
        "pause",
        moment("10:05"),
        Decimal(400),
        "c",
    )
    assert [tuple(row.values()) for row in view.rows] == [("a", "500"), ("c", "400")]


def test_a_bid_in_a_turn_is_seen_by_its_bidder_until_the_turn_is_over() -> None:
    bid = said("10:06", "a", "390")
    own, other = (shown(ROUNDS, "10:06:30", *OFFERS, bid, bidder=who) for who in "ac")

    assert (own.own, own.least, own.says) == (Decimal(390), Decimal(490), ("bid", "cancel"))
    assert other == shown(ROUNDS, "10:06:30", *OFFERS, bidder="c")
    assert (other.turn, other.round, other.says, other.standing) == ("a", 1, (), "leads")
    after = shown(ROUNDS, "10:07", *OFFERS, bid)
    assert (after.turn, after.price, after.leader) == ("c", Decimal(390), "a")


def test_rounds_end_for_all_and_for_one_alone_at_once() -> None:
    over = shown(ROUNDS, "10:21", *OFFERS, said("10:19:30", "a", "100"), bidder="z")

    assert (over.phase, over.closes, over.price, over.standing) == (
        "over",
        moment("10:21"),
        Decimal(400),
        "out",
    )
    assert shown(ROUNDS, "10:01", OFFERS[0]).phase == "over"
    assert shown(ROUNDS, "10:01").price is None


def test_who_cannot_go_lower_may_still_cancel() -> None:
    low = (said("9:00", "a", "10", kind="offer"), OFFERS[1])
    view = shown(ROUNDS, "10:08", *low, bidder="a")

    assert (view.turn, view.least, view.says) == ("a", None, ("cancel",))


@pytest.mark.parametrize(
    ("given", "kind", "is_hidden"),
    [
        (TEXAS, "bid", False),
        (ONE_WAY, "bid", False),
        (FIRST, "bid", True),
        (UNIFORM, "cancel", True),
        (DUTCH, "accept", False),
        (DUTCH, "bid", True),
        (ROUNDS, "offer", True),
        (ROUNDS, "bid", True),
    ],
)
def test_what_is_hidden_of_each_room(given: dict[str, Any], kind: str, is_hidden: bool) -> None:
    assert hidden(given, kind) is is_hidden
