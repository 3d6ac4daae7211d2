"""What a look through opened bids finds, by whose article, and what it leaves alone."""

from decimal import Decimal
from typing import Any

import pytest
from tests.support.opened import LOW_PRICE, bid, case

from poletai.core.procedures.findings import Finding, findings

TWICE = {"finding-consortium-twice": ("reject", "answer")}
RELATED = {"finding-related-bidders": ("decide", "answer")}
EXCLUDED = {"finding-excluded-supplier": ("decide", "answer")}
BRAND = {"finding-same-brand": ("note", "answer")}
SUMS = {"finding-arithmetic": ("confirm", "answer")}
UKRAINE = {
    "finding-abnormally-low-price-ua": ("explain", "answer"),
    "low-price-below-others": ("0.40", "share"),
    "low-price-below-next": ("0.30", "share"),
}


def found(*args: Any, **lot: Any) -> list[tuple[str, ...]]:
    return [finding.bids for finding in findings(case(*args, **lot))]


def joint(*members: dict[str, str]) -> dict[str, Any]:
    consortium = {"lead": next(iter(members[0].values())), "members": list(members)}
    return {"price": {"amount": "100"}, "consortium": consortium}


def led(firm: str, person: str = "Wang", **days: str) -> dict[str, Any]:
    entry = {"kind": "responsible-person", "one": firm, "other": person}
    return {**entry, "source": "register", "recorded": "2026-03-01", **days}


# Consortia.


def test_a_member_that_also_bids_alone_is_found_with_both_bids() -> None:
    bids = {"a": "100", "b": joint({"organisation": "firm-b"}, {"organisation": "firm-a"})}

    (finding,) = findings(case(bids, TWICE))

    assert finding == Finding(
        kind="consortium-twice",
        bids=("a", "b"),
        law="law#finding-consortium-twice",
        answer="reject",
        evidence=({"body": "firm-a", "bids": "a, b"},),
    )


def test_a_member_of_two_consortia_is_found() -> None:
    one = joint({"organisation": "firm-a"}, {"uscc": "91350100m000100y43"})
    other = joint({"organisation": "firm-b"}, {"uscc": "91350100M000100Y43"})

    assert found({"a": one, "b": other, "c": "100"}, TWICE) == [("a", "b")]


def test_a_member_named_by_its_credit_code_is_the_firm_of_this_exchange() -> None:
    bids = {"a": "100", "b": joint({"organisation": "firm-b"}, {"uscc": "91350100M000100Y43"})}
    bodies = {"bodies": {"firm-a": "91350100M000100Y43", "firm-b": ""}}

    assert found(bids, TWICE, bodies) == [("a", "b")]
    assert found(bids, TWICE) == []


def test_a_consortium_alone_and_bodies_of_their_own_are_left_alone() -> None:
    bids = {"a": "100", "b": joint({"organisation": "firm-b"}, {"organisation": "firm-x"})}

    assert found(bids, TWICE) == []


def test_what_names_no_consortium_in_the_right_shape_names_none() -> None:
    bids = {"a": "100", "b": {"price": {"amount": "1"}, "consortium": "firm-a"}}

    assert found([bid("a", "100"), bid("x", ["no table"]), bid("b", bids["b"])], TWICE) == []


def test_the_bids_of_a_body_that_bid_twice_stay_found_when_one_is_rejected() -> None:
    both = joint({"organisation": "firm-b"}, {"organisation": "firm-a"})

    assert found([bid("a", "100", state="rejected"), bid("b", both)], TWICE) == [("a", "b")]


# Relations.


def test_firms_under_one_person_are_found_together() -> None:
    register = {"relations": [led("firm-a"), led("firm-b"), led("firm-c"), led("firm-d", "Li")]}

    (finding,) = findings(case(dict.fromkeys("abcd", "100"), RELATED, register))

    assert finding.bids == ("a", "b", "c")
    assert [one["one"] for one in finding.evidence] == ["firm-a", "firm-b", "firm-c"]
    assert finding.id == "related-bidders:a+b+c"


