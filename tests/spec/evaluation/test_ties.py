"""Ties: parted only by a declared rule, and declared as tied where only people can decide."""

from dataclasses import dataclass
from decimal import Decimal

import msgspec
import pytest

from poletai.core.evaluation import Criterion, Offer, Placed, Terms, evaluate

CRITERIA = (
    Criterion("technical", "Technical", Decimal(40), Decimal(0), Decimal(40)),
    Criterion("service", "Service", Decimal(20), Decimal(0), Decimal(20)),
)


@dataclass(frozen=True)
class Bid:
    price: str
    technical: str = "30"
    service: str = "10"
    leaf: int = 0


def offer(name: str, bid: Bid) -> Offer:
    scores = {
        "technical": {"chen": Decimal(bid.technical)},
        "service": {"chen": Decimal(bid.service)},
    }
    return Offer(name, Decimal(bid.price), scores=scores, leaf=bid.leaf)


def order(ranked: tuple[Placed, ...]) -> list[tuple[str, int, bool]]:
    return [(placed.bid, placed.place, placed.tied) for placed in ranked]


def by_score(ties: tuple[str, ...], *bids: Bid) -> list[tuple[str, int, bool]]:
    terms = Terms("comprehensive-score", CRITERIA, Decimal(40), ties=ties)
    return order(evaluate([offer(n, b) for n, b in zip("abc", bids, strict=False)], terms).ranked)


# Both 80.00 in all: a has the better price (40.00), b (100 / 125 x 40 = 32.00) the better work.
CHEAP, GOOD = Bid("100", "30", "10"), Bid("125", "36", "12")
# The same price, the same total, other parts of it.
SKILLED, HELPFUL = Bid("100", "35", "5"), Bid("100", "30", "10")


@pytest.mark.parametrize(
    ("ties", "bids", "places"),
    [
        ((), (CHEAP, GOOD), [("a", 1, True), ("b", 1, True)]),
        (("lower-price",), (GOOD, CHEAP), [("b", 1, False), ("a", 2, False)]),
        (("lower-evaluation-price",), (GOOD, CHEAP), [("b", 1, False), ("a", 2, False)]),
        (("higher-price-score",), (GOOD, CHEAP), [("b", 1, False), ("a", 2, False)]),
        (("higher:technical",), (CHEAP, GOOD), [("b", 1, False), ("a", 2, False)]),
        (("lower-price",), (HELPFUL, SKILLED), [("a", 1, True), ("b", 1, True)]),
        (
            ("lower-price", "higher:technical"),
            (HELPFUL, SKILLED),
            [("b", 1, False), ("a", 2, False)],
        ),
        (("higher:technical+service",), (HELPFUL, SKILLED), [("a", 1, True), ("b", 1, True)]),
    ],
)
def test_a_tie_is_parted_by_the_declared_rules_in_order(
    ties: tuple[str, ...], bids: tuple[Bid, ...], places: list[tuple[str, int, bool]]
) -> None:
    assert by_score(ties, *bids) == places


def test_a_third_bid_comes_after_both_tied_ones() -> None:
    assert by_score((), CHEAP, GOOD, Bid("100", "0", "0")) == [
        ("a", 1, True),
        ("b", 1, True),
        ("c", 3, False),
    ]


def by_price(terms: Terms, *bids: Bid) -> list[tuple[str, int, bool]]:
    named = zip("abc", bids, strict=False)
    return order(
        evaluate([Offer(n, Decimal(b.price), leaf=b.leaf) for n, b in named], terms).ranked
    )


EQUAL = (Bid("100", leaf=7), Bid("100.00", leaf=3), Bid("101", leaf=1))


def test_equal_prices_stay_tied_whoever_came_first() -> None:
    places = by_price(Terms("lowest-evaluated-price", ties=("lower-price",)), *EQUAL)

    assert places == [("a", 1, True), ("b", 1, True), ("c", 3, False)]


def test_the_first_submitted_leads_only_where_the_rule_says_so() -> None:
    places = by_price(Terms("lowest-evaluated-price", ties=("first-submitted",)), *EQUAL)

    assert places == [("b", 1, False), ("a", 2, False), ("c", 3, False)]


@pytest.mark.parametrize("rule", ["draw", "principal-decides"])
def test_a_recorded_draw_parts_the_tied_bids(rule: str) -> None:
    terms = Terms("lowest-evaluated-price", ties=(rule,), draw={"order": ["b", "a"]})

    assert by_price(terms, *EQUAL) == [("b", 1, False), ("a", 2, False), ("c", 3, False)]


@pytest.mark.parametrize("draw", [None, {"order": ["b"]}, {}])
def test_a_draw_that_misses_a_tied_bid_decides_nothing(draw: dict[str, list[str]] | None) -> None:
    terms = Terms("lowest-evaluated-price", ties=("draw",), draw=draw)

    assert by_price(terms, *EQUAL)[:2] == [("a", 1, True), ("b", 1, True)]


def test_a_tie_is_explained_by_the_rule_and_what_it_compared() -> None:
    terms = Terms("comprehensive-score", CRITERIA, Decimal(40), ties=("lower-price", "draw"))
    result = evaluate([offer("a", GOOD), offer("b", CHEAP)], terms)

    (tie,) = [step for step in result.steps if step.name == "tie"]
    assert (tie.formula, tie.value) == ("lower-price", "b > a")
    assert tie.inputs == {"a": Decimal(125), "b": Decimal(100)}


def test_a_tie_no_rule_parts_says_so_in_its_steps() -> None:
    terms = Terms("lowest-evaluated-price", ties=("lower-price", "draw"))
    ties = [
        step
        for step in evaluate([Offer("a", Decimal(5)), Offer("b", Decimal(5))], terms).steps
        if step.name == "tie"
    ]

    assert [(step.formula, step.value) for step in ties] == [
        ("lower-price", "a = b"),
        ("draw", "a = b"),
    ]
    assert msgspec.json.encode(ties)
