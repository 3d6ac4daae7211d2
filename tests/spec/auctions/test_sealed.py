"""Sealed quotations: one price each, or one price for all."""

from typing import Any

import pytest
from tests.support.rooms import answers, got, said, settle, text, won

FIRST: dict[str, Any] = {"mechanism": "sealed-first", "start": "100", "closes": text("10:00")}
UNIFORM: dict[str, Any] = {
    "mechanism": "sealed-uniform",
    "start": "40",
    "quantity": "100",
    "closes": text("10:00"),
}


def bid(clock: str, bidder: str, price: str, quantity: str) -> Any:
    """Return a bid for a quantity."""
    return said(clock, bidder, price, quantity=quantity)


def test_the_highest_quotation_wins_and_pays_what_it_said() -> None:
    settled = settle(FIRST, said("9:00", "a", "120"), said("9:10", "b", "150"))

    assert won(settled) == [("b", "150")]


def test_where_the_lowest_wins_the_start_is_a_ceiling() -> None:
    terms = {**FIRST, "wins": "lowest"}
    settled = settle(
        terms, said("9:00", "a", "101"), said("9:10", "b", "90"), said("9:20", "c", "95")
    )

    assert answers(settled) == ["below-start", "accepted", "accepted"]
    assert won(settled) == [("b", "90")]


def test_equal_quotations_are_left_tied_unless_the_terms_part_them() -> None:
    equal = (said("9:00", "a", "150"), said("9:10", "b", "150"))
    right = {"ties": ["priority", "earliest"], "priority": {"b": 1}}

    assert settle(FIRST, *equal).outcome == "tied"
    assert won(settle({**FIRST, "ties": ["earliest"]}, *equal)) == [("a", "150")]
    assert won(settle({**FIRST, **right}, *equal)) == [("b", "150")]


def test_a_later_quotation_takes_the_place_of_the_earlier_and_may_be_taken_back() -> None:
    settled = settle(
        FIRST,
        said("8:00", "a", "150"),
        said("8:30", "a", "110"),
        said("9:00", "b", "120"),
        said("9:30", "b", kind="cancel"),
        said("9:40", "c"),
        said("10:01", "d", "900"),
    )

    assert answers(settled)[3:] == ["accepted", "figure", "late"]
    assert won(settled) == [("a", "110")]


def test_nothing_is_taken_before_the_opening() -> None:
    terms = {**FIRST, "opens": text("9:00")}

    assert answers(settle(terms, said("8:59", "a", "150"))) == ["too-early"]


@pytest.mark.parametrize(("reserve", "outcome"), [("150", "sold"), ("151", "unsold")])
def test_the_reserve_is_compared_at_the_end(reserve: str, outcome: str) -> None:
    assert settle(FIRST, said("9:00", "a", "150"), reserve=reserve).outcome == outcome


def test_everyone_pays_the_price_of_the_last_unit() -> None:
    settled = settle(
        UNIFORM,
        bid("9:00", "a", "60", "50"),
        bid("9:01", "b", "55", "30"),
        bid("9:02", "c", "50", "40"),
        bid("9:03", "d", "45", "90"),
    )

    assert won(settled) == [("a", "50"), ("b", "50"), ("c", "50")]
    assert got(settled) == {"a": "50", "b": "30", "c": "20"}
    assert [quote.bidder for quote in settled.others] == ["d"]


def test_bids_at_the_margin_share_by_quantity_with_the_largest_remainders() -> None:
    margin = (
        bid("9:00", "a", "60", "70"),
        bid("9:01", "b", "50", "20"),
        bid("9:02", "c", "50", "20"),
        bid("9:03", "d", "50", "30"),
    )

    # 30 left for 20, 20 and 30: 8.57, 8.57 and 12.86.
    assert got(settle(UNIFORM, *margin)) == {"a": "70", "b": "9", "c": "8", "d": "13"}
    earliest = settle({**UNIFORM, "margin": "earliest"}, *margin)
    assert got(earliest) == {"a": "70", "b": "20", "c": "10"}


def test_a_bid_is_whole_units_and_not_more_than_one_may_have() -> None:
    terms = {**UNIFORM, "unit": "10", "most": "50"}
    settled = settle(
        terms,
        bid("9:00", "a", "60", "55"),
        bid("9:01", "b", "60", "60"),
        bid("9:02", "c", "39", "10"),
        said("9:03", "d", "60"),
        bid("9:04", "e", "60", "50"),
        said("9:05", "e", kind="cancel"),
    )

    assert answers(settled) == ["units", "too-much", "below-start", "units", "accepted", "accepted"]
    assert settled.reason == "no-bid"


def test_where_too_little_is_wanted_all_of_it_is_sold_or_nothing() -> None:
    few = (bid("9:00", "a", "60", "50"), bid("9:01", "b", "55", "30"))

    assert won(settle(UNIFORM, *few)) == [("a", "55"), ("b", "55")]
    cancelled = settle({**UNIFORM, "undersubscribed": "cancel"}, *few)
    assert cancelled.reason == "undersubscribed"


def test_bids_below_the_reserve_do_not_count() -> None:
    few = (bid("9:00", "a", "60", "50"), bid("9:01", "b", "55", "30"))

    assert won(settle(UNIFORM, *few, reserve="56")) == [("a", "60")]
    assert settle(UNIFORM, *few, reserve="61").reason == "below-reserve"


def test_in_a_purchase_the_cheapest_sell() -> None:
    terms = {**UNIFORM, "wins": "lowest"}
    settled = settle(terms, bid("9:00", "a", "20", "60"), bid("9:01", "b", "30", "60"))

    assert won(settled) == [("a", "30"), ("b", "30")]
    assert got(settled) == {"a": "60", "b": "40"}


def test_bidders_with_no_right_of_priority_stay_tied() -> None:
    terms = {**FIRST, "ties": ["priority", "earliest"], "priority": {"c": 1}}
    equal = (said("9:00", "a", "150"), said("9:10", "b", "150"))

    assert won(settle(terms, *equal)) == [("a", "150")]
