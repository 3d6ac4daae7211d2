"""Benchmark prices: the worked cases, the trims, the draws, and what a percent away costs."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from poletai.core.evaluation import (
    Adjustment,
    Benchmark,
    Offer,
    Result,
    Terms,
    Trim,
    evaluate,
    problems_of,
)

FIVE = ("9500", "9600", "9800", "9900", "9700")
CITY = ("9500", "9600", "9800", "10000", "10400")
TWICE: dict[str, Any] = {"above": Decimal(2), "below": Decimal(1)}
PUBLISHED = Benchmark(
    base=Decimal(10_000),
    weights=(Decimal("0.3"), Decimal("0.5")),
    lowerings=(Decimal("0.02"), Decimal("0.03")),
    **TWICE,
)
MEAN = Terms("arithmetic-mean", price_weight=Decimal(60), benchmark=Benchmark(**TWICE))


def offers(*prices: str) -> list[Offer]:
    return [Offer(bid, Decimal(price)) for bid, price in zip("abcdefgh", prices, strict=False)]


def scores(result: Result) -> list[str]:
    return [str(placed.score) for placed in sorted(result.ranked, key=lambda each: each.bid)]


def benchmark(result: Result) -> str:
    return str(next(step.value for step in result.steps if step.name == "benchmark"))


def changed(terms: Terms, **changes: Any) -> Terms:
    benchmark = msgspec.structs.replace(terms.benchmark or Benchmark(), **changes)
    return msgspec.structs.replace(terms, benchmark=benchmark)


def test_the_mean_of_a_city_drops_one_at_each_end_and_rounds_the_deviation_first() -> None:
    terms = msgspec.structs.replace(
        changed(MEAN, trims=(Trim(4, 1, 1),)), rounding={"deviation": 2}
    )
    result = evaluate(offers(*CITY), terms)

    assert benchmark(result) == "9800.00"
    deviations = [str(step.value) for step in result.steps if step.name == "deviation"]
    assert deviations == ["-3.06", "-2.04", "0.00", "2.04", "6.12"]
    assert scores(result) == ["56.94", "57.96", "60.00", "55.92", "47.76"]


@pytest.mark.parametrize(
    ("weight", "lowering", "base", "expected", "winner"),
    [
        ("0.3", "0.02", "9594.20", ["99.02", "99.88", "95.71", "93.63", "97.79"], "b"),
        ("0.5", "0.03", "9554.50", ["99.43", "99.05", "94.86", "92.77", "96.95"], "a"),
    ],
)
def test_the_draw_of_a_composite_benchmark_decides_the_winner_and_stands_in_the_steps(
    weight: str, lowering: str, base: str, expected: list[str], winner: str
) -> None:
    draw = {"weight": weight, "lowering": lowering}
    result = evaluate(offers(*FIVE), Terms("composite-benchmark", benchmark=PUBLISHED, draw=draw))

    assert (benchmark(result), scores(result)) == (base, expected)
    assert result.ranked[0].bid == winner
    drawn = {step.name: (step.value, step.inputs) for step in result.steps if step.name in draw}
    assert drawn["weight"] == (Decimal(weight), {"published": "0.3, 0.5"})
    assert drawn["lowering"] == (Decimal(lowering), {"published": "0.02, 0.03"})


def test_a_composite_benchmark_takes_the_ceiling_where_the_owner_has_no_price() -> None:
    fixed = Benchmark(weight=Decimal("0.3"), lowering=Decimal("0.02"), **TWICE)
    terms = Terms("composite-benchmark", ceiling=Decimal(10_000), benchmark=fixed)

    assert benchmark(evaluate(offers(*FIVE), terms)) == "9594.20"


def test_a_reasonable_low_price_is_the_mean_lowered() -> None:
    terms = Terms("reasonable-low-price", benchmark=Benchmark(lowering=Decimal("0.01"), **TWICE))
    result = evaluate(offers(*FIVE), terms)

    assert benchmark(result) == "9603.00"
    assert scores(result) == ["98.93", "99.97", "95.90", "93.81", "97.98"]


def test_only_prices_near_the_first_mean_enter_the_second() -> None:
    tenth = Decimal("0.1")
    terms = Terms("interval-mean", benchmark=Benchmark(band_below=tenth, band_above=tenth))
    result = evaluate(offers("90", "110", "100", "150", "50"), terms)

    shown = {step.name: str(step.value) for step in result.steps if step.bid is None}
    assert shown["first-mean"] == "100.00"
    assert (shown["interval-from"], shown["interval-to"]) == ("90.00", "110.00")
    assert shown["inside"] == "a, b, c"
    assert shown["benchmark"] == "100.00", "the bounds are inside: 90, 100 and 110 count"


def test_the_first_mean_stands_where_no_price_is_near_it() -> None:
    result = evaluate(offers("1", "100"), Terms("interval-mean", benchmark=Benchmark()))

    assert benchmark(result) == "50.50"
    inside = next(step.value for step in result.steps if step.name == "inside")
    assert inside == "none: the first mean stands"


def test_a_price_is_held_against_the_interval_unrounded() -> None:
    # The first mean is 10/3, so the interval starts at 3.333..., which shows as 3.33.
    terms = Terms("interval-mean", benchmark=Benchmark(band_above=Decimal(1)))
    result = evaluate(offers("3.33", "3.33", "3.34"), terms)

    shown = {step.name: str(step.value) for step in result.steps if step.bid is None}
    assert (shown["interval-from"], shown["inside"]) == ("3.33", "c")


@pytest.mark.parametrize(
    ("prices", "kept"),
    [
        (("1", "2", "3"), "a, b, c"),
        (("1", "2", "3", "4"), "a, b, c"),
        (("4", "3", "2", "1", "5", "7", "6"), "c, b, a, e, g"),
        (("5", "5", "5", "5"), "a, b, c"),
    ],
)
def test_how_many_prices_a_mean_leaves_out_is_data(prices: tuple[str, ...], kept: str) -> None:
    terms = changed(MEAN, trims=(Trim(4, 1, 0), Trim(7, 1, 1)))
    steps = evaluate(offers(*prices), terms).steps

    assert next(step.value for step in steps if step.name == "trim") == kept


def test_a_deviation_is_rounded_first_only_where_the_documents_say_so() -> None:
    unrounded = evaluate(offers("9500", "9600", "9801"), MEAN)
    declared = msgspec.structs.replace(MEAN, rounding={"deviation": 0})

    assert scores(unrounded) == ["58.61", "59.65", "56.53"]
    assert scores(evaluate(offers("9500", "9600", "9801"), declared)) == ["59.00", "60.00", "56.00"]


def test_no_price_scores_below_nothing() -> None:
    assert scores(evaluate(offers("1", "1000"), MEAN)) == ["0.00", "0.00"]


def test_a_drawn_method_is_the_method_drawn_and_says_which_it_was() -> None:
    terms = changed(MEAN, methods=("arithmetic-mean", "low-price-first"))
    by = {
        name: evaluate(
            offers(*CITY),
            msgspec.structs.replace(terms, method="drawn-method", draw={"method": name}),
        )
        for name in ("arithmetic-mean", "low-price-first")
    }

    assert by["arithmetic-mean"].ranked == evaluate(offers(*CITY), MEAN).ranked
    assert by["low-price-first"].ranked[0].bid == "a"
    first = by["low-price-first"].steps[0]
    assert (first.name, first.value) == ("method", "low-price-first")
    assert first.inputs == {"published": "arithmetic-mean, low-price-first"}
    assert by["low-price-first"].method == "drawn-method"


def test_a_small_enterprise_gains_a_share_of_its_price_score_in_works() -> None:
    small = Adjustment("small", "cn.small-enterprises#works", Decimal("0.03"))
    large, little = offers("9500", "9900")
    result = evaluate([large, msgspec.structs.replace(little, bonuses=(small,))], MEAN)

    bonus = next(step for step in result.steps if step.name == "price-score-with-bonus")
    # The mean is 9700: b is 2.0619 % above it, so 55.88, and 3 % of that is 1.6764.
    assert (bonus.bid, str(bonus.value)) == ("b", "57.56")
    assert bonus.inputs["law:small"] == "cn.small-enterprises#works"
    assert scores(result) == ["57.94", "57.56"]
    assert [placed.evaluation_price for placed in result.ranked] == [9500, 9900]


COMPOSITE = Terms("composite-benchmark", benchmark=PUBLISHED)
ROAD = Terms("reasonable-low-price", benchmark=PUBLISHED)
DRAWN = Terms("drawn-method", benchmark=Benchmark(methods=("arithmetic-mean",)))


@pytest.mark.parametrize(
    ("terms", "codes"),
    [
        (changed(MEAN, trims=(Trim(2, 1, 1),)), ["trims"]),
        (changed(MEAN, trims=(Trim(3, 1, 1), Trim(3, 1, 0))), ["trims"]),
        (changed(MEAN, trims=(Trim(3, -1, 0),)), ["trims"]),
        (changed(MEAN, above=Decimal(-1)), ["benchmark-rates"]),
        (changed(MEAN, lowering=Decimal(1)), ["benchmark-shares"]),
        (changed(MEAN, weights=(Decimal("1.1"),)), ["benchmark-shares"]),
        (changed(MEAN, band_below=Decimal(2)), ["benchmark-band"]),
        (changed(MEAN, above=Decimal("NaN")), ["not-a-number"]),
        (COMPOSITE, ["not-drawn", "not-drawn"]),
        (
            msgspec.structs.replace(COMPOSITE, draw={"weight": "0.4", "lowering": "many"}),
            ["not-drawn", "not-drawn"],
        ),
        (Terms("composite-benchmark"), ["no-base"]),
        (ROAD, ["not-drawn"]),
        (DRAWN, ["not-drawn"]),
        (msgspec.structs.replace(DRAWN, draw={"method": "low-price-first"}), ["not-drawn"]),
        (changed(DRAWN, methods=("drawn-method",)), ["published-methods"]),
        (changed(DRAWN, methods=("lottery",)), ["published-methods"]),
        (changed(DRAWN, methods=("low-price-first",) * 2), ["published-methods"]),
        (msgspec.structs.replace(MEAN, price_weight=Decimal(0)), ["price-alone"]),
        (msgspec.structs.replace(MEAN, method="low-price-first"), ["not-read"]),
    ],
)
def test_what_is_wrong_with_a_benchmark_is_said(terms: Terms, codes: list[str]) -> None:
    assert [problem.code for problem in problems_of(offers(*FIVE), terms)] == codes


def test_a_benchmark_that_rounds_to_nothing_is_refused() -> None:
    terms = Terms("reasonable-low-price", benchmark=Benchmark(lowering=Decimal("0.9")))

    (problem,) = problems_of(offers("0.01"), terms)

    assert problem.code == "benchmark-not-positive"


BEFORE = changed(
    DRAWN, methods=("composite-benchmark", "reasonable-low-price"), lowerings=(Decimal("0.01"),)
)


@pytest.mark.parametrize(
    "terms",
    [MEAN, COMPOSITE, ROAD, Terms("composite-benchmark"), Terms("interval-mean"), BEFORE],
    ids=lambda terms: str(terms.method),
)
def test_terms_are_sound_before_anything_is_offered_or_drawn(terms: Terms) -> None:
    assert problems_of([], terms) == ()
    assert evaluate([], terms).ranked == ()


def test_every_published_method_is_checked_before_one_is_drawn() -> None:
    (problem,) = problems_of([], changed(BEFORE, above=Decimal(-1), methods=("interval-mean",)))

    assert problem.code == "benchmark-rates"
