"""Composite benchmark (PM-6, 复合基准价): mean and owner's price mixed, then lowered.

The share of the owner's price (the ceiling where there is none) and the lowering are drawn at the
opening from values published beforehand: the winner may change with the draw, so it is a step.
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

TITLE = {"zh": "复合基准价法", "en": "Composite benchmark"}
USES = ("benchmark", "bonuses")
_FORMULA = "(base x weight + sum / count x (1 - weight)) x (1 - lowering)"


def problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    """Yield everything that keeps these offers from being scored by the composite benchmark."""
    yield from benchmark_problems(offers, terms, _benchmark, tuple(_own_problems(offers, terms)))


def evaluate(offers: Sequence[Offer], terms: Terms) -> Result:
    """Rank offers by the points left after their deviation from the benchmark, highest first."""
    return by_benchmark(offers, terms, _benchmark)


def _own_problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    benchmark = declared(terms)
    if offers and (_base(terms) or 0) <= 0:
        message = "no price of the owner above zero: give a base, or the lot a ceiling"
        yield Problem(code="no-base", where="terms.benchmark.base", message=message)
    yield from drawn_problems(offers, terms, "weight", benchmark.weights)
    yield from drawn_problems(offers, terms, "lowering", benchmark.lowerings)


def _base(terms: Terms) -> Decimal | None:
    base = declared(terms).base
    return terms.ceiling if base is None else base


def _benchmark(prices: Mapping[str, Decimal], terms: Terms) -> tuple[Step, ...]:
    benchmark = declared(terms)
    taken, trim = trimmed(prices, benchmark.trims)
    weight = share_step(terms, "weight", benchmark.weight, benchmark.weights)
    lowering = share_step(terms, "lowering", benchmark.lowering, benchmark.lowerings)
    inputs = {
        "base": _base(terms) or Decimal(0),
        "weight": Decimal(weight.value),
        "sum": total(taken.values()),
        "count": Decimal(len(taken)),
        "lowering": Decimal(lowering.value),
    }
    part = Fraction(inputs["weight"])
    mixed = Fraction(inputs["base"]) * part + mean_of(taken) * (1 - part)
    value = mixed * (1 - Fraction(inputs["lowering"]))
    return trim, weight, lowering, benchmark_step(_FORMULA, inputs, value, terms)
