"""Merit coefficient (MEAT): the price divided by what the features of the bid are worth."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from poletai.core.basics.problem import Problem
from poletai.core.evaluation.checks import common_problems, price_alone_problems
from poletai.core.evaluation.compared import by_compared_price, compared_step
from poletai.core.evaluation.merit import coefficient, merit_problems
from poletai.core.evaluation.result import Result, Step
from poletai.core.evaluation.terms import Offer, Terms

TITLE = {"zh": "性能系数法", "en": "Merit coefficient"}
USES = ("features",)


def problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    """Yield everything that keeps these offers from being compared by merit."""
    yield from common_problems(offers, terms)
    yield from price_alone_problems(terms)
    yield from merit_problems(offers, terms)


def evaluate(offers: Sequence[Offer], terms: Terms) -> Result:
    """Rank offers by price over coefficient, lowest first."""
    return by_compared_price(offers, terms, _compared)


def _compared(offer: Offer, price: Decimal, terms: Terms) -> tuple[Fraction, tuple[Step, ...]]:
    merit, step = coefficient(offer, terms)
    value = Fraction(price) / merit
    inputs: dict[str, Decimal | str] = {"evaluation-price": price, "coefficient": step.value}
    formula = "evaluation-price / coefficient"
    return value, (step, compared_step(offer, terms, formula, inputs, value))
