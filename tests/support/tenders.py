"""Tenders drawn by hypothesis: offers and terms fit to be evaluated, often close and often tied."""

from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import strategies as st

from poletai.core.evaluation import Adjustment, Benchmark, Criterion, Offer, Terms, Trim

EVALUATORS = ("chen", "li", "wang")
CRITERIA = (
    Criterion("technical", "Technical", Decimal("42.5"), Decimal(0), Decimal(100)),
    Criterion("service", "Service", Decimal("17.5"), Decimal(0), Decimal(7)),
)
RULES = ("lower-price", "lower-evaluation-price", "higher:technical", "higher:technical+service")

BY_LOWEST = ("lowest-evaluated-price", "low-price-first", "comprehensive-score")
BY_BENCHMARK = (
    "arithmetic-mean",
    "composite-benchmark",
    "interval-mean",
    "reasonable-low-price",
    "drawn-method",
)

NAMES = tuple(f"bid-{n}" for n in range(6))


def decimals(least: int, most: int, places: int) -> st.SearchStrategy[Decimal]:
    """Draw decimals from `least` to `most` units of their last place; quicker than st.decimals."""
    return st.integers(least, most).map(lambda units: Decimal(units).scaleb(-places))


# Prices from few values, so that ties are met, and from many, so that nothing is special.
_prices = st.one_of(decimals(95_000_000, 95_000_001, 2), decimals(50, 10**14, 2))
_shares = st.lists(decimals(0, 200, 3), max_size=2)
_deviations = st.lists(decimals(0, 500_000, 2), max_size=2)
_marks = {
    "technical": st.tuples(*[decimals(0, 1000, 1)] * 3),
    "service": st.tuples(*[decimals(0, 70, 1)] * 3),
}
_bids = st.tuples(_prices, _shares, _deviations, st.fixed_dictionaries(_marks), st.integers(0, 99))
_Bid = tuple[
    Decimal, list[Decimal], list[Decimal], dict[str, tuple[Decimal, Decimal, Decimal]], int
]


def _offer(name: str, bid: _Bid) -> Offer:
    price, shares, deviations, marks, leaf = bid
    return Offer(
        bid=name,
        price=price,
        adjustments=tuple(
            Adjustment(f"cut-{n}", "platform#test", share) for n, share in enumerate(shares)
        ),
        deviations=tuple((f"late-{n}", amount) for n, amount in enumerate(deviations)),
        scores={
            criterion: dict(zip(EVALUATORS, given, strict=True))
            for criterion, given in marks.items()
        },
        leaf=leaf,
    )


@st.composite
def offers(draw: st.DrawFn, least: int = 1) -> list[Offer]:
    """Draw between `least` and six sound offers under different names, some of them alike."""
    bids = draw(st.lists(_bids, min_size=least, max_size=len(NAMES)))
    if len(bids) > 1 and draw(st.booleans()):
        bids[1] = (*bids[0][:4], bids[1][4])
    return [_offer(name, bid) for name, bid in zip(NAMES, bids, strict=False)]


@st.composite
def terms(draw: st.DrawFn, method: str) -> Terms:
    """Draw terms of a method with tie rules in some order and some declared roundings."""
    scored: dict[str, Any] = {"criteria": CRITERIA, "price_weight": Decimal(40)}
    with_criteria = method == "comprehensive-score" or (
        method in BY_BENCHMARK and draw(st.booleans())
    )
    rules = RULES if with_criteria else RULES[:2]
    steps = ("price-score", "criterion", "score", "evaluation-price")
    found = Terms(
        method=method,
        rounding=draw(st.dictionaries(st.sampled_from(steps), st.integers(1, 6))),
        ties=tuple(draw(st.lists(st.sampled_from(rules), unique=True))),
        **(scored if with_criteria else {}),
    )
    return draw(_with_benchmark(found)) if method in BY_BENCHMARK else found


_trims = st.sampled_from(
    [
        (),
        (Trim(3, 1, 1),),
        (Trim(2, 1, 0), Trim(4, 1, 1), Trim(6, 2, 1)),
    ]
)
_benchmarks = st.builds(
    Benchmark,
    above=decimals(0, 300, 2),
    below=decimals(0, 300, 2),
    trims=_trims,
    base=decimals(10_000, 10**11, 2),
    weight=decimals(0, 10, 1),
    lowering=decimals(0, 10, 2),
    band_below=decimals(0, 50, 2),
    band_above=decimals(0, 50, 2),
)


@st.composite
def _with_benchmark(draw: st.DrawFn, found: Terms) -> Terms:
    """Give terms a benchmark, sometimes with shares drawn from published ones."""
    benchmark = draw(_benchmarks)
    places = draw(st.dictionaries(st.sampled_from(("deviation", "benchmark")), st.integers(1, 6)))
    drawn: dict[str, str] = {}
    if draw(st.booleans()):
        shares = tuple(Decimal(n).scaleb(-2) for n in range(1, 6))
        benchmark = msgspec.structs.replace(benchmark, weights=shares, lowerings=shares)
        drawn = {name: str(draw(st.sampled_from(shares))) for name in ("weight", "lowering")}
    if found.method == "drawn-method":
        benchmark = msgspec.structs.replace(benchmark, methods=BY_BENCHMARK[:-1])
        drawn["method"] = draw(st.sampled_from(benchmark.methods))
    return msgspec.structs.replace(
        found, benchmark=benchmark, draw=drawn, rounding=found.rounding | places
    )
