"""Arithmetic mean benchmark (PM-5, 算术平均基准价): the mean of the prices left after trimming."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from poletai.core.basics.exact import total
from poletai.core.basics.problem import Problem
from poletai.core.evaluation.benchmarks import (
    benchmark_problems,
    benchmark_step,
    by_benchmark,
    declared,
    mean_of,
)
from poletai.core.evaluation.result import Result, Step
from poletai.core.evaluation.terms import Offer, Terms
from poletai.core.evaluation.trims import trimmed

TITLE = {"zh": "算术平均基准价法", "en": "Arithmetic mean benchmark"}
USES = ("benchmark", "bonuses")


def problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    """Yield everything that keeps these offers from being scored by their mean."""
    yield from benchmark_problems(offers, terms, _benchmark)


def evaluate(offers: Sequence[Offer], terms: Terms) -> Result:
    """Rank offers by the points left after their deviation from the mean, highest first."""
    return by_benchmark(offers, terms, _benchmark)


def _benchmark(prices: Mapping[str, Decimal], terms: Terms) -> tuple[Step, ...]:
    taken, trim = trimmed(prices, declared(terms).trims)
    inputs = {"sum": total(taken.values()), "count": Decimal(len(taken))}
    return trim, benchmark_step("sum / count", inputs, mean_of(taken), terms)
