"""Merit and life-cycle cost: worked cases, and what the strongest peer got wrong about them."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from poletai.core.basics.instant import parse_instant
from poletai.core.evaluation import Feature, Offer, Result, Terms, evaluate, problems_of

AIR = Feature("air-intake", "Air intake", (Decimal(0), Decimal("0.1"), Decimal("0.15")))
YEARS = Feature("years", "Warranty", (Decimal(0), Decimal("0.1"), Decimal("0.15")))
MERIT = Terms("merit-coefficient", features=(AIR, YEARS))
COST = Terms("life-cycle-cost", costs=("energy", "repairs"))
MIXED = Terms("merit-and-life-cycle-cost", features=(AIR, YEARS), costs=("energy", "repairs"))
HALF = {"air-intake": Decimal("0.1"), "years": Decimal("0.1")}
BEST = {"air-intake": Decimal("0.15"), "years": Decimal("0.15")}
NONE = {"air-intake": Decimal(0), "years": Decimal(0)}


def bills(energy: str, repairs: str) -> dict[str, Decimal]:
    return {"energy": Decimal(energy), "repairs": Decimal(repairs)}


def order(result: Result) -> list[tuple[str, int, str, bool]]:
    return [(p.bid, p.place, str(p.evaluation_price), p.tied) for p in result.ranked]


def test_the_published_example_gives_nine_sevenths() -> None:
    result = evaluate([Offer("a", Decimal(900), features=HALF)], MERIT)

    step = next(step for step in result.steps if step.name == "coefficient")
    assert step.value == "9/7"
    assert step.inputs == {
        "feature:air-intake": Decimal("0.1"),
        "feature:years": Decimal("0.1"),
        "best": Decimal("0.30"),
    }
    assert order(result) == [("a", 1, "700.00", False)]


def test_a_better_bid_may_cost_more() -> None:
    good, plain = Offer("a", Decimal(1000), features=BEST), Offer("b", Decimal(800), features=NONE)

    assert order(evaluate([plain, good], MERIT)) == [
        ("a", 1, "700.00", False),
        ("b", 2, "800.00", False),
    ]


def test_the_contract_is_signed_at_the_quotation() -> None:
    (placed,) = evaluate([Offer("a", Decimal(1000), features=BEST)], MERIT).ranked

    assert placed.contract_price == placed.bid_price == 1000


def test_the_costs_of_a_life_are_added_to_the_price() -> None:
    offers = [
        Offer("a", Decimal(1000), costs=bills("300", "50.50")),
        Offer("b", Decimal(1100), costs=bills("200", "50.49")),
    ]

    assert order(evaluate(offers, COST)) == [
        ("b", 1, "1350.49", False),
        ("a", 2, "1350.50", False),
    ]


def test_in_a_mixed_comparison_only_the_price_is_divided() -> None:
    (placed,) = evaluate(
        [Offer("a", Decimal(900), features=HALF, costs=bills("10", "5"))], MIXED
    ).ranked

    assert placed.evaluation_price == 715


def test_a_dearer_bid_never_wins_because_both_are_rounded_to_the_same() -> None:
    early = Offer("early", Decimal("1000.02"), features=HALF, leaf=10)
    late = Offer("late", Decimal("1000.01"), features=HALF, leaf=11)
    terms = msgspec.structs.replace(MERIT, ties=("first-submitted",))

    assert order(evaluate([early, late], terms)) == [
        ("late", 1, "777.79", False),
        ("early", 2, "777.79", False),
    ]


def test_a_mixed_comparison_goes_by_the_compared_price_not_by_the_price() -> None:
    halving = Feature("halving", "Halving", (Decimal(0), Decimal("0.5")))
    terms = msgspec.structs.replace(MIXED, features=(halving,), costs=("energy",))
    nothing = {"energy": Decimal(0)}
    good = Offer("a", Decimal(100), features={"halving": Decimal("0.5")}, costs=nothing)
    cheap = Offer("b", Decimal(90), features={"halving": Decimal(0)}, costs=nothing)

    assert order(evaluate([cheap, good], terms)) == [
        ("a", 1, "50.00", False),
        ("b", 2, "90.00", False),
    ]


def test_instants_are_compared_as_instants_not_as_texts() -> None:
    texts = {"east": "2026-03-01T10:30:00+02:00", "west": "2026-03-01T09:00:00+00:00"}
    by_instant = sorted(texts, key=lambda bid: parse_instant(texts[bid]))
    leaves = {bid: leaf for leaf, bid in enumerate(by_instant)}
    offers = [Offer(bid, Decimal(5), costs=bills("0", "0"), leaf=leaves[bid]) for bid in texts]

    result = evaluate(offers, msgspec.structs.replace(COST, ties=("first-submitted",)))

    assert [placed.bid for placed in result.ranked] == ["east", "west"]


def test_the_step_shows_the_whole_fraction_beside_the_rounded_price() -> None:
    steps = evaluate([Offer("a", Decimal(1000), features=HALF)], MERIT).steps

    assert (str(steps[-1].value), steps[-1].inputs["exact"]) == ("777.78", "7000/9")


def with_terms(terms: Terms, **changes: Any) -> Terms:
    return msgspec.structs.replace(terms, **changes)


ONE = Decimal(1)
PLAIN = Offer("a", ONE, features=HALF)


@pytest.mark.parametrize(
    ("offer", "terms", "codes"),
    [
        (Offer("a", ONE), MERIT, ["answer-mismatch"] * 2),
        (PLAIN, with_terms(MERIT, features=(AIR,)), ["answer-mismatch"]),
        (Offer("a", ONE), with_terms(MERIT, features=()), ["names-unsound"]),
        (PLAIN, with_terms(MERIT, features=(AIR, AIR, YEARS)), ["names-unsound"]),
        (
            PLAIN,
            with_terms(MERIT, features=(Feature("air-intake", "Air", ()), YEARS)),
            ["features-unsound"],
        ),
        (
            PLAIN,
            with_terms(MERIT, features=(Feature("air-intake", "", (-ONE,)), YEARS)),
            ["features-unsound"],
        ),
        (
            Offer("a", ONE, features={**HALF, "years": ONE}),
            with_terms(MERIT, features=(AIR, Feature("years", "", (ONE,)))),
            ["features-unsound"],
        ),
        (
            Offer("a", ONE, features={**HALF, "years": Decimal("0.2")}),
            MERIT,
            ["features-unsound"],
        ),
        (Offer("a", ONE, costs=bills("1", "-1")), COST, ["answer-negative"]),
        (Offer("a", ONE, costs=bills("1", "NaN")), COST, ["not-a-number"]),
        (Offer("a", ONE), with_terms(COST, costs=()), ["names-unsound"]),
        (Offer("a", ONE, costs=bills("1", "1")), Terms("low-price-first"), ["not-read"]),
    ],
)
def test_what_keeps_bids_from_being_compared_is_said(
    offer: Offer, terms: Terms, codes: list[str]
) -> None:
    assert [problem.code for problem in problems_of([offer], terms)] == codes
