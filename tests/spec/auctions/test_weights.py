"""Rounds in which more than the price counts: features, life-cycle costs, performance."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.support.rooms import answers, said, settle, text, won
from tests.support.shown_rooms import shown

from poletai.core.auctions import read_terms
from poletai.core.auctions.weights import Weights, coefficient, compared, most

TERMS: dict[str, Any] = {"mechanism": "reverse-rounds", "step": "10", "begins": text("10:00")}
AIR = {"air": ["0.05", "0.1", "0.15"], "years": ["0.1", "0.15"]}
MEAT = {**TERMS, "step": "0.01", "weights": {"kind": "coefficient", "features": AIR}}


def offer(clock: str, bidder: str, amount: str, part: str = "") -> Any:
    return said(clock, bidder, amount, kind="offer", dimension=part)


def both(bidder: str) -> tuple[Any, ...]:
    """Return the two features of the published example: a tenth of each."""
    return (offer("9:00:01", bidder, "0.1", "air"), offer("9:00:02", bidder, "0.1", "years"))


def read(weights: dict[str, Any]) -> Weights:
    terms, problems = read_terms({**TERMS, "weights": weights})
    assert problems == ()
    found: Weights = terms.weights
    return found


def test_two_tenths_of_three_make_a_coefficient_of_nine_sevenths_exactly() -> None:
    weights = read({"kind": "coefficient", "features": AIR})
    tenth = weights.features["air"][1]

    assert most(weights) == Fraction(3, 10)
    assert coefficient(weights, {"air": tenth, "years": tenth}) == Fraction(9, 7)
    assert coefficient(weights, {}) == 1


def test_a_bid_a_hundredth_dearer_does_not_win_by_rounding() -> None:
    settled = settle(
        MEAT,
        *both("dear"),
        *(
            said(
                "9:10", "cheap", e.input.amount, kind="offer", dimension=e.input.dimension, number=n
            )
            for n, e in enumerate(both("cheap"))
        ),
        offer("9:20", "dear", "1000.02"),
        offer("9:30", "cheap", "1000.01"),
    )

    assert won(settled) == [("cheap", "1000.01")]
    told = {s.bidder: s for s in settled.steps if s.rule == "auction.compared"}
    assert told["dear"].inputs["coefficient"] == told["cheap"].inputs["coefficient"] == "9/7"
    assert told["dear"].inputs["compared"] == "116669/150"
    assert [str(told[who].value) for who in ("cheap", "dear")] == ["777.7856", "777.7933"]


MIXED = {
    **TERMS,
    "weights": {"kind": "mixed", "features": {"air": ["0.5"]}, "costs": ["energy"]},
}


def test_weighed_fifty_goes_before_weighed_ninety_whatever_the_prices() -> None:
    heard = (
        offer("9:00", "A", "0.5", "air"),
        offer("9:01", "A", "100"),
        offer("9:02", "B", "90"),
    )
    settled = settle(MIXED, *heard)

    assert won(settled) == [("A", "100")]
    orders = [step.value for step in settled.steps if step.rule == "auction.order"]
    assert orders == ["B, A"] * 3
    view = shown(MIXED, "10:01", *heard)
    assert (view.leader, str(view.price)) == ("A", "100")
    assert [row["compared"] for row in view.rows] == ["90.0000", "50.0000"]


def test_costs_of_use_are_added_to_the_price() -> None:
    terms = {**TERMS, "weights": {"kind": "life-cycle", "costs": ["energy", "repairs"]}}
    settled = settle(
        terms,
        offer("9:00", "a", "400"),
        offer("9:01", "a", "100", "energy"),
        offer("9:02", "a", "50.5", "repairs"),
        offer("9:03", "b", "550"),
        said("10:08", "b", "540"),
    )

    # a stands at 550.5 and has its turn first; b goes below it anyway.
    assert won(settled) == [("b", "540")]
    assert [quote.bidder for quote in settled.others] == ["a"]


def test_a_mixed_price_is_divided_and_then_added_to() -> None:
    weights = read(MIXED["weights"])
    parts = {"air": weights.features["air"][0], "energy": Decimal(7)}

    assert compared(weights, parts, Decimal(100)) == 57


def test_a_step_is_of_ones_own_money_whatever_it_compares_by() -> None:
    heard = (offer("9:00", "A", "0.5", "air"), offer("9:01", "A", "100"), offer("9:02", "B", "90"))
    settled = settle(MIXED, *heard, said("10:08", "A", "91"), said("10:08:30", "A", "90"))

    assert answers(settled)[3:] == ["not-lower", "accepted"]
    assert shown(MIXED, "10:08", *heard, bidder="A").least == 90


ESCO = {
    "mechanism": "reverse-rounds",
    "begins": text("10:00"),
    "step_share": "0.02",
    "weights": {"kind": "performance"},
}


def test_of_performance_the_highest_wins_by_a_share_of_ones_own() -> None:
    heard = (offer("9:00", "a", "1000"), offer("9:01", "b", "1100"))
    settled = settle(
        ESCO,
        *heard,
        said("10:06", "a", "1019.99"),
        said("10:06:10", "a", "1020"),
        said("10:14", "a", "1200"),
    )

    assert answers(settled)[2:] == ["not-higher", "accepted", "not-your-turn"]
    assert won(settled) == [("b", "1100")]
    view = shown(ESCO, "10:06", *heard, bidder="a")
    assert (str(view.least), view.wins, view.leader) == ("1020.00", "highest", "b")


def test_of_equal_performance_the_earlier_wins_and_moves_last() -> None:
    settled = settle(ESCO, offer("9:01", "late", "1000"), offer("9:00", "early", "1000"))

    assert won(settled) == [("early", "1000")]
    assert [s.value for s in settled.steps if s.rule == "auction.order"] == ["late, early"] * 3


def test_performance_below_the_reserve_wins_nothing() -> None:
    settled = settle(ESCO, offer("9:00", "a", "1000"), reserve="1000.01")

    assert (settled.reason, [q.bidder for q in settled.others]) == ("below-reserve", ["a"])


@pytest.mark.parametrize(
    ("amount", "part", "code"),
    [("0.2", "air", "off-step"), ("0.1", "colour", "dimension"), (None, "air", "figure")],
)
def test_a_part_nobody_asked_for_is_refused(amount: str | None, part: str, code: str) -> None:
    heard = said("9:00", "a", amount, kind="offer", dimension=part)

    assert answers(settle(MEAT, heard)) == [code]


def test_a_part_is_offered_before_the_rounds_and_seen_by_its_bidder_alone() -> None:
    view = shown(MEAT, "9:30", *both("a"), bidder="a")

    assert [row["dimension"] for row in view.rows] == ["air", "years"]
    assert shown(MEAT, "9:30", *both("a"), bidder="b") == shown(MEAT, "9:30", bidder="b")
    assert answers(settle(MEAT, said("10:01", "a", "0.1", kind="offer", dimension="air"))) == [
        "late"
    ]


def test_a_later_part_takes_the_place_of_an_earlier_one() -> None:
    settled = settle(
        MEAT,
        offer("9:00", "a", "0.15", "air"),
        offer("9:01", "a", "0.05", "air"),
        offer("9:02", "a", "100"),
        offer("9:03", "b", "100"),
    )

    told = [s.inputs["coefficient"] for s in settled.steps if s.rule == "auction.compared"]
    assert told == ["15/14", "1/1"]


@pytest.mark.parametrize(
    "weights",
    [
        {"kind": "coefficient"},
        {"kind": "coefficient", "features": AIR, "costs": ["energy"]},
        {"kind": "life-cycle"},
        {"kind": "life-cycle", "costs": ["energy"], "features": AIR},
        {"kind": "mixed", "costs": ["energy"]},
        {"kind": "mixed", "costs": ["air"], "features": AIR},
        {"kind": "performance", "costs": ["energy"]},
        {"kind": "coefficient", "features": {"air": []}},
        {"kind": "coefficient", "features": {"air": ["0"]}},
        {"kind": "coefficient", "features": {"air": ["NaN"]}},
        {"kind": "coefficient", "features": {"air": ["0.5"], "years": ["0.5"]}},
    ],
)
def test_weights_that_cannot_be_used_say_so(weights: dict[str, Any]) -> None:
    _, problems = read_terms({**TERMS, "weights": weights})

    assert {problem.code for problem in problems} == {"auction.weights"}


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"mechanism": "reverse-rounds", "begins": text("10:00")}, "auction.step"),
        ({**TERMS, "step_share": "1"}, "auction.step"),
        ({**TERMS, "weights": {"kind": "beauty"}}, "auction.terms-wrong"),
    ],
)
def test_rounds_without_a_step_cannot_be_run(terms: dict[str, Any], code: str) -> None:
    assert [problem.code for problem in read_terms(terms)[1]] == [code]
