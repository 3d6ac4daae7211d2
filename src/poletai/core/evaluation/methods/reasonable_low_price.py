"""Reasonable low price (PM-8, 合理低价法, of the highway documents): the mean, lowered by a share.

The share is fixed in the documents, or drawn at the opening from the published ones.
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
from poletai.core.evaluation.lots_drawn import drawn_problems, share_step
from poletai.core.evaluation.result import Result, Step
from poletai.core.evaluation.terms import Offer, Terms
from poletai.core.evaluation.trims import trimmed

TITLE = {"zh": "合理低价法", "en": "Reasonable low price"}
USES = ("benchmark", "bonuses")


def problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    """Yield everything that keeps these offers from being scored by the lowered mean."""
    own = tuple(drawn_problems(offers, terms, "lowering", declared(terms).lowerings))
    yield from benchmark_problems(offers, terms, _benchmark, own)


def evaluate(offers: Sequence[Offer], terms: Terms) -> Result:
    """Rank offers by the points left after their deviation from the lowered mean."""
    return by_benchmark(offers, terms, _benchmark)


def _benchmark(prices: Mapping[str, Decimal], terms: Terms) -> tuple[Step, ...]:
    benchmark = declared(terms)
    taken, trim = trimmed(prices, benchmark.trims)
    lowering = share_step(terms, "lowering", benchmark.lowering, benchmark.lowerings)
    inputs = {
        "sum": total(taken.values()),
        "count": Decimal(len(taken)),
        "lowering": Decimal(lowering.value),
    }
    value = mean_of(taken) * (1 - Fraction(inputs["lowering"]))
    return trim, lowering, benchmark_step("sum / count x (1 - lowering)", inputs, value, terms)
