"""Checks of energy service bids: 21 savings, a contract of a day to 15 years, a share in bounds."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from poletai.core.basics.problem import Problem
from poletai.core.evaluation.energy import PERIODS, contract_days, payments
from poletai.core.evaluation.parts import EnergyOffer, EnergyTerms
from poletai.core.evaluation.rationals import rounded
from poletai.core.evaluation.terms import Offer, Terms

_LONGEST = 15 * 365
_YEAR = 365


def energy_problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    """Yield what keeps energy service bids from being valued."""
    if terms.energy is None:
        yield _problem("terms.energy", "give the day of the notice, the rate and the bounds")
        return
    if terms.energy.rate < 0 or not (0 <= terms.energy.share_least <= terms.energy.share_most <= 1):
        yield _problem("terms.energy", "the rate is not negative, the bounds lie between 0 and 1")
    for offer in offers:
        where = f"offers.{offer.bid}.energy"
        if offer.energy is None:
            yield _problem(where, "give the savings, the share and how long the contract runs")
        else:
            yield from _offer_problems(offer, offer.energy, terms.energy, where)


def _offer_problems(
    offer: Offer, energy: EnergyOffer, terms: EnergyTerms, where: str
) -> Iterator[Problem]:
    if len(energy.savings) != PERIODS or min(energy.savings) < 0:
        message = f"give {PERIODS} savings, none negative: one for each period"
        yield _problem(f"{where}.savings", message)
        return
    if not (energy.years >= 0 and 0 <= energy.days < _YEAR):
        yield _problem(f"{where}.days", "years are not negative, days are from 0 to 364")
        return
    if not 1 <= contract_days(energy) <= _LONGEST:
        yield _problem(f"{where}.years", "the contract runs from one day to 15 years")
    if not terms.share_least <= energy.share <= terms.share_most:
        message = f"{energy.share} is not from {terms.share_least} to {terms.share_most}"
        yield _problem(f"{where}.share", message)
    paid = rounded(sum(payments(energy, terms), Fraction(0)), 2)
    if paid != offer.price:
        message = f"the payments come to {paid}, not to {offer.price}: quote their sum"
        yield _problem(f"offers.{offer.bid}.price", message)


def _problem(where: str, message: str) -> Problem:
    return Problem(code="energy-unsound", where=where, message=message)
