"""Low price first (PM-1, 低价优先法): the weight times the lowest price over the price."""

from collections.abc import Iterator, Sequence

from poletai.core.basics.problem import Problem
from poletai.core.evaluation.checks import common_problems, price_alone_problems
from poletai.core.evaluation.prices import evaluation_prices, price_scores
from poletai.core.evaluation.ranking import Figures, rank
from poletai.core.evaluation.result import Result
from poletai.core.evaluation.terms import Offer, Terms

TITLE = {"zh": "低价优先法", "en": "Low price first"}
USES: tuple[str, ...] = ()


def problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    """Yield everything that keeps these offers from being scored by price alone."""
    yield from common_problems(offers, terms)
    yield from price_alone_problems(terms)


def evaluate(offers: Sequence[Offer], terms: Terms) -> Result:
    """Rank offers by price score, highest first."""
    prices, price_steps = evaluation_prices(offers, terms)
    scores, score_steps = price_scores(prices, terms)
    figures = [
        Figures(
            offer=offer,
            measure=scores[offer.bid].copy_negate(),
            evaluation_price=prices[offer.bid],
            price_score=scores[offer.bid],
            points={},
            score=scores[offer.bid],
        )
        for offer in offers
    ]
    ranked, ties = rank(figures, terms)
    return Result(terms.method, ranked, (*price_steps, *score_steps, *ties))
