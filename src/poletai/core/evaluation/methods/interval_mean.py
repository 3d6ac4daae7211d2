"""Interval (PM-7, 区间有效, 二次平均): the mean of the prices near the first mean.

Only prices within the interval around the first mean, bounds included, enter the second mean,
which is the benchmark. Where no price lies within, the first mean stands.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from poletai.core.basics.exact import total
from poletai.core.basics.problem import Problem
from poletai.core.evaluation.benchmarks import (
    benchmark_problems,
    benchmark_step,
    by_benchmark,
    declared,
    mean_of,
)
from poletai.core.evaluation.rationals import rounded
from poletai.core.evaluation.result import Result, Step
from poletai.core.evaluation.terms import Offer, Terms
from poletai.core.evaluation.trims import trimmed

TITLE = {"zh": "二次平均法", "en": "Second mean within an interval"}
USES = ("benchmark", "bonuses")


def problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    """Yield everything that keeps these offers from being scored by the second mean."""
    yield from benchmark_problems(offers, terms, _benchmark)


def evaluate(offers: Sequence[Offer], terms: Terms) -> Result:
    """Rank offers by the points left after their deviation from the second mean."""
    return by_benchmark(offers, terms, _benchmark)


def _benchmark(prices: Mapping[str, Decimal], terms: Terms) -> tuple[Step, ...]:
    taken, trim = trimmed(prices, declared(terms).trims)
    first = mean_of(taken)
    low = first * (1 - Fraction(declared(terms).band_below))
    high = first * (1 + Fraction(declared(terms).band_above))
    inside = {bid: price for bid, price in taken.items() if low <= Fraction(price) <= high}
    counted = inside or taken
    bounds = (
        _bound(taken, "first-mean", first, {}, terms),
        _bound(taken, "interval-from", low, {"band": declared(terms).band_below}, terms),
        _bound(taken, "interval-to", high, {"band": declared(terms).band_above}, terms),
    )
    inputs = {"sum": total(counted.values()), "count": Decimal(len(counted))}
    last = benchmark_step("sum / count", inputs, mean_of(counted), terms)
    return trim, *bounds, _inside_step(taken, inside), last


def _bound(
    taken: Mapping[str, Decimal], name: str, value: Fraction, band: dict[str, Decimal], terms: Terms
) -> Step:
    """Show the first mean or a bound rounded: prices are compared with it unrounded."""
    places = terms.places("benchmark")
    formula = {
        "first-mean": "sum / count",
        "interval-from": "sum / count x (1 - band)",
        "interval-to": "sum / count x (1 + band)",
    }[name]
    sums = {"sum": total(taken.values()), "count": Decimal(len(taken))}
    return Step(name, None, formula, {**sums, **band}, rounded(value, places), places)


def _inside_step(taken: Mapping[str, Decimal], inside: Mapping[str, Decimal]) -> Step:
    value = ", ".join(inside) or "none: the first mean stands"
    return Step("inside", None, "interval-from <= price <= interval-to", {**taken}, value)
