"""What keeps an evaluation from being made: every problem, at once, with its place."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from poletai.core.evaluation import (
    Adjustment,
    CannotEvaluateError,
    Criterion,
    Offer,
    Terms,
    UnknownMethodError,
    evaluate,
    method_names,
    method_title,
    problems_of,
)

ONE = Decimal(1)
SKILL = Criterion("skill", "Skill", Decimal(60), Decimal(1), Decimal(10))
RECORD = Criterion("record", "Record", Decimal(10), Decimal(0), Decimal(10), objective=True)
TERMS = Terms("comprehensive-score", (SKILL, RECORD), Decimal(30), ceiling=Decimal(1000))
MARKS = {
    "skill": {"chen": Decimal(5), "li": Decimal(6)},
    "record": {"li": Decimal(9), "wang": Decimal(9)},
}
GOOD = Offer("a", Decimal(900), scores=MARKS)


def with_offer(**changes: Any) -> tuple[list[Offer], Terms]:
    return [msgspec.structs.replace(GOOD, **changes)], TERMS


def with_marks(**changes: dict[str, Decimal]) -> tuple[list[Offer], Terms]:
    other = msgspec.structs.replace(GOOD, bid="b", scores=MARKS | changes)
    return [GOOD, other], TERMS


def with_terms(**changes: Any) -> tuple[list[Offer], Terms]:
    return [GOOD], msgspec.structs.replace(TERMS, **changes)


def price_only(**changes: Any) -> tuple[list[Offer], Terms]:
    return [Offer("a", ONE)], msgspec.structs.replace(Terms("low-price-first"), **changes)


def cut(*shares: str) -> tuple[Adjustment, ...]:
    return tuple(Adjustment(f"cut-{share}", "platform#test", Decimal(share)) for share in shares)


def test_sound_offers_have_no_problem_and_experts_may_share_criteria() -> None:
    assert problems_of([GOOD], TERMS) == ()


@pytest.mark.parametrize(
    ("case", "code", "where"),
    [
        (([GOOD, GOOD], TERMS), "bid-twice", "offers.a"),
        (with_offer(price=Decimal(0)), "price-not-positive", "offers.a.price"),
        (with_offer(price=Decimal("NaN")), "not-a-number", "offers.a"),
        (with_offer(price=Decimal("1E999999")), "figure-too-long", "offers.a"),
        (with_offer(price=Decimal("1E-999999")), "figure-too-long", "offers.a"),
        (with_offer(price=Decimal("1000.01")), "price-above-ceiling", "offers.a.price"),
        (with_offer(adjustments=cut("-0.1")), "adjustment-share", "offers.a.adjustments"),
        (with_offer(adjustments=cut("0.5", "0.50")), "adjustment-share", "offers.a.adjustments"),
        (with_offer(adjustments=cut("0.1", "0.1")), "adjustment-twice", "offers.a"),
        (
            with_offer(deviations=(("late", Decimal(-900)),)),
            "evaluation-price-not-positive",
            "offers.a",
        ),
        (with_terms(rounding={"guess": 2}), "rounding-unknown", "terms.rounding.guess"),
        (with_terms(rounding={"score": 13}), "rounding-unknown", "terms.rounding.score"),
        (
            with_terms(rounding={"evaluation-price": 999}),
            "rounding-unknown",
            "terms.rounding.evaluation-price",
        ),
        (with_terms(ties=("arrival",)), "tie-unknown", "terms.ties"),
        (with_terms(ties=("higher:beauty",)), "tie-unknown", "terms.ties"),
        (with_terms(price_weight=Decimal(31)), "weights-not-100", "terms.criteria"),
        (with_terms(price_weight=Decimal("Infinity")), "not-a-number", "terms"),
        (
            with_terms(criteria=(msgspec.structs.replace(SKILL, low=-ONE), RECORD)),
            "criterion-range",
            "terms.criteria.skill",
        ),
        (with_marks(beauty={"chen": ONE}), "criterion-unknown", "offers.b.scores.beauty"),
        (with_marks(skill={"chen": ONE}), "mark-missing", "offers.b.scores.skill"),
        (
            with_marks(skill={"chen": Decimal("0.9"), "li": ONE}),
            "mark-out-of-range",
            "offers.b.scores.skill.chen",
        ),
        (
            with_marks(record={"li": ONE, "wang": Decimal(2)}),
            "objective-marks-differ",
            "offers.b.scores.record",
        ),
        (price_only(criteria=(SKILL,)), "price-alone", "terms.criteria"),
        (price_only(price_weight=Decimal(0)), "price-alone", "terms.criteria"),
        (
            price_only(method="lowest-evaluated-price", criteria=(SKILL,)),
            "price-alone",
            "terms.criteria",
        ),
    ],
)
def test_a_problem_is_named_with_its_place(
    case: tuple[list[Offer], Terms], code: str, where: str
) -> None:
    found = problems_of(*case)

    assert [(problem.code, problem.where) for problem in found] == [(code, where)]
    with pytest.raises(CannotEvaluateError, match="cannot be made"):
        evaluate(*case)


def test_a_negative_price_weight_and_a_criterion_twice_are_both_said() -> None:
    doubled = with_terms(criteria=(SKILL, SKILL, RECORD), price_weight=Decimal(-30))

    codes = [problem.code for problem in problems_of(*doubled)]

    assert codes == ["criterion-twice", "price-weight"]


def test_an_offer_nobody_marked_is_incomplete() -> None:
    (first, second) = problems_of([msgspec.structs.replace(GOOD, scores={})], TERMS)

    assert first.code == second.code == "mark-missing"
    assert "from anybody" in first.message


def test_an_unknown_method_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownMethodError, match="arithmetic-mean, composite-benchmark"):
        evaluate([], Terms("lottery"))


@pytest.mark.parametrize("name", method_names())
def test_every_method_has_a_title_in_both_languages(name: str) -> None:
    assert set(method_title(name)) == {"zh", "en"}
