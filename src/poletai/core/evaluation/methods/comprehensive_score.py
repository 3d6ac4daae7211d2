"""Comprehensive score (PM-4, 综合评估法/综合评分法): price by PM-1 plus points by criterion."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from poletai.core.basics.exact import round_half_up, total
from poletai.core.basics.problem import Problem
from poletai.core.evaluation.checks import common_problems, mark_problems, weight_problems
from poletai.core.evaluation.marks import criterion_points
from poletai.core.evaluation.prices import evaluation_prices, price_scores
from poletai.core.evaluation.ranking import Figures, rank
from poletai.core.evaluation.result import Result, Step
from poletai.core.evaluation.terms import Offer, Terms

TITLE = {"zh": "综合评分法", "en": "Comprehensive score"}


def problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    """Yield everything that keeps these offers from being scored."""
    yield from common_problems(offers, terms)
    yield from weight_problems(terms)
    yield from mark_problems(offers, terms)


def evaluate(offers: Sequence[Offer], terms: Terms) -> Result:
    """Rank offers by the sum of their price score and their points, highest first."""
    prices, price_steps = evaluation_prices(offers, terms)
    price_points, score_steps = price_scores(prices, terms)
    points, mark_steps = criterion_points(offers, terms)
    sums = {bid: _sum(bid, price_points[bid], points[bid], terms) for bid in prices}
    figures = [
        Figures(
            offer=offer,
            measure=Decimal(sums[offer.bid].value).copy_negate(),
            evaluation_price=prices[offer.bid],
            price_score=price_points[offer.bid],
            points=points[offer.bid],
            score=Decimal(sums[offer.bid].value),
        )
        for offer in offers
    ]
    ranked, ties = rank(figures, terms)
    steps = (*price_steps, *score_steps, *mark_steps, *sums.values(), *ties)
    return Result(terms.method, ranked, steps)


def _sum(bid: str, price: Decimal, points: Mapping[str, Decimal], terms: Terms) -> Step:
    places = terms.places("score")
    value = round_half_up(total([price, *points.values()]), places)
    inputs: dict[str, Decimal | str] = {"price-score": price, **points}
    return Step("score", bid, "price-score + points of every criterion", inputs, value, places)
