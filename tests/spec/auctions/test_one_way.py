"""Open bids for a quantity, each winner at its own price."""

from typing import Any

import pytest
from tests.support.rooms import answers, got, moment, said, settle, text, won

TERMS: dict[str, Any] = {
    "mechanism": "one-way",
    "start": "50",
    "step": "0.1",
    "quantity": "1000",
    "opens": text("9:30"),
    "closes": text("11:30"),
    "least": "100",
}


def test_bids_are_filled_by_price_then_by_arrival_each_at_its_own() -> None:
    settled = settle(
        TERMS,
        said("9:31", "a", "51", quantity="400"),
        said("9:32", "b", "52", quantity="500"),
        said("9:33", "c", "51", quantity="400"),
        said("9:34", "d", "50", quantity="100"),
    )

    assert won(settled) == [("b", "52"), ("a", "51"), ("c", "51")]
    assert got(settled) == {"b": "500", "a": "400", "c": "100"}
    assert [quote.bidder for quote in settled.others] == ["d"]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (said("9:29", "b", "60", quantity="100"), "too-early"),
        (said("11:31", "b", "60", quantity="100"), "late"),
        (said("10:00", "b", "60"), "units"),
        (said("10:00", "b", quantity="100"), "units"),
        (said("10:00", "b", "49.9", quantity="100"), "below-start"),
        (said("10:00", "b", "50.05", quantity="100"), "off-step"),
        (said("10:00", "b", "60", quantity="99"), "too-much"),
        (said("10:00", "b", "60", quantity="1001"), "too-much"),
        (said("10:00", "a", "51", quantity="400"), "not-higher"),
        (said("10:00", "a", "52", quantity="300"), "not-higher"),
        (said("10:00", "a", "52", quantity="400"), "accepted"),
    ],
)
def test_a_bid_betters_ones_own_and_keeps_to_steps_and_units(entry: Any, code: str) -> None:
    settled = settle(TERMS, said("9:31", "a", "51", quantity="400"), entry)

    assert code in answers(settled)[::-1][:2]
    assert len([a for a in answers(settled) if a == "accepted"]) == 1 + (code == "accepted")


def test_a_late_bid_moves_the_end_up_to_the_hard_stop() -> None:
    terms = {**TERMS, "window": 180, "hard_stop": text("11:32")}
    early, late = said("9:31", "a", "51", quantity="400"), said("11:28", "b", "52", quantity="400")

    assert settle(terms, early).at == moment("11:30")
    assert settle(terms, early, late).at == moment("11:31")
    later = said("11:30:30", "a", "53", quantity="400")
    assert settle(terms, early, late, later).at == moment("11:32")


def test_in_a_purchase_prices_fall() -> None:
    terms = {**TERMS, "wins": "lowest"}
    settled = settle(
        terms,
        said("9:31", "a", "51", quantity="400"),
        said("9:32", "b", "48", quantity="700"),
        said("9:33", "a", "47", quantity="400"),
        said("9:34", "c", "50", quantity="400"),
    )

    assert answers(settled) == ["below-start", "accepted", "accepted", "accepted"]
    assert got(settled) == {"a": "400", "b": "600"}


def test_the_reserve_and_an_empty_room() -> None:
    one = said("9:31", "a", "51", quantity="400")

    assert settle(TERMS).reason == "no-bid"
    assert settle(TERMS, one, reserve="51.1").reason == "below-reserve"
    assert won(settle(TERMS, one, reserve="51")) == [("a", "51")]
