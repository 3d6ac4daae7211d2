"""Departures in money, consultations, points for money, pass marks, and sales by price and plan."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from poletai.core.evaluation import (
    Adjustment,
    Criterion,
    Offer,
    Quantified,
    Result,
    SetAside,
    Terms,
    evaluate,
    problems_of,
)

HALF = Criterion("technical", "Technical", Decimal(50), Decimal(0), Decimal(100))
SERVICE = Criterion("service", "Service", Decimal(20), Decimal(0), Decimal(20))
CRITERIA = (HALF, SERVICE)


def offer(bid: str, price: str, technical: str = "80", service: str = "10") -> Offer:
    scores = {
        "technical": {"chen": Decimal(technical)},
        "service": {"chen": Decimal(service)},
    }
    return Offer(bid, Decimal(price), scores=scores)


def places(result: Result) -> list[tuple[str, int, str]]:
    return [(placed.bid, placed.place, str(placed.score)) for placed in result.ranked]


def changed(terms: Terms, **changes: Any) -> Terms:
    return msgspec.structs.replace(terms, **changes)


DEPARTURES = Terms(
    "reviewed-lowest-price",
    quantified=(
        Quantified("delay", "Days of delay", Decimal(100), Decimal(10)),
        Quantified("payment", "Days of earlier payment", Decimal("2.5")),
    ),
)


def departing(bid: str, price: str, delay: str, payment: str) -> Offer:
    departures = {"delay": Decimal(delay), "payment": Decimal(payment)}
    return Offer(bid, Decimal(price), departures=departures)


def test_departures_are_valued_in_money_and_too_great_a_one_sets_a_bid_aside() -> None:
    result = evaluate(
        [
            departing("a", "9000", "10", "20"),
            departing("b", "9500", "0", "30"),
            departing("c", "1", "10.5", "0"),
        ],
        DEPARTURES,
    )

    assert [(p.bid, str(p.evaluation_price), str(p.bid_price)) for p in result.ranked] == [
        ("b", "9575.00", "9500"),
        ("a", "10050.00", "9000"),
    ]
    assert result.set_aside == (SetAside("c", "departs-too-far:delay"),)
    valued = next(step for step in result.steps if step.name == "departure")
    assert valued.inputs == {"name": "delay", "units": 10, "per-unit": 100}
    assert valued.value == 1000


@pytest.mark.parametrize(
    ("bid", "terms", "codes"),
    [
        (Offer("a", Decimal(1)), DEPARTURES, ["answer-mismatch"] * 2),
        (Offer("a", Decimal(1)), Terms("reviewed-lowest-price"), ["names-unsound"]),
        (
            departing("a", "1", "-1", "0"),
            DEPARTURES,
            ["answer-negative", "evaluation-price-not-positive"],
        ),
        (departing("a", "0", "0", "0"), DEPARTURES, ["price-not-positive"]),
    ],
)
def test_what_keeps_departures_from_being_valued_is_said(
    bid: Offer, terms: Terms, codes: list[str]
) -> None:
    assert [problem.code for problem in problems_of([bid], terms)] == codes


CONSULTATION = Terms(
    "consultation-score",
    CRITERIA,
    Decimal(30),
    ties=("lower-price", "higher:technical"),
)


def test_a_consultation_parts_equal_scores_by_quotation_and_then_by_technique() -> None:
    # 30 + 40 + 10; 24 + 46 + 10; 30 + 30 + 20
    result = evaluate(
        [
            offer("a", "125", technical="92"),
            offer("b", "100", technical="60", service="20"),
            offer("c", "100"),
        ],
        CONSULTATION,
    )

    assert places(result) == [("c", 1, "80.00"), ("b", 2, "80.00"), ("a", 3, "80.00")]


@pytest.mark.parametrize("ties", [(), ("lower-price",), ("higher:technical", "lower-price")])
def test_a_consultation_cannot_choose_another_order_of_ties(ties: tuple[str, ...]) -> None:
    found = problems_of([offer("a", "1")], changed(CONSULTATION, ties=ties))

    assert [problem.code for problem in found] == ["ties-of-consultation"]


FOR_MONEY = Terms(
    "cost-effectiveness",
    (msgspec.structs.replace(HALF, weight=Decimal(80)), SERVICE),
    Decimal(0),
)


def test_points_for_money_divide_points_by_the_price() -> None:
    # 64 + 10 points for 1000, 76 + 20 for 1500
    result = evaluate([offer("a", "1000"), offer("b", "1500", "95", "20")], FOR_MONEY)

    assert places(result) == [("a", 1, "740.0000"), ("b", 2, "640.0000")]
    assert result.steps[-1].inputs == {
        "technical": 76,
        "service": 20,
        "unit": 10_000,
        "evaluation-price": 1500,
        "exact": "640/1",
    }


def test_points_for_money_give_the_price_no_weight_of_its_own() -> None:
    found = problems_of([offer("a", "1")], changed(FOR_MONEY, criteria=CRITERIA, price_weight=30))

    assert [problem.code for problem in found] == ["price-weight"]


PASSING = Terms(
    "pass-marks",
    (msgspec.structs.replace(HALF, pass_mark=Decimal(60)), SERVICE),
    Decimal(30),
    pass_score=Decimal(70),
)


def test_who_fails_a_pass_mark_is_set_aside_and_sets_no_lowest_price() -> None:
    result = evaluate(
        [
            offer("a", "10", technical="59.9"),
            offer("b", "100", technical="60", service="20"),
            offer("c", "200", technical="70", service="5"),
        ],
        PASSING,
    )

    assert places(result) == [("b", 1, "80.00")]
    assert result.set_aside == (
        SetAside("a", "below-pass-mark:technical"),
        SetAside("c", "below-pass-score"),
    )
    verdicts = [(s.bid, s.value) for s in result.steps if s.name == "pass-mark"]
    assert verdicts == [("a", "failed"), ("b", "passed"), ("c", "passed")]


def test_a_pass_mark_is_compared_with_the_mean_unrounded() -> None:
    marks = {"chen": Decimal(60), "li": Decimal(60), "wang": Decimal("59.99")}
    almost = Offer("a", Decimal(1), scores={"technical": marks, "service": {"chen": Decimal(20)}})

    result = evaluate([almost], PASSING)

    assert result.ranked == ()
    assert str(result.steps[0].inputs["mean"]) == "60.00", "and yet it failed"


def test_without_a_pass_score_every_passing_bid_has_a_place() -> None:
    result = evaluate([offer("a", "1", service="0")], changed(PASSING, pass_score=None))

    assert places(result) == [("a", 1, "70.00")]


def test_a_pass_mark_outside_the_marks_is_refused() -> None:
    beyond = changed(PASSING, criteria=(msgspec.structs.replace(HALF, pass_mark=101), SERVICE))

    found = problems_of([offer("a", "1")], beyond)

    assert [problem.code for problem in found] == ["pass-mark-range"]


SALE = Terms("price-and-plan", CRITERIA, Decimal(30), floor=Decimal(800), ties=("higher-price",))


def test_in_a_sale_the_highest_price_scores_most() -> None:
    # 30 x 800 / 1000 + 50 + 15 = 89.00; 30 + 40 + 19 = 89.00: the tie goes to the higher price
    result = evaluate([offer("a", "800", "100", "15"), offer("b", "1000", "80", "19")], SALE)

    assert places(result) == [("b", 1, "89.00"), ("a", 2, "89.00")]
    assert result.steps[-1].inputs == {"a": 800, "b": 1000}


def test_a_sale_may_go_by_price_alone() -> None:
    offers = [Offer("a", Decimal(900)), Offer("b", Decimal(1000))]
    alone = changed(SALE, criteria=(), price_weight=Decimal(100))

    assert places(evaluate(offers, alone)) == [("b", 1, "100.00"), ("a", 2, "90.00")]


def test_a_sale_has_a_floor_and_no_deductions() -> None:
    cut = Adjustment("small", "platform#test", Decimal("0.1"))
    low = msgspec.structs.replace(offer("a", "799.99"), adjustments=(cut,))

    found = [problem.code for problem in problems_of([low], SALE)]

    assert found == ["price-below-floor", "adjustment-in-sale"]


@pytest.mark.parametrize("terms", [DEPARTURES, CONSULTATION, FOR_MONEY, PASSING, SALE])
def test_no_offers_give_no_ranking(terms: Terms) -> None:
    assert evaluate([], terms).ranked == ()
