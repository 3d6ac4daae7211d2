"""A second evaluation in rational numbers, naive on purpose: it shares no code with the core."""

from fractions import Fraction
from math import floor

from poletai.core.evaluation import Offer, Terms


def half_up(value: Fraction, places: int) -> Fraction:
    scaled = abs(value) * 10**places + Fraction(1, 2)
    return Fraction(floor(scaled), 10**places) * (1 if value >= 0 else -1)


def compared_price(offer: Offer, terms: Terms) -> Fraction:
    quoted = Fraction(offer.price)
    cuts = [quoted * Fraction(each.share) for each in offer.adjustments]
    extra = [Fraction(amount) for _, amount in offer.deviations]
    price = quoted - sum(cuts, Fraction(0)) + sum(extra, Fraction(0))
    return half_up(price, terms.rounding.get("evaluation-price", 2))


def points(offer: Offer, terms: Terms) -> dict[str, Fraction]:
    found = {}
    for criterion in terms.criteria:
        marks = [Fraction(mark) for mark in offer.scores[criterion.name].values()]
        mean = sum(marks, Fraction(0)) / len(marks)
        value = Fraction(criterion.weight) * mean / Fraction(criterion.high)
        found[criterion.name] = half_up(value, terms.rounding.get("criterion", 2))
    return found
