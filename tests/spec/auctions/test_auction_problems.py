"""What keeps an auction from being run, said before it begins."""

from typing import Any

import pytest
from tests.support.rooms import said, settle, text

from poletai.core.auctions import (
    CannotRunError,
    UnknownMechanismError,
    as_json,
    fields_of,
    find_mechanism,
    mechanism_names,
    read_record,
    read_terms,
)

LISTING = {"mechanism": "ascending", "start": "1", "step": "1", "listing_until": text("10:00")}
TEXAS = {
    "mechanism": "texas",
    "start": "1",
    "step": "1",
    "begins": text("10:00"),
    "hard_stop": text("17:00"),
}
FIRST = {"mechanism": "sealed-first", "start": "1", "closes": text("10:00")}
UNIFORM = {**FIRST, "mechanism": "sealed-uniform", "quantity": "10"}
ONE_WAY = {**UNIFORM, "mechanism": "one-way", "step": "1", "opens": text("9:00")}
DUTCH = {"mechanism": "dutch", "start": "1", "begins": text("10:00")}
ROUNDS = {"mechanism": "reverse-rounds", "step": "1", "begins": text("10:00")}
SECOND_PRICE = {**FIRST, "mechanism": "sealed-second"}
OWN_PRICES = {**UNIFORM, "mechanism": "sealed-discriminatory"}
CLOCK = {"mechanism": "japanese", "start": "1", "step": "1", "most": "9", "begins": text("10:00")}
REVERSE = {**FIRST, "mechanism": "reverse-open", "step": "1"}
SHARED = {"mechanism": "reverse-open", "start": "1", "closes": text("10:00"), "step_share": "0.1"}
PLANS = {"a": "100", "b": "0"}
WEIGHTED = {**REVERSE, "mechanism": "weighted", "price_weight": "0.6", "plans": PLANS}
CLASSIC: list[dict[str, Any]] = [SECOND_PRICE, OWN_PRICES, CLOCK, REVERSE, WEIGHTED]
PACKAGES = {"mechanism": "combinatorial", "items": ["n", "s"], "closes": text("10:00")}
RISING = {**PACKAGES, "mechanism": "simultaneous-rounds", "item_start": "1", "step": "1"}
RISING = {k: v for k, v in {**RISING, "begins": text("10:00")}.items() if k != "closes"}
SEVERAL = [PACKAGES, RISING]
EARLIER = [LISTING, TEXAS, FIRST, UNIFORM, ONE_WAY, DUTCH, ROUNDS]
SOUND: list[dict[str, Any]] = [*EARLIER, *CLASSIC, *SEVERAL]
SECOND = {"name": "area", "start": "1", "step": "1"}


@pytest.mark.parametrize("terms", SOUND, ids=lambda t: str(t["mechanism"]))
def test_sound_terms_have_no_problem(terms: dict[str, Any]) -> None:
    assert read_terms(terms)[1] == ()


