"""Benchmark prices: a price scores the more the nearer it is to a price made of all of them.

How the benchmark is made is the method's; what a percent away from it costs is the same in all.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from poletai.core.basics.problem import Problem
from poletai.core.evaluation.checks import score_problems
from poletai.core.evaluation.parts import Benchmark
from poletai.core.evaluation.prices import evaluation_prices
from poletai.core.evaluation.rationals import rounded
from poletai.core.evaluation.result import Result, Step
from poletai.core.evaluation.scored import scored, with_bonuses
from poletai.core.evaluation.terms import Offer, Terms
from poletai.core.evaluation.trims import trims_are_sound

Making = Callable[[Mapping[str, Decimal], Terms], tuple[Step, ...]]
"""Makes a benchmark of prices by bid: the value of its last step is the benchmark."""


def declared(terms: Terms) -> Benchmark:
    """Return how the terms say the benchmark is made; a plain mean where they are silent."""
    return terms.benchmark or Benchmark()


def benchmark_problems(
    offers: Sequence[Offer], terms: Terms, making: Making, own: Sequence[Problem] = ()
) -> Iterator[Problem]:
    """Yield what keeps prices from being scored by a benchmark; `own` are the method's problems."""
    found = [*score_problems(offers, terms), *_declared_problems(declared(terms)), *own]
    yield from found
    if offers and not found:
        prices, _ = evaluation_prices(offers, terms)
        if (base := Decimal(making(prices, terms)[-1].value)) <= 0:
            message = f"the benchmark comes to {base}: mend the lowering or its rounding"
            yield _problem("benchmark-not-positive", "terms.benchmark", message)


def by_benchmark(offers: Sequence[Offer], terms: Terms, making: Making) -> Result:
    """Rank offers by how near their prices are to the benchmark, and by their points."""
    prices, price_steps = evaluation_prices(offers, terms)
    base_steps = making(prices, terms) if prices else ()
    scores: dict[str, Decimal] = {}
    score_steps: list[Step] = []
    for bid, price in prices.items():
        steps = _score_steps(bid, price, Decimal(base_steps[-1].value), terms)
        scores[bid] = Decimal(steps[-1].value)
        score_steps += steps
    raised, bonus_steps = with_bonuses(offers, scores, terms)
    led = (*price_steps, *base_steps, *score_steps, *bonus_steps)
    return scored(offers, terms, prices=prices, price_points=raised, steps=led)


def benchmark_step(
    formula: str, inputs: Mapping[str, Decimal | str], value: Fraction, terms: Terms
) -> Step:
    """Return the step whose value is the benchmark, rounded once."""
    places = terms.places("benchmark")
    return Step("benchmark", None, formula, dict(inputs), rounded(value, places), places)


def mean_of(prices: Mapping[str, Decimal]) -> Fraction:
    """Return the mean of prices, whole."""
    return sum(map(Fraction, prices.values()), Fraction(0)) / len(prices)


def _declared_problems(benchmark: Benchmark) -> Iterator[Problem]:
    if not trims_are_sound(benchmark.trims):
        message = "every row of trims leaves a price, and no number of prices has two rows"
        yield _problem("trims", "terms.benchmark.trims", message)
    if benchmark.above < 0 or benchmark.below < 0:
        message = "points lost per percent cannot be negative"
        yield _problem("benchmark-rates", "terms.benchmark.above", message)
    lowerings = (benchmark.lowering, *benchmark.lowerings)
    weights = (benchmark.weight, *benchmark.weights)
    if not all(0 <= each < 1 for each in lowerings) or not all(0 <= w <= 1 for w in weights):
        message = "lowerings are from 0 up to, but not, 1, weights from 0 to 1: 0.02 for 2 %"
        yield _problem("benchmark-shares", "terms.benchmark", message)
    if not (0 <= benchmark.band_below <= 1 and benchmark.band_above >= 0):
        message = "the interval reaches at most to nothing below, and is not negative above"
        yield _problem("benchmark-band", "terms.benchmark.band_below", message)


def _score_steps(bid: str, price: Decimal, base: Decimal, terms: Terms) -> list[Step]:
    """Return the steps to a price score; a deviation is rounded first only where declared.

    Rounding the deviation before it is multiplied gives other scores than rounding the score
    alone: 2.145 points become 2.15 twice over, or not. So it is for the documents to say.
    """
    away = (Fraction(price) - Fraction(base)) / Fraction(base) * 100
    rate = declared(terms).above if away > 0 else declared(terms).below
    inputs: dict[str, Decimal | str] = {"evaluation-price": price, "benchmark": base}
    steps = []
    if (places := terms.rounding.get("deviation")) is not None:
        formula = "(evaluation-price - benchmark) / benchmark x 100"
        deviation = rounded(away, places)
        steps.append(Step("deviation", bid, formula, dict(inputs), deviation, places))
        away, inputs = Fraction(deviation), {"deviation": deviation}
    inputs |= {"price-weight": terms.price_weight, "points-per-percent": rate}
    value = max(Fraction(terms.price_weight) - abs(away) * Fraction(rate), Fraction(0))
    places = terms.places("price-score")
    percent = "deviation" if "deviation" in inputs else "percent away from benchmark"
    formula = f"price-weight - {percent} x points-per-percent, at least 0"
    return [*steps, Step("price-score", bid, formula, inputs, rounded(value, places), places)]


def _problem(code: str, where: str, message: str) -> Problem:
    return Problem(code=code, where=where, message=message)
