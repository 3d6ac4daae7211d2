"""Merit and life-cycle cost, mixed: the price over its coefficient, plus the later costs.

The costs are not divided: a merit does not make running the object cheaper.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from poletai.core.basics.exact import total
from poletai.core.basics.problem import Problem
from poletai.core.evaluation.checks import common_problems, price_alone_problems
from poletai.core.evaluation.compared import by_compared_price, compared_step
from poletai.core.evaluation.later_costs import cost_problems, later_costs
from poletai.core.evaluation.merit import coefficient, merit_problems
from poletai.core.evaluation.result import Result, Step
from poletai.core.evaluation.terms import Offer, Terms

TITLE = {"zh": "性能系数与全生命周期成本法", "en": "Merit coefficient and life-cycle cost"}
USES = ("features", "costs")


def problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    """Yield everything that keeps these offers from being compared by merit and cost."""
    yield from common_problems(offers, terms)
    yield from price_alone_problems(terms)
    yield from merit_problems(offers, terms)
    yield from cost_problems(offers, terms)


def evaluate(offers: Sequence[Offer], terms: Terms) -> Result:
    """Rank offers by price over coefficient plus later costs, lowest first."""
    return by_compared_price(offers, terms, _compared)


def _compared(offer: Offer, price: Decimal, terms: Terms) -> tuple[Fraction, tuple[Step, ...]]:
    merit, step = coefficient(offer, terms)
    costs = later_costs(offer, terms)
    value = Fraction(price) / merit + Fraction(total(costs.values()))
    inputs: dict[str, Decimal | str] = {
        "evaluation-price": price,
        "coefficient": step.value,
        **costs,
    }
    formula = "evaluation-price / coefficient + every cost"
    return value, (step, compared_step(offer, terms, formula, inputs, value))
