"""Merit, life-cycle cost, departures, energy and points for money against naive rationals."""

from collections.abc import Callable
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import kinds, tenders
from tests.support.naive import compared_price, energy_payments, energy_value, half_up, points

from poletai.core.evaluation import Offer, Result, Terms, evaluate, method_names

Order = dict[str, Fraction]


def merit(offer: Offer, terms: Terms) -> Fraction:
    best = sum((Fraction(max(each.options)) for each in terms.features), Fraction(0))
    chosen = sum(map(Fraction, offer.features.values()), Fraction(0))
    return (1 - best + chosen) / (1 - best)


def costs(offer: Offer) -> Fraction:
    return sum(map(Fraction, offer.costs.values()), Fraction(0))


def compared(offer: Offer, terms: Terms) -> Fraction:
    return compared_price(offer, terms) / merit(offer, terms) + costs(offer)


def departed(offer: Offer, terms: Terms) -> Fraction:
    money = [
        Fraction(each.per_unit) * Fraction(offer.departures[each.name]) for each in terms.quantified
    ]
    exact = Terms("", rounding={"evaluation-price": 12})
    price = compared_price(offer, exact) + sum(money, Fraction(0))
    return half_up(price, terms.rounding.get("evaluation-price", 2))


def worth(offer: Offer, terms: Terms) -> Fraction:
    assert offer.energy is not None
    assert terms.energy is not None
    return -energy_value(offer.energy, terms.energy) * merit(offer, terms)


def for_money(offer: Offer, terms: Terms) -> Fraction:
    gained = sum(points(offer, terms).values(), Fraction(0))
    return -gained * 10_000 / compared_price(offer, terms)


KEYS: dict[str, Callable[[Offer, Terms], Fraction]] = {
    "merit-coefficient": compared,
    "life-cycle-cost": compared,
    "merit-and-life-cycle-cost": compared,
    "reviewed-lowest-price": departed,
    "energy-service": worth,
    "cost-effectiveness": for_money,
}


def tender_of(methods: list[str]) -> st.SearchStrategy[kinds.Tender]:
    return st.sampled_from(methods).flatmap(kinds.tender)


def places(order: Order) -> dict[str, tuple[int, bool]]:
    values = list(order.values())
    return {
        bid: (1 + sum(other < value for other in values), values.count(value) > 1)
        for bid, value in order.items()
    }


def found(result: Result) -> dict[str, tuple[int, bool]]:
    return {placed.bid: (placed.place, placed.tied) for placed in result.ranked}


@settings(max_examples=1500)
@given(tender_of(list(KEYS)))
def test_two_ways_of_comparing_agree_on_every_place(drawn: kinds.Tender) -> None:
    offers, with_ties = drawn
    terms = Terms(**{f: getattr(with_ties, f) for f in Terms.__struct_fields__ if f != "ties"})
    late = [o.bid for o in offers if o.departures.get("delay", 0) > 30]
    order = {o.bid: KEYS[terms.method](o, terms) for o in offers if o.bid not in late}

    result = evaluate(offers, terms)

    assert found(result) == places(order)
    assert [each.bid for each in result.set_aside] == late
    for placed in result.ranked:
        if terms.method in ("cost-effectiveness", "energy-service"):
            places_shown = 4 if terms.method == "cost-effectiveness" else 2
            assert placed.score == half_up(-order[placed.bid], places_shown)
        else:
            places_shown = terms.rounding.get("evaluation-price", 2)
            shown = places_shown if terms.method == "reviewed-lowest-price" else 2
            assert placed.evaluation_price == half_up(order[placed.bid], shown)


@settings(max_examples=200)
@given(kinds.tender("energy-service"))
def test_two_ways_of_paying_from_savings_agree(drawn: kinds.Tender) -> None:
    offers, terms = drawn
    bids = {offer.bid: offer.energy for offer in offers}
    for step in evaluate(offers, terms).steps:
        bid = bids.get(str(step.bid))
        if step.name == "period" and bid and terms.energy:
            paid = energy_payments(bid, terms.energy)[int(step.inputs["period"])]
            assert step.inputs["payment"] == half_up(paid, 2)


def scores(offers: list[Offer], terms: Terms) -> Order:
    prices = [compared_price(offer, terms) for offer in offers]
    sale = terms.method == "price-and-plan"
    best = (max if sale else min)(prices, default=Fraction(1))
    gained = {}
    for offer, price in zip(offers, prices, strict=True):
        part = Fraction(terms.price_weight) * (price / best if sale else best / price)
        plan = sum(points(offer, terms).values(), Fraction(0))
        price_score = half_up(part, terms.rounding.get("price-score", 2))
        gained[offer.bid] = half_up(price_score + plan, terms.rounding.get("score", 2))
    return gained


def passes(offer: Offer, terms: Terms) -> bool:
    for each in terms.criteria:
        marks = [Fraction(mark) for mark in offer.scores[each.name].values()]
        if each.pass_mark is not None and sum(marks) / len(marks) < Fraction(each.pass_mark):
            return False
    return True


@settings(max_examples=1000)
@given(tender_of(["consultation-score", "pass-marks", "price-and-plan"]))
def test_two_ways_of_scoring_agree(drawn: kinds.Tender) -> None:
    offers, terms = drawn
    order = scores([offer for offer in offers if passes(offer, terms)], terms)
    least = Fraction(terms.pass_score or 0)
    expected = {bid: score for bid, score in order.items() if score >= least}

    ranked = evaluate(offers, terms).ranked

    assert {placed.bid: placed.score for placed in ranked} == expected
    assert [placed.score for placed in ranked] == sorted(expected.values(), reverse=True)


@settings(max_examples=500)
@given(kinds.tender("consultation-score"))
def test_a_consultation_parts_equal_scores_by_quotation_then_technique(drawn: kinds.Tender) -> None:
    offers, terms = drawn
    order = scores(offers, terms)
    keys = {
        o.bid: (-order[o.bid], Fraction(o.price), -points(o, terms)["technical"]) for o in offers
    }

    ranked = evaluate(offers, terms).ranked

    assert [placed.bid for placed in ranked] == sorted(keys, key=lambda bid: (keys[bid], bid))


def test_every_method_has_a_second_computation() -> None:
    scored = {"consultation-score", "pass-marks", "price-and-plan"}
    assert set(method_names()) == {*KEYS, *scored, *tenders.BY_LOWEST, *tenders.BY_BENCHMARK}
