"""Energy services: what is left of the savings, at its present value."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from poletai.core.evaluation import (
    EnergyOffer,
    EnergyTerms,
    Feature,
    Offer,
    Result,
    Terms,
    evaluate,
    problems_of,
)

YEAR_END = EnergyTerms(date(2025, 12, 31), Decimal(0), Decimal("0.8"), Decimal(1))
SUMMER = msgspec.structs.replace(YEAR_END, announced_on=date(2026, 7, 1))
HUNDREDS = (Decimal(100),) * 21
ONE_YEAR = EnergyOffer(HUNDREDS, Decimal("0.8"), years=1)


def terms(energy: EnergyTerms, **changes: Any) -> Terms:
    return Terms("energy-service", energy=energy, **changes)


def values(result: Result) -> list[tuple[str, int, str]]:
    return [(placed.bid, placed.place, str(placed.score)) for placed in result.ranked]


@pytest.mark.parametrize(
    ("rate", "worth"),
    # 20 x 100 - 80; and 400 x (1 - 0.8^20) - 64, for each year divides by 1.25.
    [("0", "1920.00"), ("0.25", "331.39")],
)
def test_the_savings_left_to_the_client_are_discounted_year_by_year(rate: str, worth: str) -> None:
    energy = msgspec.structs.replace(YEAR_END, rate=Decimal(rate))
    result = evaluate([Offer("a", Decimal(80), energy=ONE_YEAR)], terms(energy))

    assert values(result) == [("a", 1, worth)]
    assert [p.contract_price for p in result.ranked] == [80]


def test_a_contract_of_days_is_paid_for_its_days() -> None:
    hundred_days = EnergyOffer(
        (Decimal(183), *[Decimal(0)] * 20), Decimal("0.9"), years=0, days=100
    )
    result = evaluate([Offer("a", Decimal(90), energy=hundred_days)], terms(SUMMER))

    first = next(step for step in result.steps if step.name == "period")
    assert first.inputs == {
        "period": 0,
        "days": 183,
        "paid-days": 100,
        "savings": 183,
        "share": Decimal("0.9"),
        "payment": 90,
        "income": 93,
        "discount": 1,
    }
    assert values(result) == [("a", 1, "93.00")]


def test_every_period_has_a_step_and_the_days_of_all_are_twenty_years() -> None:
    steps = evaluate([Offer("a", Decimal("80.00"), energy=ONE_YEAR)], terms(YEAR_END)).steps

    periods = [step for step in steps if step.name == "period"]
    assert len(periods) == 21
    assert sum(int(step.inputs["days"]) for step in periods) == 20 * 365


def test_of_equal_present_values_the_earlier_bid_leads_where_the_terms_say_so() -> None:
    later = Offer("a", Decimal(80), energy=ONE_YEAR, leaf=9)
    earlier = Offer("b", Decimal(80), energy=ONE_YEAR, leaf=4)

    assert values(evaluate([later, earlier], terms(YEAR_END, ties=("first-submitted",)))) == [
        ("b", 1, "1920.00"),
        ("a", 2, "1920.00"),
    ]


def test_values_that_only_look_equal_are_told_apart() -> None:
    cent = Decimal("0.001")
    more = msgspec.structs.replace(ONE_YEAR, savings=(*HUNDREDS[:20], 100 + cent))
    result = evaluate(
        [Offer("a", Decimal(80), energy=ONE_YEAR), Offer("b", Decimal(80), energy=more)],
        terms(YEAR_END),
    )

    assert values(result) == [("b", 1, "1920.00"), ("a", 2, "1920.00")]


def test_features_multiply_the_present_value() -> None:
    warranty = Feature("warranty", "Warranty", (Decimal(0), Decimal("0.2")))
    good = Offer("a", Decimal(80), energy=ONE_YEAR, features={"warranty": Decimal("0.2")})

    result = evaluate([good], terms(YEAR_END, features=(warranty,)))

    assert values(result) == [("a", 1, "2400.00")]


def offer(**changes: Any) -> Offer:
    return Offer("a", Decimal(80), energy=msgspec.structs.replace(ONE_YEAR, **changes))


GOOD = terms(YEAR_END)


@pytest.mark.parametrize(
    ("bid", "given", "where"),
    [
        (offer(), Terms("energy-service"), ["terms.energy"]),
        (Offer("a", Decimal(80)), GOOD, ["offers.a.energy"]),
        (offer(savings=HUNDREDS[:20]), GOOD, ["offers.a.energy.savings"]),
        (offer(savings=(Decimal(-1), *HUNDREDS[1:])), GOOD, ["offers.a.energy.savings"]),
        (offer(days=365), GOOD, ["offers.a.energy.days"]),
        (offer(years=-1), GOOD, ["offers.a.energy.days"]),
        (offer(years=0), GOOD, ["offers.a.energy.years", "offers.a.price"]),
        (offer(years=15, days=1), GOOD, ["offers.a.energy.years", "offers.a.price"]),
        (offer(share=Decimal("0.79")), GOOD, ["offers.a.energy.share", "offers.a.price"]),
        (Offer("a", Decimal(81), energy=ONE_YEAR), GOOD, ["offers.a.price"]),
        (
            offer(),
            terms(msgspec.structs.replace(YEAR_END, rate=Decimal(-1))),
            ["terms.energy"],
        ),
        (
            offer(),
            terms(msgspec.structs.replace(YEAR_END, share_least=Decimal(2))),
            ["terms.energy", "offers.a.energy.share"],
        ),
    ],
)
def test_what_keeps_an_energy_bid_from_being_valued_is_said(
    bid: Offer, given: Terms, where: list[str]
) -> None:
    assert [problem.where for problem in problems_of([bid], given)] == where


def test_no_energy_bids_give_an_empty_ranking() -> None:
    assert evaluate([], GOOD).ranked == ()
