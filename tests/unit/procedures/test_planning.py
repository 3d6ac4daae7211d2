"""For an item of a plan the law says which kinds of trade are required, allowed or forbidden."""

from datetime import date

import pytest
from tests.support.plans import ask, planning

OPEN = "cn.works.open-tender"
INVITED = "cn.works.invited-tender"
EXAMPLE = b"""
place = "21"
[value.open-tender-threshold]
title = { zh = "a", en = "a" }
unit = "money"
verified-on = 2026-11-22
value = [{ since = 2026-01-01, is = "1500000.00", level = "provincial", law = "cn-ln.example#1" }]
"""


@pytest.mark.parametrize(
    ("thing", "amount", "verdict"),
    [
        ("construction", "4000000.00", "required"),
        ("construction", "3999999.99", "allowed"),
        ("works-goods", "2000000", "required"),
        ("works-goods", "1999999.99", "allowed"),
        ("works-services", "1000000", "required"),
        ("works-services", "999999.99", "allowed"),
    ],
)
@pytest.mark.parametrize("funding", ["state-owned", "foreign-loan"])
def test_works_are_tendered_from_the_scale_on(
    thing: str, amount: str, verdict: str, funding: str
) -> None:
    assert ask(thing, amount, funding=funding).of(OPEN) == verdict


@pytest.mark.parametrize(
    ("funds", "investment", "verdict"),
    [
        ("2000000.00", "20000000.00", "required"),
        ("1999999.99", "4000000.00", "allowed"),
        ("2000000.00", "20000000.01", "allowed"),
    ],
)
def test_budget_money_counts_from_two_million_and_a_tenth(
    funds: str, investment: str, verdict: str
) -> None:
    answer = ask(
        "construction", "4000000", funding="budget", public_funds=funds, investment=investment
    )

    assert answer.of(OPEN) == verdict
    if verdict == "required":
        assert answer.laws(OPEN) == {
            "cn.tendering-regulation#8",
            "cn.mandatory-tendering-order#5",
            "cn.mandatory-tendering-order#2",
        }
        assert answer.of("cn.procurement.negotiation") == "not named"
    else:
        assert answer.of("cn.procurement.negotiation") == "allowed"


@pytest.mark.parametrize("said", [{}, {"public_funds": "3000000"}])
def test_what_was_not_said_leaves_the_rule_open(said: dict[str, str]) -> None:
    answer = ask("construction", "4000000", funding="budget", **said)

    assert answer.of(OPEN) == "open"
    assert answer.of(INVITED) == "only-if"
    needs = {need for ground in answer.plan.open for need in ground.needs}
    assert needs == ({"public-share"} if said else {"public-funds", "public-share"})


def test_parts_that_belong_together_count_together() -> None:
    apart = ask("construction", "3000000", funding="state-owned")
    together = ask("construction", "3000000", "1000000", funding="state-owned")
    whole = ask("construction", "5000000", "4000000", funding="state-owned")

    assert apart.of(OPEN) == "allowed"
    assert together.of(OPEN) == "required"
    assert [note.laws for note in together.plan.notes] == [("cn.tendering-law#4",)]
    assert whole.plan.notes == ()
    assert apart.plan.notes == ()


def test_before_the_order_there_is_no_scale_and_nothing_is_guessed() -> None:
    answer = ask("construction", "4000000", funding="state-owned", day=date(2018, 5, 31))

    assert answer.of(OPEN) == "open"
    assert {need for ground in answer.plan.open for need in ground.needs} == {"mandatory-scale"}


@pytest.mark.parametrize(
    ("circumstance", "law"),
    [
        ("few-bidders", "cn.tendering-regulation#8"),
        ("open-tender-too-costly", "cn.tendering-regulation#8"),
        ("key-project-unsuited", "cn.tendering-law#11"),
    ],
)
def test_a_tender_is_by_invitation_on_grounds_only(circumstance: str, law: str) -> None:
    without = ask("construction", "4000000", funding="state-owned")
    answer = ask("construction", "4000000", funding="state-owned", circumstances={circumstance})

    assert without.of(INVITED) == "only-if"
    assert answer.of(INVITED) == "allowed"
    assert law in answer.laws(INVITED)


def test_who_lends_from_abroad_leaves_the_choice_of_tender() -> None:
    assert ask("construction", "4000000", funding="foreign-loan").of(INVITED) == "required"


@pytest.mark.parametrize("circumstance", ["secret-or-relief", "irreplaceable", "own-capacity"])
def test_what_is_exempt_may_be_tendered_and_need_not(circumstance: str) -> None:
    answer = ask(
        "construction",
        "4000000",
        funding="budget",
        public_funds="4000000",
        investment="4000000",
        circumstances={circumstance},
    )

    assert answer.of(OPEN) == "allowed"
    assert answer.of("cn.procurement.single-source") == "allowed"
    assert len(answer.plan.notes) == 1


