"""The edges every open room has: nobody, one bid only, two at one instant, the very end."""

from typing import Any

import pytest
from tests.support.rooms import answers, moment, said, settle, text, won

LISTING: dict[str, Any] = {
    "mechanism": "ascending",
    "start": "100",
    "step": "10",
    "listing_until": text("10:00"),
    "quiet": 3600,
    "window": 300,
    "hard_stop": text("10:08"),
}
ANYONE = {**LISTING, "entry": "anyone", "timed_needs": 0}
REVERSE: dict[str, Any] = {
    "mechanism": "reverse-open",
    "start": "100",
    "step": "10",
    "closes": text("10:00"),
    "window": 300,
    "hard_stop": text("10:08"),
}
PLANS = {"a": "50", "b": "50"}
WEIGHTED = {**REVERSE, "mechanism": "weighted", "price_weight": "0.5", "plans": PLANS}
OPEN = pytest.mark.parametrize("terms", [LISTING, REVERSE, WEIGHTED], ids=lambda t: t["mechanism"])


@OPEN
def test_nobody_bids(terms: dict[str, Any]) -> None:
    settled = settle(terms)

    assert (settled.outcome, settled.reason, settled.at) == ("unsold", "no-bid", moment("10:00"))


@OPEN
def test_one_bid_only_is_enough(terms: dict[str, Any]) -> None:
    settled = settle(terms, said("8:30", "a", "100"))

    assert won(settled) == [("a", "100")]
    assert settled.at == moment("10:00")


def test_of_two_equal_bids_of_one_instant_the_first_to_arrive_stands() -> None:
    for first, second in (("a", "b"), ("b", "a")):
        two = (said("8:30", first, "100"), said("8:30", second, "100", number=1))

        assert answers(settle(LISTING, *two)) == ["accepted", "not-higher"]
        assert answers(settle(REVERSE, *two)) == ["accepted", "not-lower"]
        for terms in (LISTING, REVERSE, WEIGHTED):
            assert won(settle(terms, *two)) == [(first, "100")]


def test_the_last_instant_before_the_quiet_is_in_time_and_the_next_is_not() -> None:
    settled = settle(
        LISTING,
        said("9:00", "a", "100"),
        said("9:00:01", "b", "110"),
        said("10:00", "b", "110"),
        said("10:00:01", "b", "110"),
    )

    assert answers(settled) == ["accepted", "quiet", "quiet", "late"]
    assert won(settled) == [("a", "100")]


def test_a_bid_at_the_hard_stop_is_in_time_and_moves_nothing() -> None:
    listing = settle(
        ANYONE, said("10:04", "a", "100"), said("10:08", "b", "110"), said("10:08:01", "a", "120")
    )
    reverse = settle(
        REVERSE, said("9:58", "a", "100"), said("10:03", "b", "90"), said("10:08", "a", "80")
    )

    assert answers(listing) == ["accepted", "accepted", "late"]
    assert (listing.at, won(listing)) == (moment("10:08"), [("b", "110")])
    assert answers(reverse) == ["accepted"] * 3
    assert (reverse.at, won(reverse)) == (moment("10:08"), [("a", "80")])
