"""A second evaluation in rational numbers, naive on purpose: it shares no code with the core."""

from datetime import date
from fractions import Fraction
from math import floor

from poletai.core.evaluation import EnergyOffer, EnergyTerms, Offer, Terms


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


def energy_payments(bid: EnergyOffer, terms: EnergyTerms) -> list[Fraction]:
    """Pay a share of each day's savings for as many days as the contract runs."""
    paid, ends = [], energy_ends(terms)
    lasts = 365 * bid.years + bid.days
    starts = 0
    for end, saved in zip(ends, bid.savings, strict=True):
        counted = max(0, min(lasts, end) - starts)
        length = end - starts
        paid.append(Fraction(bid.share) * Fraction(saved) * counted / (length or 1))
        starts = end
    return paid


def energy_ends(terms: EnergyTerms) -> list[int]:
    """Count days from the notice to the end of each of the 21 periods."""
    first = date(terms.announced_on.year, 12, 31).toordinal() - terms.announced_on.toordinal()
    return [*(first + 365 * year for year in range(20)), 7300]


def energy_value(bid: EnergyOffer, terms: EnergyTerms) -> Fraction:
    """Discount period by period, from the last back to the first."""
    ends = energy_ends(terms)
    lengths = [end - start for start, end in zip([0, *ends], ends, strict=False)]
    value = Fraction(0)
    paid = energy_payments(bid, terms)
    for period in range(20, -1, -1):
        whole = Fraction(lengths[period], 365) if period else Fraction(bool(lengths[0]))
        income = Fraction(bid.savings[period]) * whole - paid[period]
        value = (value + income) / (1 + Fraction(terms.rate) * lengths[period] / 365)
    return value
