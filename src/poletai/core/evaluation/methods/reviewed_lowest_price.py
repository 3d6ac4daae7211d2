"""Lowest reviewed price (PM-3, 经评审的最低投标价法): departures valued in money, then the lowest.

A bid that departs by more than is tolerated is set aside. Whether a price is below cost is for the
committee to decide before (see `low_price.py`), never for the arithmetic.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from poletai.core.basics.exact import product
from poletai.core.basics.problem import Problem
from poletai.core.evaluation.checks import common_problems, price_alone_problems
from poletai.core.evaluation.named import answer_problems, name_problems, negative_problems
from poletai.core.evaluation.prices import evaluation_prices
from poletai.core.evaluation.ranking import Figures, rank
from poletai.core.evaluation.result import Result, SetAside, Step
from poletai.core.evaluation.terms import Offer, Terms

TITLE = {"zh": "经评审的最低投标价法", "en": "Lowest reviewed price"}
USES = ("quantified", "departures")


def problems(offers: Sequence[Offer], terms: Terms) -> Iterator[Problem]:
    """Yield everything that keeps the departures of these offers from being valued."""
    names = [each.name for each in terms.quantified]
    answers = [p for o in offers for p in answer_problems(o.bid, "departures", names, o.departures)]
    yield from name_problems("quantified", names)
    yield from price_alone_problems(terms)
    yield from answers
    yield from negative_problems(offers, "departures")
    if not answers:
        yield from common_problems([_valued(offer, terms)[0] for offer in offers], terms)


def evaluate(offers: Sequence[Offer], terms: Terms) -> Result:
    """Rank offers by price plus valued departures, lowest first."""
    beyond = [SetAside(offer.bid, name) for offer in offers for name in _beyond(offer, terms)]
    aside = {each.bid for each in beyond}
    valued = [_valued(offer, terms) for offer in offers]
    steps = [step for _, led in valued for step in led]
    left = [offer for offer, _ in valued if offer.bid not in aside]
    prices, price_steps = evaluation_prices(left, terms)
    figures = [
        Figures(offer, prices[offer.bid], prices[offer.bid], Decimal(0), {}, None) for offer in left
    ]
    ranked, ties = rank(figures, terms)
    return Result(terms.method, ranked, (*steps, *price_steps, *ties), tuple(beyond))


def _beyond(offer: Offer, terms: Terms) -> list[str]:
    """Name the first departure that goes beyond what is tolerated, if one does."""
    return [
        f"departs-too-far:{each.name}"
        for each in terms.quantified
        if each.most is not None and offer.departures[each.name] > each.most
    ][:1]


def _valued(offer: Offer, terms: Terms) -> tuple[Offer, tuple[Step, ...]]:
    steps = tuple(
        Step(
            "departure",
            offer.bid,
            "units x money a unit",
            {
                "name": each.name,
                "units": offer.departures[each.name],
                "per-unit": each.per_unit,
            },
            product(offer.departures[each.name], each.per_unit),
        )
        for each in terms.quantified
    )
    added = tuple((str(step.inputs["name"]), Decimal(step.value)) for step in steps)
    return msgspec.structs.replace(offer, deviations=(*offer.deviations, *added)), steps
