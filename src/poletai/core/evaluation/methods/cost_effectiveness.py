"""Cost-effectiveness (性价比法): the points a bid earns for each unit of its price.

The price has no weight of its own: the criteria sum to 100 points. What is shown is points for
10,000 units of money; bids are ordered by the whole fraction.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from poletai.core.basics.exact import total
from poletai.core.basics.problem import Problem
from poletai.core.evaluation.checks import common_problems, mark_problems, weight_problems
from poletai.core.evaluation.marks import criterion_points
from poletai.core.evaluation.prices import evaluation_prices
from poletai.core.evaluation.ranking import Figures, rank
from poletai.core.evaluation.rationals import as_text, rounded
from poletai.core.evaluation.result import Result, Step
from poletai.core.evaluation.terms import Offer, Terms

TITLE = {"zh": "性价比法", "en": "Cost-effectiveness"}
USES: tuple[str, ...] = ()
_UNIT = Decimal(10_000)


def problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    """Yield everything that keeps these offers from being compared by points for money."""
    yield from common_problems(offers, terms)
    yield from weight_problems(terms)
    yield from mark_problems(offers, terms)
    if terms.price_weight != 0:
        message = f"the price divides the points: its own weight is 0, not {terms.price_weight}"
        yield Problem(code="price-weight", where="terms.price_weight", message=message)


def evaluate(offers: Sequence[Offer], terms: Terms) -> Result:
    """Rank offers by points over price, highest first."""
    prices, price_steps = evaluation_prices(offers, terms)
    points, mark_steps = criterion_points(offers, terms)
    ratios = {offer.bid: _ratio(prices[offer.bid], points[offer.bid]) for offer in offers}
    steps = {o.bid: _step(o, prices[o.bid], points[o.bid], terms) for o in offers}
    figures = [
        Figures(
            offer=offer,
            measure=-ratios[offer.bid],
            evaluation_price=prices[offer.bid],
            price_score=Decimal(0),
            points=points[offer.bid],
            score=Decimal(steps[offer.bid].value),
        )
        for offer in offers
    ]
    ranked, ties = rank(figures, terms)
    return Result(terms.method, ranked, (*price_steps, *mark_steps, *steps.values(), *ties))


def _ratio(price: Decimal, points: Mapping[str, Decimal]) -> Fraction:
    return Fraction(total([*points.values()])) * Fraction(_UNIT) / Fraction(price)


def _step(offer: Offer, price: Decimal, points: Mapping[str, Decimal], terms: Terms) -> Step:
    places = terms.places("points-per-unit")
    ratio = _ratio(price, points)
    inputs: dict[str, Decimal | str] = {
        **points,
        "unit": _UNIT,
        "evaluation-price": price,
        "exact": as_text(ratio),
    }
    formula = "sum of points x unit / evaluation-price"
    return Step("points-per-unit", offer.bid, formula, inputs, rounded(ratio, places), places)
