"""Rounds that every bid starts anew."""

from typing import Any

import pytest
from tests.support.rooms import answers, moment, said, settle, text, won

TERMS: dict[str, Any] = {
    "mechanism": "texas",
    "start": "1000.50",
    "step": "100",
    "begins": text("10:00"),
    "hard_stop": text("17:00"),
}


def test_each_bid_starts_a_pause_and_a_round() -> None:
    settled = settle(
        TERMS,
        said("10:00:05", "a", "1100.50"),
        said("10:00:10", "a", "1100.50"),
        said("10:00:15", "b", "1200.50"),
        said("10:03:20", "b", "1300"),
        said("10:03:31", "b", "1400"),
        said("10:06:42", "a", "1500"),
    )

    assert answers(settled) == ["pause", "accepted", "pause", "accepted", "accepted", "late"]
    assert (won(settled), settled.at) == ([("b", "1400")], moment("10:06:41"))


@pytest.mark.parametrize(
    ("amount", "code"),
    [("1100", "not-higher"), ("1150", "off-step"), ("1200", "accepted"), ("1100.50", "accepted")],
)
def test_a_bid_is_the_price_shown_or_a_multiple_of_the_step(amount: str, code: str) -> None:
    assert answers(settle(TERMS, said("10:01", "a", amount))) == [code]


def test_no_round_opens_past_the_hard_stop() -> None:
    terms = {**TERMS, "hard_stop": text("10:01")}
    settled = settle(terms, said("10:00:55", "a", "1200"), said("10:01", "b", "1300"))

    assert answers(settled) == ["accepted", "late"]
    assert settled.at == moment("10:00:55")
    assert settle(terms).at == moment("10:01")


def test_a_room_nobody_bids_in_and_one_below_the_reserve_sell_nothing() -> None:
    assert settle(TERMS).reason == "no-bid"
    assert settle(TERMS, said("10:01", "a", "1200"), reserve="1201").reason == "below-reserve"
    assert settle(TERMS, said("10:01", "a", "1200"), reserve="1200").outcome == "sold"
