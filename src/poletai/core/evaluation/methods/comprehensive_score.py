"""Comprehensive score (PM-4, 综合评估法/综合评分法): price by PM-1 plus points by criterion."""

from collections.abc import Iterator, Sequence

from poletai.core.basics.problem import Problem
from poletai.core.evaluation.checks import common_problems, mark_problems, weight_problems
from poletai.core.evaluation.result import Result
from poletai.core.evaluation.scored import scored_by_lowest
from poletai.core.evaluation.terms import Offer, Terms

TITLE = {"zh": "综合评分法", "en": "Comprehensive score"}
USES: tuple[str, ...] = ()


def problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    """Yield everything that keeps these offers from being scored."""
    yield from common_problems(offers, terms)
    yield from weight_problems(terms)
    yield from mark_problems(offers, terms)


def evaluate(offers: Sequence[Offer], terms: Terms) -> Result:
    """Rank offers by the sum of their price score and their points, highest first."""
    return scored_by_lowest(offers, terms)
