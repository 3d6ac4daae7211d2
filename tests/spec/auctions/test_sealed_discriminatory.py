"""Sealed bids for a quantity, each winner at its own price."""

from typing import Any

from tests.support.rooms import answers, got, moment, said, settle, text, won

from poletai.core.auctions import find_mechanism, read_terms

TERMS: dict[str, Any] = {
    "mechanism": "sealed-discriminatory",
    "start": "40",
    "quantity": "100",
    "closes": text("10:00"),
}
BIDS = (
    said("9:00", "a", "60", quantity="50"),
    said("9:01", "b", "55", quantity="30"),
    said("9:02", "c", "50", quantity="40"),
    said("9:03", "d", "50", quantity="40"),
    said("9:04", "e", "45", quantity="90"),
)


def test_bids_are_filled_from_the_best_price_on_each_at_its_own() -> None:
    settled = settle(TERMS, *BIDS)

    assert won(settled) == [("a", "60"), ("b", "55"), ("c", "50"), ("d", "50")]
    assert got(settled) == {"a": "50", "b": "30", "c": "10", "d": "10"}
    assert [quote.bidder for quote in settled.others] == ["e"]
    assert settled.steps[-1].rule == "auction.marginal-price"


def test_at_the_last_price_the_earlier_may_go_first() -> None:
    settled = settle({**TERMS, "margin": "earliest"}, *BIDS)

    assert got(settled) == {"a": "50", "b": "30", "c": "20"}


def test_in_a_purchase_the_cheapest_are_paid_what_they_asked() -> None:
    settled = settle({**TERMS, "start": "60", "wins": "lowest"}, *BIDS)

    assert won(settled) == [("e", "45"), ("c", "50"), ("d", "50")]
    assert got(settled) == {"e": "90", "c": "5", "d": "5"}


def test_a_bid_is_taken_back_and_the_room_hides_all() -> None:
    settled = settle(TERMS, BIDS[0], said("9:30", "a", kind="cancel"), said("9:40", "b", "50"))
    room = find_mechanism("sealed-discriminatory")
    terms, _ = read_terms(TERMS)

    assert answers(settled) == ["accepted", "accepted", "units"]
    assert settled.reason == "no-bid"
    assert room.view(terms, room.begin(terms), moment("9:00")).phase == "sealed"
    assert room.hides(terms, room.begin(terms), BIDS[0].input, BIDS[0].at)
