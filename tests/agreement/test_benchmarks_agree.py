"""Benchmark methods against a naive second computation in rational numbers."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import tenders
from tests.support.naive import compared_price, half_up, points

from poletai.core.evaluation import Benchmark, Offer, Terms, evaluate


def mean(prices: list[Fraction]) -> Fraction:
    return sum(prices, Fraction(0)) / len(prices)


def taken(prices: list[Fraction], benchmark: Benchmark) -> list[Fraction]:
    kept = sorted(prices)
    for row in sorted(benchmark.trims, key=lambda trim: -trim.min_n):
        if len(kept) >= row.min_n:
            return kept[row.drop_low : len(kept) - row.drop_high]
    return kept


def share(terms: Terms, name: str, fixed: object) -> Fraction:
    text = (terms.draw or {}).get(name)
    return Fraction(str(fixed)) if text is None else Fraction(str(text))


def benchmark_price(prices: list[Fraction], method: str, terms: Terms) -> Fraction:
    assert terms.benchmark is not None
    counted = taken(prices, terms.benchmark)
    base = mean(counted)
    lowered = 1 - share(terms, "lowering", terms.benchmark.lowering)
    if method == "composite-benchmark":
        weight = share(terms, "weight", terms.benchmark.weight)
        base = (Fraction(terms.benchmark.base or 0) * weight + base * (1 - weight)) * lowered
    if method == "reasonable-low-price":
        base *= lowered
    if method == "interval-mean":
        low = base - base * Fraction(terms.benchmark.band_below)
        high = base + base * Fraction(terms.benchmark.band_above)
        base = mean([price for price in counted if low <= price <= high] or counted)
    return half_up(base, terms.rounding.get("benchmark", 2))


def score(offer: Offer, offers: list[Offer], terms: Terms) -> Fraction:
    assert terms.benchmark is not None
    drawn = terms.method == "drawn-method" and terms.draw
    method = str(drawn["method"]) if drawn else terms.method
    base = benchmark_price([compared_price(each, terms) for each in offers], method, terms)
    percent = 100 * (compared_price(offer, terms) / base - 1)
    if "deviation" in terms.rounding:
        percent = half_up(percent, terms.rounding["deviation"])
    rate = terms.benchmark.above if percent > 0 else terms.benchmark.below
    left = Fraction(terms.price_weight) - abs(percent) * Fraction(rate)
    price = half_up(max(left, Fraction(0)), terms.rounding.get("price-score", 2))
    return half_up(
        price + sum(points(offer, terms).values(), Fraction(0)), terms.rounding.get("score", 2)
    )


@st.composite
def tender(draw: st.DrawFn) -> tuple[list[Offer], Terms]:
    method = draw(st.sampled_from(tenders.BY_BENCHMARK))
    return draw(tenders.offers()), draw(tenders.terms(method))


@settings(max_examples=2000)
@given(tender())
def test_two_ways_of_scoring_by_a_benchmark_agree(drawn: tuple[list[Offer], Terms]) -> None:
    offers, terms = drawn
    expected = {offer.bid: score(offer, offers, terms) for offer in offers}

    ranked = evaluate(offers, terms).ranked

    assert {placed.bid: placed.score for placed in ranked} == expected
    assert [placed.score for placed in ranked] == sorted(expected.values(), reverse=True)
