"""Scores: what the price earned plus the points of every criterion, highest first."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from poletai.core.basics.exact import product, round_half_up, total
from poletai.core.evaluation.marks import criterion_points
from poletai.core.evaluation.prices import evaluation_prices, price_scores
from poletai.core.evaluation.ranking import Figures, rank
from poletai.core.evaluation.result import Result, Step
from poletai.core.evaluation.terms import Offer, Terms


def scored(
    offers: Sequence[Offer],
    terms: Terms,
    *,
    prices: Mapping[str, Decimal],
    price_points: Mapping[str, Decimal],
    steps: Sequence[Step],
) -> Result:
    """Rank offers by the sum of their price score and their points; `steps` led to the prices."""
    points, mark_steps = criterion_points(offers, terms)
    sums = {o.bid: _sum(o.bid, price_points[o.bid], points[o.bid], terms) for o in offers}
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
    return Result(terms.method, ranked, (*steps, *mark_steps, *sums.values(), *ties))


def scored_by_lowest(offers: Sequence[Offer], terms: Terms) -> Result:
    """Rank offers by their points and by their prices under the low-price-first rule."""
    prices, price_steps = evaluation_prices(offers, terms)
    price_points, score_steps = price_scores(prices, terms)
    steps = (*price_steps, *score_steps)
    return scored(offers, terms, prices=prices, price_points=price_points, steps=steps)


def with_bonuses(
    offers: Sequence[Offer], scores: Mapping[str, Decimal], terms: Terms
) -> tuple[dict[str, Decimal], tuple[Step, ...]]:
    """Add to price scores the shares of them that small enterprises gain in works (ZP-11).

    This is for methods that do not favour the lowest price; the law sets no cap on the sum.
    """
    steps = {offer.bid: _bonus(offer, scores[offer.bid], terms) for offer in offers}
    raised = {bid: Decimal(step.value) for bid, step in steps.items() if step is not None}
    return {**scores, **raised}, tuple(step for step in steps.values() if step is not None)


def _sum(bid: str, price: Decimal, points: Mapping[str, Decimal], terms: Terms) -> Step:
    places = terms.places("score")
    value = round_half_up(total([price, *points.values()]), places)
    inputs: dict[str, Decimal | str] = {"price-score": price, **points}
    return Step("score", bid, "price-score + points of every criterion", inputs, value, places)


def _bonus(offer: Offer, score: Decimal, terms: Terms) -> Step | None:
    if not offer.bonuses:
        return None
    places = terms.places("price-score")
    gained = [product(score, each.share) for each in offer.bonuses]
    inputs: dict[str, Decimal | str] = {"price-score": score}
    for each in offer.bonuses:
        inputs |= {f"share:{each.name}": each.share, f"law:{each.name}": each.law}
    value = round_half_up(total([score, *gained]), places)
    formula = "price-score + price-score x every share"
    return Step("price-score-with-bonus", offer.bid, formula, inputs, value, places)
