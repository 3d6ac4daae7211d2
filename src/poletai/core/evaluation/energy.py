"""Energy services: what a contract paid from savings is worth today, in fractions throughout.

The reckoning is that of Prozorro's ESCO: 21 periods, the first from the notice to the end of its
year, 19 whole years of 365 days, and what is left of a year. Payments are a share of the savings
for as long as the contract runs; all savings after that are the client's.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from poletai.core.evaluation.parts import EnergyOffer, EnergyTerms
from poletai.core.evaluation.rationals import rounded
from poletai.core.evaluation.result import Step

PERIODS = 21
_YEAR = 365
_FORMULA = "discount x income, where payment = share x savings x paid-days / days"


def period_days(announced_on: date) -> list[int]:
    """Return the days of each of the 21 periods."""
    first = (date(announced_on.year, 12, 31) - announced_on).days
    return [first, *[_YEAR] * (PERIODS - 2), _YEAR - first]


def contract_days(offer: EnergyOffer) -> int:
    """Return how long the contract runs, a year being 365 days."""
    return _YEAR * offer.years + offer.days


def payments(offer: EnergyOffer, terms: EnergyTerms) -> list[Fraction]:
    """Return what the contractor is paid in each period."""
    days = period_days(terms.announced_on)
    return [
        Fraction(offer.share) * Fraction(saved) * Fraction(paid, of) if paid else Fraction(0)
        for saved, paid, of in zip(
            offer.savings, _paid_days(contract_days(offer), days), days, strict=True
        )
    ]


def present_value(
    bid: str, offer: EnergyOffer, terms: EnergyTerms, places: int
) -> tuple[Fraction, tuple[Step, ...]]:
    """Return the net present value of the savings left to the client, and a step a period.

    Steps show figures rounded to `places`; the value itself is never rounded.
    """
    days = period_days(terms.announced_on)
    paid_days = _paid_days(contract_days(offer), days)
    worth, discount = Fraction(0), Fraction(1)
    steps: list[Step] = []
    for period, paid in enumerate(payments(offer, terms)):
        discount /= 1 + Fraction(terms.rate) * Fraction(days[period], _YEAR)
        income = _income(period, days, offer.savings[period], paid)
        worth += discount * income
        inputs: dict[str, Decimal | str] = {
            "period": Decimal(period),
            "days": Decimal(days[period]),
            "paid-days": Decimal(paid_days[period]),
            "savings": offer.savings[period],
            "share": offer.share,
            "payment": rounded(paid, places),
            "income": rounded(income, places),
            "discount": rounded(discount, 12),
        }
        value = rounded(discount * income, places)
        steps.append(Step("period", bid, _FORMULA, inputs, value, places))
    return worth, tuple(steps)


def _income(period: int, days: Sequence[int], saved: Decimal, paid: Fraction) -> Fraction:
    """The first period counts whole, or not at all where the notice is of the last of December."""
    if period == 0:
        return Fraction(saved) - paid if days[0] else Fraction(0)
    return Fraction(saved) * Fraction(days[period], _YEAR) - paid


def _paid_days(contract: int, days: Sequence[int]) -> list[int]:
    paid: list[int] = []
    for length in days:
        paid.append(min(contract, length))
        contract -= paid[-1]
    return paid
