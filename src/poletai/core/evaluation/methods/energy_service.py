"""Energy service (ESCO, 合同能源管理): the savings left to the client, at their present value.

The price of such a bid is what the contractor is paid in all, rounded to hundredths; the value
bids are ordered by is never rounded. Where features are declared, they multiply it.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from poletai.core.basics.problem import Problem
from poletai.core.evaluation.checks import common_problems, price_alone_problems
from poletai.core.evaluation.energy import payments, present_value
from poletai.core.evaluation.energy_checks import energy_problems
from poletai.core.evaluation.merit import coefficient, merit_problems
from poletai.core.evaluation.parts import EnergyOffer, EnergyTerms
from poletai.core.evaluation.ranking import Figures, rank
from poletai.core.evaluation.rationals import rounded
from poletai.core.evaluation.result import Result, Step
from poletai.core.evaluation.terms import Offer, Terms

TITLE = {"zh": "合同能源管理净现值法", "en": "Energy service by present value"}
USES = ("energy", "features")


def problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    """Yield everything that keeps these offers from being valued."""
    yield from common_problems(offers, terms)
    yield from price_alone_problems(terms)
    yield from energy_problems(offers, terms)
    if terms.features:
        yield from merit_problems(offers, terms)


def evaluate(offers: Sequence[Offer], terms: Terms) -> Result:
    """Rank offers by present value, highest first; their score is that value, rounded."""
    steps: list[Step] = []
    figures: list[Figures] = []
    valued = [
        (offer, *_valued(offer, offer.energy, terms.energy, terms))
        for offer in offers
        if offer.energy is not None and terms.energy is not None
    ]
    for offer, value, led in valued:
        score = Decimal(led[-1].value)
        figures.append(Figures(offer, -value, offer.price, Decimal(0), {}, score))
        steps += led
    ranked, ties = rank(figures, terms)
    return Result(terms.method, ranked, (*steps, *ties))


def _valued(
    offer: Offer, bid: EnergyOffer, energy: EnergyTerms, terms: Terms
) -> tuple[Fraction, tuple[Step, ...]]:
    places = terms.places("present-value")
    value, steps = present_value(offer.bid, bid, energy, places)
    paid = rounded(sum(payments(bid, energy), Fraction(0)), 2)
    amount = Step("amount", offer.bid, "sum of payments", {}, paid, 2)
    merit, merit_steps = _merit(offer, terms)
    inputs: dict[str, Decimal | str] = {
        "incomes": rounded(value, places),
        "coefficient": str(merit),
    }
    value *= merit
    formula = "sum of discounted incomes x coefficient"
    last = Step("present-value", offer.bid, formula, inputs, rounded(value, places), places)
    return value, (*steps, amount, *merit_steps, last)


def _merit(offer: Offer, terms: Terms) -> tuple[Fraction, tuple[Step, ...]]:
    if not terms.features:
        return Fraction(1), ()
    merit, step = coefficient(offer, terms)
    return merit, (step,)