@pytest.mark.parametrize("kind", ["control", "management"])
def test_a_firm_and_the_one_it_controls_are_found(kind: str) -> None:
    tie = led("firm-a", "firm-b") | {"kind": kind}

    assert found(dict.fromkeys("abc", "100"), RELATED, {"relations": [tie]}) == [("a", "b")]


def test_two_firms_a_third_one_controls_are_not_named_by_the_article() -> None:
    ties = [led("mother", firm) | {"kind": "control"} for firm in ("firm-a", "firm-b")]

    assert found(dict.fromkeys("ab", "100"), RELATED, {"relations": ties}) == []


@pytest.mark.parametrize(
    ("days", "counts"),
    [
        ({}, True),
        ({"since": "2026-03-25"}, True),
        ({"since": "2026-03-26"}, False),
        ({"until": "2026-03-25"}, True),
        ({"until": "2026-03-24"}, False),
    ],
)
def test_a_relation_counts_on_the_day_of_the_deadline(days: dict[str, str], counts: bool) -> None:
    register = {"relations": [led("firm-a", **days), led("firm-b")]}

    assert bool(found(dict.fromkeys("ab", "100"), RELATED, register)) is counts


def test_members_of_one_consortium_may_be_related() -> None:
    bids = {"a": joint({"organisation": "firm-a"}, {"organisation": "firm-b"}), "c": "100"}
    tie = led("firm-a", "firm-b") | {"kind": "control"}
    person = [led("firm-a"), led("firm-b")]

    assert found(bids, RELATED, {"relations": [tie, *person]}) == []


# Lists of the excluded.


@pytest.mark.parametrize(
    ("entry", "counts"),
    [
        ({"since": "2026-03-25"}, True),
        ({"since": "2026-03-26"}, False),
        ({"since": "2020-01-01", "until": "2026-03-25"}, True),
        ({"since": "2020-01-01", "until": "2026-03-24"}, False),
        ({"since": "2020-01-01", "scope": ["goods-services"]}, True),
        ({"since": "2020-01-01", "scope": ["works"]}, False),
    ],
)
def test_only_entries_in_force_on_the_day_of_the_deadline_count(
    entry: dict[str, Any], counts: bool
) -> None:
    listed = {"exclusions": [{"body": "firm-b", "source": "a list", **entry}]}

    assert found({"a": "100", "b": "100"}, EXCLUDED, listed) == ([("b",)] if counts else [])


def test_a_member_on_a_list_is_found_by_its_credit_code() -> None:
    bids = {"a": joint({"organisation": "firm-a"}, {"uscc": "91350100M000100Y43"})}
    listed = {"exclusions": [{"body": "91350100m000100y43", "source": "l", "since": "2020-01-01"}]}

    assert found(bids, EXCLUDED, listed) == [("a",)]


# Brands and sums.


def test_bids_of_one_brand_are_noted_once() -> None:
    lotus = {"price": {"amount": "100"}, "brand": "Lotus"}
    bids = {"a": lotus, "b": lotus, "c": {"price": {"amount": "1"}, "brand": "Plum"}, "d": "100"}

    assert found({**bids, "e": {"price": "none"}}, BRAND) == [("a", "b")]


def test_a_bid_that_contradicts_itself_is_found_with_the_rule_that_mends_it() -> None:
    line = {"name": "stone", "unit_price": "10", "quantity": "9"}
    bids = {"a": {"price": {"amount": "100"}, "sheet": {"detail": "100", "lines": [line]}}}

    (finding,) = findings(case({**bids, "b": "100", "c": {"sheet": {}}, "d": {"sheet": 7}}, SUMS))

    assert finding.bids == ("a",)
    assert finding.evidence[0]["rule"] == "sum of unit prices over total"
    assert finding.evidence[0]["corrected"] == "90.00"


# Low prices: the worked case, of which a published oracle says the opposite.

