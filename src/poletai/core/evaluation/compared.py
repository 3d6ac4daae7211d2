"""Compared prices: a price turned into a fraction bids are ordered by, lowest first.

What is shown is rounded; what is compared never is.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction

from poletai.core.evaluation.prices import evaluation_prices
from poletai.core.evaluation.ranking import Figures, rank
from poletai.core.evaluation.rationals import as_text, rounded
from poletai.core.evaluation.result import Result, Step
from poletai.core.evaluation.terms import Offer, Terms

Comparing = Callable[[Offer, Decimal, Terms], tuple[Fraction, tuple[Step, ...]]]
"""Turns an evaluation price into a compared one; the last step's inputs and formula show how."""


def by_compared_price(offers: Sequence[Offer], terms: Terms, comparing: Comparing) -> Result:
    """Rank offers by their compared prices, lowest first."""
    prices, price_steps = evaluation_prices(offers, terms)
    figures: list[Figures] = []
    steps: list[Step] = []
    for offer in offers:
        value, led = comparing(offer, prices[offer.bid], terms)
        shown = Decimal(led[-1].value)
        figures.append(Figures(offer, value, shown, Decimal(0), {}, None))
        steps += led
    ranked, ties = rank(figures, terms)
    return Result(terms.method, ranked, (*price_steps, *steps, *ties))


def compared_step(
    offer: Offer, terms: Terms, formula: str, inputs: dict[str, Decimal | str], value: Fraction
) -> Step:
    """Return the step that shows a compared price rounded, with the whole fraction beside it."""
    places = terms.places("compared-price")
    shown = {**inputs, "exact": as_text(value)}
    return Step("compared-price", offer.bid, formula, shown, rounded(value, places), places)
