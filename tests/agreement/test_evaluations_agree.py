"""Evaluation against a naive second implementation in rational numbers, on thousands of tenders.

It shares no code with the core: fractions instead of decimals, one sort instead of groups.
"""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import tenders
from tests.support.naive import compared_price, half_up, points

from poletai.core.evaluation import Offer, Terms, evaluate
from poletai.core.evaluation.low_price import LowPriceTerms, low_price_triggers

Key = tuple[Fraction, ...]


def price_score(offer: Offer, offers: list[Offer], terms: Terms) -> Fraction:
    lowest = min(compared_price(each, terms) for each in offers)
    value = Fraction(terms.price_weight) * lowest / compared_price(offer, terms)
    return half_up(value, terms.rounding.get("price-score", 2))


def score(offer: Offer, offers: list[Offer], terms: Terms) -> Fraction:
    parts = price_score(offer, offers, terms) + sum(points(offer, terms).values(), Fraction(0))
    return half_up(parts, terms.rounding.get("score", 2) if terms.criteria else 12)


def key(offer: Offer, offers: list[Offer], terms: Terms) -> Key:
    price = compared_price(offer, terms)
    by_price = terms.method == "lowest-evaluated-price"
    first = price if by_price else -score(offer, offers, terms)
    gained = points(offer, terms)
    ties = {
        "lower-price": Fraction(offer.price),
        "lower-evaluation-price": price,
        "higher:technical": -gained.get("technical", Fraction(0)),
        "higher:technical+service": -sum(gained.values(), Fraction(0)),
    }
    return (first, *(ties[rule] for rule in terms.ties))


@st.composite
def tender(draw: st.DrawFn) -> tuple[list[Offer], Terms]:
    method = draw(st.sampled_from(tenders.BY_LOWEST))
    return draw(tenders.offers()), draw(tenders.terms(method))


@settings(max_examples=2000)
@given(tender())
def test_two_ways_of_ranking_agree_in_every_number(drawn: tuple[list[Offer], Terms]) -> None:
    offers, terms = drawn
    keys = {offer.bid: key(offer, offers, terms) for offer in offers}
    by_bid = {offer.bid: offer for offer in offers}

    ranked = evaluate(offers, terms).ranked

    assert [placed.bid for placed in ranked] == sorted(keys, key=lambda bid: (keys[bid], bid))
    for placed in ranked:
        same = [bid for bid in keys if keys[bid] == keys[placed.bid]]
        ahead = [bid for bid in keys if keys[bid] < keys[placed.bid]]
        assert placed.tied == (len(same) > 1)
        assert placed.place == len(ahead) + 1
        assert placed.evaluation_price == compared_price(by_bid[placed.bid], terms)
        if placed.score is not None:
            assert placed.score == score(by_bid[placed.bid], offers, terms)


@settings(max_examples=500)
@given(tenders.offers(), tenders.decimals(50, 65, 2), tenders.decimals(100, 10**11, 2))
def test_two_ways_of_finding_low_prices_agree(
    offers: list[Offer], share: Decimal, ceiling: Decimal
) -> None:
    prices = {offer.bid: Fraction(offer.price) for offer in offers}
    part = Fraction(share)
    mean = sum(prices.values()) / len(prices)
    second = sorted(prices.values())[1] if len(prices) > 1 else Fraction(0)
    lines = {
        "below-share-of-mean": mean * part,
        "below-share-of-second-lowest": second * part,
        "below-share-of-ceiling": Fraction(ceiling) * part,
    }
    expected = {(b, test) for b, p in prices.items() for test, line in lines.items() if p < line}

    hits = low_price_triggers(
        {offer.bid: offer.price for offer in offers}, ceiling, LowPriceTerms(share, share, share)
    )

    assert {(hit.bid, hit.test) for hit in hits} == expected