def test_every_mechanism_is_tried_here_and_has_a_title() -> None:
    assert {terms["mechanism"] for terms in SOUND} == set(mechanism_names())
    assert all(set(find_mechanism(name).TITLE) == {"zh", "en"} for name in mechanism_names())


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"mechanism": "lottery"}, "mechanism-unknown"),
        ({}, "mechanism-unknown"),
        ({**LISTING, "step": None}, "terms-wrong"),
        ({**LISTING, "stepp": "1"}, "terms-wrong"),
        ({**LISTING, "listing_until": "2026-04-20T10:00:00"}, "terms-wrong"),
        ({**LISTING, "step": "0"}, "figure"),
        ({**LISTING, "start": "NaN"}, "figure"),
        ({**LISTING, "start": "1" * 25}, "figure"),
        ({**LISTING, "cap": "10", "second": {**SECOND, "step": "-1"}}, "figure"),
        ({**LISTING, "cap": "0.5"}, "cap"),
        ({**LISTING, "second": SECOND}, "cap"),
        ({**LISTING, "listing_from": text("10:01")}, "instants"),
        ({**LISTING, "hard_stop": text("9:00")}, "instants"),
        ({**TEXAS, "hard_stop": text("9:00")}, "instants"),
        ({**TEXAS, "round": 0}, "terms-wrong"),
        ({**FIRST, "opens": text("10:00")}, "instants"),
        ({**FIRST, "priority": {"a": 1}}, "ties"),
        ({**UNIFORM, "opens": text("10:00")}, "instants"),
        ({**UNIFORM, "unit": "3"}, "units"),
        ({**SECOND_PRICE, "opens": text("10:00")}, "instants"),
        ({**OWN_PRICES, "unit": "3"}, "units"),
        ({**CLOCK, "opens": text("10:00")}, "instants"),
        ({**CLOCK, "most": "0.5"}, "cap"),
        ({**CLOCK, "most": "9.5"}, "cap"),
        ({**CLOCK, "most": "100002"}, "cap"),
        ({**CLOCK, "interval": 0}, "terms-wrong"),
        ({**REVERSE, "opens": text("10:00")}, "instants"),
        ({**REVERSE, "hard_stop": text("9:59")}, "instants"),
        ({**REVERSE, "step": None}, "step"),
        ({**SHARED, "step_share": "1"}, "step"),
        ({**WEIGHTED, "price_weight": "1"}, "weight"),
        ({**WEIGHTED, "plans": {}}, "plans"),
        ({**WEIGHTED, "plans": {"a": "100.1"}}, "plans"),
        ({**WEIGHTED, "plans": {"a": "-1"}}, "plans"),
        ({**WEIGHTED, "plans": {"a": "NaN"}}, "plans"),
        ({**ONE_WAY, "opens": text("10:00")}, "instants"),
        ({**ONE_WAY, "hard_stop": text("9:30")}, "instants"),
        ({**ONE_WAY, "unit": "3"}, "units"),
        ({**PACKAGES, "opens": text("10:00")}, "instants"),
        ({**PACKAGES, "items": []}, "terms-wrong"),
        ({**PACKAGES, "items": ["n", "n"]}, "items"),
        ({**PACKAGES, "starts": {"w": "1"}}, "items"),
        ({**PACKAGES, "starts": {"n": "0.005"}}, "figure"),
        ({**PACKAGES, "starts": {"n": "NaN"}}, "figure"),
        ({**PACKAGES, "start": "0.005"}, "figure"),
        ({**PACKAGES, "start": "1" + "0" * 13}, "figure"),
        ({**RISING, "item_start": None, "starts": {"n": "1"}}, "items"),
        ({**RISING, "starts": {"n": "-1"}}, "figure"),
        ({**RISING, "points": {"w": 1}}, "items"),
        ({**RISING, "activity": "1.1"}, "activity"),
        ({**DUTCH, "stage": 0}, "terms-wrong"),
        ({**DUTCH, "drops": 100}, "drop"),
        ({**ROUNDS, "turn": 0}, "terms-wrong"),
        ({**ROUNDS, "rounds": 10**9}, "terms-wrong"),
        ({**ROUNDS, "begins": "9998-12-31T23:59:59Z"}, "instants"),
    ],
)
def test_terms_that_cannot_be_run_say_why(terms: dict[str, Any], code: str) -> None:
    read, problems = read_terms(terms)

    assert read is None
    assert [problem.code for problem in problems] == [f"auction.{code}"]


def test_two_inputs_of_one_instant_are_numbered() -> None:
    with pytest.raises(CannotRunError) as problem:
        settle(FIRST, said("9:00", "a", "1"), said("9:00", "b", "1"))

    assert [p.code for p in problem.value.problems] == ["auction.order-open"]
    assert settle(FIRST, said("9:00", "a", "1"), said("9:00", "b", "1", number=1)).outcome == "tied"


def test_a_number_plate_is_one_bidders() -> None:
    with pytest.raises(CannotRunError, match="plate 7 is of a and of b"):
        settle(FIRST, said("9:00", "a", "1", plate="7"), said("9:01", "b", "1", plate="7"))


def test_terms_with_a_problem_settle_nothing() -> None:
    with pytest.raises(CannotRunError, match="is not before the end"):
        settle({**FIRST, "opens": text("10:00")})


def test_no_mechanism_has_an_unknown_name() -> None:
    with pytest.raises(UnknownMechanismError, match="take one of ascending"):
        find_mechanism("lottery")


def test_a_record_is_read_in_the_order_of_arrival() -> None:
    lines = [
        {"at": text("9:01"), "bidder": "b", "amount": "2"},
        {"at": text("9:00"), "bidder": "a", "amount": "1", "plate": "7"},
    ]

    assert [entry.input.bidder for entry in read_record(lines)] == ["a", "b"]


def test_a_settlement_travels_as_plain_text() -> None:
    told = as_json(settle(UNIFORM, said("9:00", "a", "1.10", quantity="10")))

    assert told["winners"] == [
        {
            "at": "2026-04-20T09:00:00Z",
            "bidder": "a",
            "dimension": "",
            "number": 0,
            "price": "1.10",
            "quantity": "10",
        }
    ]
    assert told["steps"][0] == {
        "at": "2026-04-20T09:00:00Z",
        "bidder": "a",
        "inputs": {"amount": "1.10", "kind": "bid", "quantity": "10"},
        "rule": "auction.accepted",
        "value": "accepted",
    }


def test_a_mechanism_names_the_terms_it_takes() -> None:
    assert {"start", "step", "listing_until"} <= set(fields_of("ascending"))