WORKED = {"a": "1000000", "b": "950000", "c": "420000", "d": "880000"}
CEILING = {"ceiling": {"amount": "1200000"}}


def test_the_worked_case_is_found_by_two_of_three_tests() -> None:
    (finding,) = findings(case(WORKED, LOW_PRICE, **CEILING))

    assert (finding.bids, finding.answer) == (("c",), "explain")
    assert {one["test"]: Decimal(one["line"]) for one in finding.evidence} == {
        "below-share-of-second-lowest": Decimal(440000),
        "below-share-of-ceiling": Decimal(540000),
    }


@pytest.mark.parametrize(("price", "hit"), [("440000", False), ("439999.99", True)])
def test_half_of_the_second_lowest_is_not_below_it(price: str, hit: bool) -> None:
    bids = {**WORKED, "c": price}

    assert found(bids, LOW_PRICE) == ([("c",)] if hit else [])


@pytest.mark.parametrize(("price", "hit"), [("540000", False), ("539999.99", True)])
def test_45_per_cent_of_the_ceiling_is_not_below_it(price: str, hit: bool) -> None:
    bids = {**WORKED, "c": price}

    assert found(bids, LOW_PRICE, **CEILING) == ([("c",)] if hit else [])


def test_without_a_ceiling_the_budget_of_the_lot_counts() -> None:
    assert found({**WORKED, "c": "500000"}, LOW_PRICE, value={"amount": "1200000"}) == [("c",)]


def test_documents_may_raise_a_share() -> None:
    terms = {"low_price": {"of_second_lowest": "0.65"}}

    assert found({**WORKED, "c": "570000"}, LOW_PRICE, terms=terms) == [("c",)]
    assert found({**WORKED, "c": "570000"}, LOW_PRICE) == []


def test_nothing_is_looked_for_before_the_law_is_in_force() -> None:
    assert found(WORKED, {}, **CEILING) == []


@pytest.mark.parametrize(
    ("prices", "hit"),
    [
        (("60", "90", "110"), True),
        (("60.01", "85", "115"), False),
        (("70", "100", "100"), True),
        (("70.01", "100", "100"), False),
        (("1",), False),
    ],
)
def test_elsewhere_only_the_lowest_price_is_compared_with_the_others(
    prices: tuple[str, ...], hit: bool
) -> None:
    bids = {f"bid-{n}": price for n, price in enumerate(prices)}

    assert found(bids, UKRAINE) == ([("bid-0",)] if hit else [])


# Claims to preferences.

CLAIMS = {
    "finding-unproven-claim": ("decide", "answer"),
    "deduction-small-enterprise": ("0.10..0.20", "share"),
    "deduction-small-consortium": ("0.04..0.06", "share"),
}
STATED = {"title": "Statement", "sha256": "00" * 32, "len": 1}


def claiming(*names: str, stated: Any = (), **facts: Any) -> Any:
    claims = [{"name": name, "statement": STATED} for name in stated]
    part = {"price": {"amount": "100"}, "declares": list(names), "claims": claims}
    return bid("a", part, **facts)


@pytest.mark.parametrize(
    ("claimed", "lacks"),
    [
        (claiming("small-enterprise"), ["small-enterprise"]),
        (claiming("small-enterprise", stated=["small-enterprise"]), []),
        (claiming("unheard-of"), []),
        (claiming("small-enterprise", **{"denied-claims": ["small-enterprise"]}), []),
        (
            claiming("small-enterprise", "small-consortium", stated=["small-enterprise"]),
            ["small-consortium", "small-consortium + small-enterprise"],
        ),
        (bid("a", {"price": "none"}), []),
        (
            bid("a", {"price": {"amount": "1"}, "declares": ["small-enterprise"], "claims": "all"}),
            ["small-enterprise"],
        ),
    ],
)
def test_a_claim_stands_on_its_statement(claimed: Any, lacks: list[str]) -> None:
    found = findings(case([claimed], CLAIMS))

    assert [one["claim"] for finding in found for one in finding.evidence] == lacks