@pytest.mark.parametrize(
    ("amount", "verdict", "negotiated"),
    [("2000000.00", "required", "only-if"), ("1999999.99", "allowed", "allowed")],
)
def test_the_central_budget_tenders_openly_from_two_million(
    amount: str, verdict: str, negotiated: str
) -> None:
    answer = ask("goods", amount, funding="budget", level="central")

    assert answer.of("cn.procurement.open-tender") == verdict
    assert answer.of("cn.procurement.negotiation") == negotiated
    if verdict == "required":
        assert not answer.hard("cn.procurement.open-tender")


def test_a_province_says_its_own_threshold_or_it_is_asked_for() -> None:
    said = {"funding": "budget", "level": "provincial", "place": "210000"}
    unknown = ask("goods", "1500000", **said)
    liaoning = planning(**{"cn-ln/planning.toml": EXAMPLE})
    own = ask("goods", "1500000", rule_book=liaoning, **said)
    other = ask("goods", "1500000", rule_book=liaoning, **{**said, "place": "110000"})

    assert unknown.of("cn.procurement.open-tender") == "open"
    assert own.of("cn.procurement.open-tender") == "required"
    assert "cn-ln.example#1" in own.laws("cn.procurement.open-tender")
    assert other.of("cn.procurement.open-tender") == "open"


@pytest.mark.parametrize(
    ("circumstance", "kind", "law"),
    [
        ("limited-range", "invited-tender", "cn.procurement-law#29"),
        ("tender-failed", "negotiation", "cn.procurement-law#30"),
        ("no-detailed-requirements", "negotiation", "cn.procurement-law#30"),
        ("tender-too-slow", "negotiation", "cn.procurement-law#30"),
        ("price-unknown", "negotiation", "cn.procurement-law#30"),
        ("sole-supplier", "single-source", "cn.procurement-law#31"),
        ("unforeseen-urgency", "single-source", "cn.procurement-law#31"),
        ("add-on-within-tenth", "single-source", "cn.procurement-law#31"),
        ("standard-in-stock", "inquiry", "cn.procurement-law#32"),
        ("public-service-purchase", "consultation", "cn.consultation-measures#3"),
        ("frequent-and-small", "framework-closed", "cn.framework-measures#3"),
    ],
)
def test_another_method_has_its_ground_and_above_the_threshold_its_approval(
    circumstance: str, kind: str, law: str
) -> None:
    said = {"funding": "budget", "level": "central"}
    without = ask("goods", "3000000", **said)
    answer = ask("goods", "3000000", circumstances={circumstance}, **said)

    assert without.of(f"cn.procurement.{kind}") == "only-if"
    assert answer.of(f"cn.procurement.{kind}") == "allowed"
    assert law in answer.laws(f"cn.procurement.{kind}")
    advice = kind in ("consultation", "framework-closed")
    assert [n.laws[0] for n in answer.plan.notes] == (
        [] if advice and circumstance != "price-unknown" else ["cn.procurement-regulation#23"]
    )


@pytest.mark.parametrize(
    ("day", "verdict"), [(date(2026, 9, 30), "not named"), (date(2026, 10, 1), "allowed")]
)
def test_emergency_procurement_begins_when_its_measures_are_in_force(
    day: date, verdict: str
) -> None:
    answer = ask("goods", "100", funding="budget", circumstances={"emergency"}, day=day)

    assert answer.of("cn.procurement.emergency") == verdict


def test_land_for_business_is_never_granted_by_agreement() -> None:
    business = ask("business-land", circumstances={"sole-applicant"})
    alone, contested = ask("other-land", circumstances={"sole-applicant"}), ask("other-land")

    assert business.of("cn.land.agreement") == "forbidden"
    assert business.of("cn.land.listing") == "required"
    assert alone.of("cn.land.agreement") == "allowed"
    assert contested.of("cn.land.agreement") == "only-if"


@pytest.mark.parametrize(
    ("thing", "kind", "verdict"),
    [
        ("mineral-right", "cn.mineral.auction", "required"),
        ("equity", "cn.equity.transfer", "required"),
        ("capital-increase", "cn.equity.capital-increase", "required"),
        ("research-result", "cn.technology.negotiated", "required"),
        ("carbon-allowance", "cn.emission.allowances-one-way", "allowed"),
        ("rural-property", "cn.rural.property", "only-if"),
        ("movable", "cn.general-auction.auction", "allowed"),
    ],
)
def test_what_public_bodies_sell_has_its_kinds(thing: str, kind: str, verdict: str) -> None:
    assert ask(thing).of(kind) == verdict


@pytest.mark.parametrize(("amount", "verdict"), [("1000000", "required"), ("999999.99", "allowed")])
def test_assets_of_firms_are_sold_on_an_exchange_from_a_million(amount: str, verdict: str) -> None:
    assert ask("state-asset", amount).of("cn.equity.asset-transfer") == verdict


def test_a_direct_transfer_the_state_allows_need_not_be_on_an_exchange() -> None:
    answer = ask("equity", circumstances={"direct-transfer-allowed"})

    assert answer.of("cn.equity.transfer") == "allowed"
