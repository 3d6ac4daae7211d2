"""Lowest evaluated price (PM-2, 最低评标价法): bids stand in the order of their evaluation prices.

With deviations valued in money it is also PM-3, 经评审的最低投标价法.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from poletai.core.basics.problem import Problem
from poletai.core.evaluation.checks import common_problems, price_alone_problems
from poletai.core.evaluation.prices import evaluation_prices
from poletai.core.evaluation.ranking import Figures, rank
from poletai.core.evaluation.result import Result
from poletai.core.evaluation.terms import Offer, Terms

TITLE = {"zh": "最低评标价法", "en": "Lowest evaluated price"}
USES: tuple[str, ...] = ()


def problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    """Yield everything that keeps these offers from being ranked by price."""
    yield from common_problems(offers, terms)
    yield from price_alone_problems(terms)


def evaluate(offers: Sequence[Offer], terms: Terms) -> Result:
    """Rank offers by evaluation price, lowest first; no offer has a score."""
    prices, steps = evaluation_prices(offers, terms)
    figures = [
        Figures(offer, prices[offer.bid], prices[offer.bid], Decimal(0), {}, None)
        for offer in offers
    ]
    ranked, ties = rank(figures, terms)
    return Result(terms.method, ranked, (*steps, *ties))
