"""What always holds of an evaluation, whoever bids and whatever the prices."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import kinds, tenders

from poletai.core.basics.canonical import canonical
from poletai.core.evaluation import Offer, as_json, evaluate, method_names

DEARER = Decimal(10**13)
methods = pytest.mark.parametrize("method", method_names())
# Under a benchmark every price moves the scores of all, and a lower one may lose.
LOWEST_WINS = (*tenders.BY_LOWEST, "consultation-score", "cost-effectiveness", "merit-coefficient")
lowest_wins = pytest.mark.parametrize("method", LOWEST_WINS)


@methods
@given(data=st.data())
def test_the_order_bids_come_in_changes_nothing(method: str, data: st.DataObject) -> None:
    offers, terms = data.draw(kinds.tender(method))
    shuffled = data.draw(st.permutations(offers))

    assert canonical(as_json(evaluate(shuffled, terms))) == canonical(
        as_json(evaluate(offers, terms))
    )


@methods
@given(data=st.data())
def test_a_later_arrival_never_changes_a_place(method: str, data: st.DataObject) -> None:
    offers, terms = data.draw(kinds.tender(method))
    later = [msgspec.structs.replace(offer, leaf=offer.leaf + 100) for offer in offers]

    assert evaluate(later, terms) == evaluate(offers, terms)


@lowest_wins
@given(data=st.data())
def test_a_dearer_losing_bid_changes_no_other_score_or_order(
    method: str, data: st.DataObject
) -> None:
    offers, terms = data.draw(kinds.tender(method))
    nothing = {name: dict.fromkeys(tenders.EVALUATORS, Decimal(0)) for name in offers[0].scores}
    features = offers[0].features
    irrelevant = Offer("bid-irrelevant", DEARER, scores=nothing, features=features)

    before = evaluate(offers, terms).ranked
    after = evaluate([*offers, irrelevant], terms).ranked

    kept = [placed for placed in after if placed.bid != irrelevant.bid]
    assert [(p.bid, p.score) for p in kept] == [(p.bid, p.score) for p in before]


@methods
@given(data=st.data())
def test_a_contract_is_never_priced_above_the_bid(method: str, data: st.DataObject) -> None:
    offers, terms = data.draw(kinds.tender(method))
    quoted = {offer.bid: offer.price for offer in offers}

    for placed in evaluate(offers, terms).ranked:
        assert placed.contract_price == placed.bid_price == quoted[placed.bid]


@lowest_wins
@given(data=st.data())
def test_a_lower_price_never_worsens_a_place(method: str, data: st.DataObject) -> None:
    offers, terms = data.draw(kinds.tender(method, least=2))
    chosen = data.draw(st.sampled_from(offers))
    lower = msgspec.structs.replace(chosen, price=chosen.price - Decimal("0.01"))
    others = [offer for offer in offers if offer.bid != chosen.bid]

    before = {p.bid: p.place for p in evaluate(offers, terms).ranked}
    after = {p.bid: p.place for p in evaluate([*others, lower], terms).ranked}

    assert after[chosen.bid] <= before[chosen.bid]


@given(data=st.data())
def test_scores_lie_between_nothing_and_a_hundred(data: st.DataObject) -> None:
    offers, terms = data.draw(tenders.offers()), data.draw(tenders.terms("comprehensive-score"))

    for placed in evaluate(offers, terms).ranked:
        assert placed.score is not None
        assert 0 <= placed.score <= 100


FINAL = {
    "lowest-evaluated-price": "evaluation-price",
    "reviewed-lowest-price": "evaluation-price",
    "low-price-first": "price-score",
    "merit-coefficient": "compared-price",
    "life-cycle-cost": "compared-price",
    "merit-and-life-cycle-cost": "compared-price",
    "cost-effectiveness": "points-per-unit",
    "energy-service": "present-value",
}


@methods
@given(data=st.data())
def test_every_number_of_the_ranking_stands_in_a_step(method: str, data: st.DataObject) -> None:
    offers, terms = data.draw(kinds.tender(method))
    result = evaluate(offers, terms)
    values = {(step.bid, step.name): step.value for step in result.steps}
    final = FINAL.get(method, "score")

    for placed in result.ranked:
        compared = {"compared-price": "compared-price", "present-value": "amount"}
        price = compared.get(final, "evaluation-price")
        assert values[placed.bid, price] == placed.evaluation_price
        assert placed.score is None or values[placed.bid, final] == placed.score


@methods
@given(data=st.data())
def test_every_bid_has_a_place_or_a_reason_for_none(method: str, data: st.DataObject) -> None:
    offers, terms = data.draw(kinds.tender(method))
    result = evaluate(offers, terms)

    placed, aside = [p.bid for p in result.ranked], [each.bid for each in result.set_aside]
    assert sorted(placed + aside) == sorted(offer.bid for offer in offers)


@methods
@given(data=st.data())
def test_a_brand_never_holds_two_places(method: str, data: st.DataObject) -> None:
    drawn, terms = data.draw(kinds.tender(method))
    brands = st.sampled_from(("", "lotus", "pine"))
    offers = [msgspec.structs.replace(each, brand=data.draw(brands)) for each in drawn]
    rule = data.draw(st.sampled_from(("by-price", "by-place")))
    draw = {**(terms.draw or {}), "order": list(tenders.NAMES)}
    terms = msgspec.structs.replace(terms, same_brand=rule, draw=draw)

    result = evaluate(offers, terms)

    brand_of = {offer.bid: offer.brand for offer in offers}
    held = {(brand_of[p.bid], p.place) for p in result.ranked if brand_of[p.bid]}
    assert len({brand for brand, _ in held}) == len(held)
    assert evaluate(data.draw(st.permutations(offers)), terms) == result
