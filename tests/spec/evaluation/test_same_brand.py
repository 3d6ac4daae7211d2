"""Bids of one brand count as one supplier: one takes part, or one is recommended (ZP-07)."""

from decimal import Decimal

import msgspec
import pytest

from poletai.core.evaluation import (
    Criterion,
    Offer,
    Result,
    SetAside,
    Terms,
    evaluate,
    problems_of,
)
from poletai.core.evaluation.same_brand import suppliers

SKILL = Criterion("skill", "Skill", Decimal(70), Decimal(0), Decimal(100))
BY_PLACE = Terms("comprehensive-score", (SKILL,), Decimal(30), same_brand="by-place")
BY_PRICE = Terms("lowest-evaluated-price", same_brand="by-price")


def offer(bid: str, price: str, brand: str = "", mark: str = "") -> Offer:
    scores = {"skill": {"chen": Decimal(mark)}} if mark else {}
    return Offer(bid, Decimal(price), brand=brand, scores=scores)


def places(result: Result) -> list[tuple[str, int, bool]]:
    return [(placed.bid, placed.place, placed.tied) for placed in result.ranked]


def test_of_a_brand_the_lowest_quotation_takes_part_in_the_lowest_price_method() -> None:
    late = (("delivery", Decimal(500)),)
    cheap = msgspec.structs.replace(offer("a", "100", "lotus"), deviations=late)
    result = evaluate([cheap, offer("b", "120", "lotus"), offer("c", "300")], BY_PRICE)

    assert places(result) == [("c", 1, False), ("a", 2, False)], "quoted lowest, though not judged"
    assert result.set_aside == (SetAside("b", "same-brand"),)
    assert {step.bid for step in result.steps} == {"a", "c"}


def test_equal_lowest_quotations_of_a_brand_wait_for_a_draw() -> None:
    offers = [offer("a", "100", "lotus"), offer("b", "100.00", "lotus")]
    drawn = msgspec.structs.replace(BY_PRICE, draw={"order": ["b", "a"]})

    (problem,) = problems_of(offers, BY_PRICE)
    assert (problem.code, problem.where) == ("same-brand-undecided", "offers.a.brand")
    assert places(evaluate(offers, drawn)) == [("b", 1, False)]


def test_of_a_brand_only_the_highest_score_is_recommended() -> None:
    result = evaluate(
        [
            offer("a", "100", "lotus", "90"),
            offer("b", "100", "lotus", "80"),
            offer("c", "100", "", "80"),
            offer("d", "90", "", "10"),
        ],
        BY_PLACE,
    )

    assert places(result) == [("a", 1, False), ("c", 2, False), ("d", 3, False)]
    assert result.set_aside == (SetAside("b", "same-brand"),)
    assert "b" in {step.bid for step in result.steps}, "it was evaluated like every bid"


def test_equal_best_scores_of_a_brand_stay_tied_until_people_decide() -> None:
    offers = [offer("a", "100", "lotus", "90"), offer("b", "100", "lotus", "90")]
    drawn = msgspec.structs.replace(BY_PLACE, ties=("draw",), draw={"order": ["b", "a"]})

    assert places(evaluate(offers, BY_PLACE)) == [("a", 1, True), ("b", 1, True)]
    assert places(evaluate(offers, drawn)) == [("b", 1, False)]


def test_bids_of_one_brand_are_one_supplier_where_three_are_needed() -> None:
    bids = [offer("a", "1", "lotus"), offer("b", "2", "lotus"), offer("c", "3"), offer("d", "4")]

    assert suppliers(bids) == 3


@pytest.mark.parametrize("rule", ["", "by-price", "by-place"])
def test_bids_without_a_brand_stand_for_themselves(rule: str) -> None:
    terms = msgspec.structs.replace(BY_PRICE, same_brand=rule)

    assert [p.bid for p in evaluate([offer("a", "1"), offer("b", "2")], terms).ranked] == ["a", "b"]


def test_an_unknown_rule_for_brands_is_refused() -> None:
    terms = msgspec.structs.replace(BY_PRICE, same_brand="first")

    assert [problem.code for problem in problems_of([], terms)] == ["same-brand-unknown"]
