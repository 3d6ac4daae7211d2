"""Price and plan (价格与方案综合评议), for sales such as equity: the highest price scores most."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from poletai.core.basics.exact import product, quotient
from poletai.core.basics.problem import Problem
from poletai.core.evaluation.checks import score_problems
from poletai.core.evaluation.prices import evaluation_prices
from poletai.core.evaluation.result import Result, Step
from poletai.core.evaluation.scored import scored
from poletai.core.evaluation.terms import Offer, Terms

TITLE = {"zh": "价格与方案综合评议法", "en": "Price and plan"}
USES = ("floor",)
_FORMULA = "price-weight x evaluation-price / highest-price"


def problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    """Yield everything that keeps these offers to buy from being scored."""
    yield from score_problems(offers, terms)
    for offer in offers:
        if terms.floor is not None and offer.price < terms.floor:
            message = f"{offer.price} is below the floor of {terms.floor}: reject the bid first"
            where = f"offers.{offer.bid}.price"
            yield Problem(code="price-below-floor", where=where, message=message)
        if offer.adjustments:
            message = "a deduction would lower a price where the highest wins: remove it"
            where = f"offers.{offer.bid}.adjustments"
            yield Problem(code="adjustment-in-sale", where=where, message=message)


def evaluate(offers: Sequence[Offer], terms: Terms) -> Result:
    """Rank offers by the points of price and plan, highest first."""
    prices, price_steps = evaluation_prices(offers, terms)
    score_steps = _scores(prices, terms) if prices else ()
    points = {str(step.bid): Decimal(step.value) for step in score_steps if step.bid is not None}
    steps = (*price_steps, *score_steps)
    return scored(offers, terms, prices=prices, price_points=points, steps=steps)


def _scores(prices: Mapping[str, Decimal], terms: Terms) -> tuple[Step, ...]:
    highest = max(prices.values())
    base = Step("highest-price", None, "max(evaluation-price)", dict(prices), highest)
    return base, *(_score(bid, price, highest, terms) for bid, price in prices.items())


def _score(bid: str, price: Decimal, highest: Decimal, terms: Terms) -> Step:
    places = terms.places("price-score")
    inputs: dict[str, Decimal | str] = {
        "price-weight": terms.price_weight,
        "highest-price": highest,
        "evaluation-price": price,
    }
    value = quotient(product(terms.price_weight, price), highest, places)
    return Step("price-score", bid, _FORMULA, inputs, value, places)
