"""Whole tenders of any method drawn by hypothesis: the parts a method needs are put in place."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec
from hypothesis import strategies as st
from tests.support import tenders
from tests.support.naive import energy_payments, half_up
from tests.support.tenders import decimals

from poletai.core.evaluation import (
    EnergyOffer,
    EnergyTerms,
    Feature,
    Offer,
    Quantified,
    Terms,
)

Tender = tuple[list[Offer], Terms]

FEATURES = (
    Feature("intake", "Air intake", (Decimal(0), Decimal("0.1"), Decimal("0.15"))),
    Feature("years", "Years of warranty", (Decimal("0.05"), Decimal("0.15"))),
)
COSTS = ("energy", "repairs")
QUANTIFIED = (
    Quantified("delay", "Days of delay", Decimal("120.55"), Decimal(30)),
    Quantified("payment", "Days of earlier payment", Decimal("0.037")),
)
_change: Callable[..., Any] = msgspec.structs.replace


def tender(method: str, least: int = 1) -> st.SearchStrategy[Tender]:
    """Draw offers and terms fit for a method; `least` is the fewest offers there may be."""
    return st.tuples(tenders.offers(least), tenders.terms(method)).flatmap(
        lambda drawn: _FITTING.get(method, _as_drawn)(*drawn)
    )


def _as_drawn(offers: list[Offer], terms: Terms) -> st.SearchStrategy[Tender]:
    return st.just((offers, terms))


def _each(
    offers: list[Offer], part: str, answers: dict[str, st.SearchStrategy[Decimal]]
) -> st.SearchStrategy[list[Offer]]:
    """Give every offer its own answers; often all the same, so that ties are met."""
    one = st.fixed_dictionaries(answers)
    many = st.lists(one, min_size=len(offers), max_size=len(offers))
    drawn = st.one_of(many, one.map(lambda same: [same] * len(offers)))
    return drawn.map(
        lambda given: [_change(o, **{part: a}) for o, a in zip(offers, given, strict=True)]
    )


def _merit(offers: list[Offer], terms: Terms) -> st.SearchStrategy[Tender]:
    options = {each.name: st.sampled_from(each.options) for each in FEATURES}
    return st.tuples(_each(offers, "features", options), st.just(_change(terms, features=FEATURES)))


def _costs(offers: list[Offer], terms: Terms) -> st.SearchStrategy[Tender]:
    amounts = dict.fromkeys(COSTS, decimals(0, 10**9, 2))
    return st.tuples(_each(offers, "costs", amounts), st.just(_change(terms, costs=COSTS)))


def _both(offers: list[Offer], terms: Terms) -> st.SearchStrategy[Tender]:
    return _merit(offers, terms).flatmap(lambda drawn: _costs(*drawn))


def _departures(offers: list[Offer], terms: Terms) -> st.SearchStrategy[Tender]:
    units = {"delay": decimals(0, 35, 0), "payment": decimals(0, 900, 1)}
    return st.tuples(
        _each(offers, "departures", units), st.just(_change(terms, quantified=QUANTIFIED))
    )


def _consultation(offers: list[Offer], terms: Terms) -> st.SearchStrategy[Tender]:
    ties = ("lower-price", "higher:technical")
    return st.just(
        (offers, _change(terms, criteria=tenders.CRITERIA, price_weight=Decimal(40), ties=ties))
    )


def _for_money(offers: list[Offer], terms: Terms) -> st.SearchStrategy[Tender]:
    technical, service = tenders.CRITERIA
    criteria = (_change(technical, weight=Decimal(70)), _change(service, weight=Decimal(30)))
    return st.just((offers, _change(terms, criteria=criteria, price_weight=Decimal(0))))


def _pass_marks(offers: list[Offer], terms: Terms) -> st.SearchStrategy[Tender]:
    technical, service = tenders.CRITERIA
    return st.tuples(decimals(0, 700, 1), st.none() | decimals(20, 70, 0)).map(
        lambda drawn: (
            offers,
            _change(
                terms,
                criteria=(_change(technical, pass_mark=drawn[0]), service),
                price_weight=Decimal(40),
                pass_score=drawn[1],
            ),
        )
    )


def _sale(offers: list[Offer], terms: Terms) -> st.SearchStrategy[Tender]:
    return st.just(
        (
            [_change(offer, adjustments=()) for offer in offers],
            _change(terms, criteria=tenders.CRITERIA, price_weight=Decimal(40)),
        )
    )


_energy_offers = st.builds(
    EnergyOffer,
    savings=st.lists(decimals(1000, 10**8, 2), min_size=21, max_size=21).map(tuple),
    share=decimals(800, 1000, 3),
    years=st.integers(1, 14),
    days=st.integers(0, 364),
)
_energy_terms = st.builds(
    EnergyTerms,
    announced_on=st.integers(0, 800).map(lambda days: date(2023, 12, 1) + timedelta(days)),
    rate=decimals(0, 400, 3),
    share_least=st.just(Decimal("0.8")),
    share_most=st.just(Decimal(1)),
)


def _energy(offers: list[Offer], terms: Terms) -> st.SearchStrategy[Tender]:
    many = st.lists(_energy_offers, min_size=1, max_size=2)
    return st.tuples(many, _energy_terms, st.booleans()).flatmap(
        lambda drawn: _energy_tender(offers, terms, *drawn)
    )


def _energy_tender(
    offers: list[Offer],
    terms: Terms,
    bids: list[EnergyOffer],
    energy: EnergyTerms,
    featured: bool,
) -> st.SearchStrategy[Tender]:
    priced = [_priced(o, bids[n % len(bids)], energy) for n, o in enumerate(offers)]
    found = _change(terms, energy=energy, rounding={})
    return _merit(priced, found) if featured else st.just((priced, found))


def _priced(offer: Offer, bid: EnergyOffer, energy: EnergyTerms) -> Offer:
    paid = half_up(sum(energy_payments(bid, energy), Fraction(0)), 2)
    price = Decimal(paid.numerator) / Decimal(paid.denominator)
    return Offer(offer.bid, price, energy=bid, leaf=offer.leaf)


_FITTING: dict[str, Callable[[list[Offer], Terms], st.SearchStrategy[Tender]]] = {
    "merit-coefficient": _merit,
    "life-cycle-cost": _costs,
    "merit-and-life-cycle-cost": _both,
    "reviewed-lowest-price": _departures,
    "consultation-score": _consultation,
    "cost-effectiveness": _for_money,
    "pass-marks": _pass_marks,
    "price-and-plan": _sale,
    "energy-service": _energy,
}
