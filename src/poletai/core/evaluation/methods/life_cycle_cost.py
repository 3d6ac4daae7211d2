"""Life-cycle cost (全生命周期成本法): the price plus what the object will cost over its life."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from poletai.core.basics.exact import total
from poletai.core.basics.problem import Problem
from poletai.core.evaluation.checks import common_problems, price_alone_problems
from poletai.core.evaluation.compared import by_compared_price, compared_step
from poletai.core.evaluation.later_costs import cost_problems, later_costs
from poletai.core.evaluation.result import Result, Step
from poletai.core.evaluation.terms import Offer, Terms

TITLE = {"zh": "全生命周期成本法", "en": "Life-cycle cost"}
USES = ("costs",)


def problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    """Yield everything that keeps these offers from being compared by life-cycle cost."""
    yield from common_problems(offers, terms)
    yield from price_alone_problems(terms)
    yield from cost_problems(offers, terms)


def evaluate(offers: Sequence[Offer], terms: Terms) -> Result:
    """Rank offers by price plus later costs, lowest first."""
    return by_compared_price(offers, terms, _compared)


def _compared(offer: Offer, price: Decimal, terms: Terms) -> tuple[Fraction, tuple[Step, ...]]:
    costs = later_costs(offer, terms)
    value = Fraction(total([price, *costs.values()]))
    inputs: dict[str, Decimal | str] = {"evaluation-price": price, **costs}
    formula = "evaluation-price + every cost"
    return value, (compared_step(offer, terms, formula, inputs, value),)
