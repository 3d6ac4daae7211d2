"""A bid's parts before they are sealed: what a lot asks, what is refused, and what is published."""

from datetime import date
from typing import Any

import msgspec
import pytest

from poletai.core.procedures.bidding.asked import Asked, asked_of
from poletai.core.procedures.bidding.check import part_problems
from poletai.core.procedures.bidding.keys import schema_of
from poletai.core.procedures.bidding.parts import PARTS, PricePart
from poletai.core.procedures.definition import Value, Values

PRICE: dict[str, Any] = {"price": {"amount": "100.00"}}
DOCUMENT = {"title": "声明函.pdf", "sha256": "ab" * 32, "len": 7}
FEATURE = {"name": "warranty", "title": "Warranty", "options": ["0", "0.02"]}
DELAY = {"name": "delay", "title": "Days of delay", "per_unit": "5"}
ENERGY = {"savings": ["1"] * 21, "share": "0.8", "years": 5}
NOTHING = Asked(keys=(), required=())


def values(*names: str) -> Values:
    return Values(
        on=date(2026, 3, 1),
        parameters={name: Value("0.10", "share", f"law#{name}") for name in names},
        sha256="",
        calendar=None,
        calendar_sha256="",
    )


def codes(said: Any, asked: Asked | None = None, part: str = "price") -> list[tuple[str, str]]:
    return [(one.code, one.where) for one in part_problems(part, said, asked)]


def consortium(lead: str, *members: dict[str, str]) -> dict[str, Any]:
    return {**PRICE, "consortium": {"lead": lead, "members": list(members)}}


# What a lot asks.


def test_a_lot_whose_rules_look_for_nothing_asks_only_the_price() -> None:
    assert asked_of(values(), {}, {}) == NOTHING


def test_a_lot_asks_what_its_definition_looks_through_bids_for() -> None:
    looked = values(
        "finding-consortium-twice", "finding-same-brand", "finding-arithmetic", "finding-other"
    )

    assert asked_of(looked, {}, {}).keys == ("consortium", "brand", "model", "sheet")


def test_a_brand_is_asked_for_where_the_terms_have_a_rule_for_brands() -> None:
    assert asked_of(values(), {"same_brand": "by-price"}, {}).keys == ("brand", "model")


def test_preferences_are_asked_where_the_law_gives_them_and_bonuses_where_the_terms_do() -> None:
    law = values("deduction-small-enterprise", "bonus-small-consortium", "finding-unproven-claim")

    plain, rewarded = asked_of(law, {}, {}), asked_of(law, {"bonuses": {}}, {})

    assert (plain.claims, plain.stated) == (("small-enterprise",), True)
    assert plain.keys == ("declares", "claims")
    assert rewarded.claims == ("small-consortium", "small-enterprise")


def test_a_lot_asks_for_every_answer_its_terms_name_and_for_a_quantity_of_what_is_sold() -> None:
    terms = {
        "features": [FEATURE],
        "costs": ["upkeep"],
        "quantified": [DELAY],
        "energy": {"rate": "0.2"},
        "criteria": [{"name": "plan", "title": "方案", "weight": "30", "high": "100"}],
    }

    assert asked_of(values(), {}, {"items": ["north"]}).required == ("packages",)
    asked = asked_of(values(), terms, {"quantity": "10"})

    assert asked.required == ("quantity", "features", "costs", "departures", "energy")
    assert [one.name for one in asked.features] == ["warranty"]
    assert asked.costs == ("upkeep",)
    assert [one.name for one in asked.quantified] == ["delay"]
    assert [one.title for one in asked.criteria] == ["方案"]


# What is refused before it is sealed.


def test_a_key_nobody_reads_is_refused_with_the_keys_there_are() -> None:
    said = {**PRICE, "sheet": {"totle": "1"}, "claims": [{"name": "a", "statement": {"size": 1}}]}

    first, second = part_problems("price", said)

    assert (first.code, first.where) == ("bid-key-unknown", "price.sheet.totle")
    assert first.message.endswith("one of words, detail, lines")
    assert second.where == "price.claims[0].statement.size"


@pytest.mark.parametrize("said", [{}, [], {"price": "100"}, {**PRICE, "brand": 7}, {"sheet": []}])
def test_what_is_no_price_part_is_refused(said: Any) -> None:
    assert codes(said) == [("bid-value-wrong", "price")]


def test_a_technical_part_answers_criteria_in_words_and_by_documents() -> None:
    answer = {"criterion": "plan", "statement": "We dig.", "documents": [DOCUMENT]}

    assert codes({"plan": "dig", "answers": [answer]}, part="tech") == []
    assert codes({"answers": [{}]}, part="tech") == [("bid-value-wrong", "tech")]
    assert codes({"days": "120"}, part="tech") == [("bid-key-unknown", "tech.days")]


def test_members_are_named_once_each_and_one_of_them_leads() -> None:
    ours, theirs = {"organisation": "firm-a", "share": "0.6"}, {"uscc": "91350100m000100y43"}

    assert codes(consortium("firm-a", ours, theirs)) == []
    assert codes(consortium("91350100m000100y43", ours, theirs)) == []
    assert codes(consortium("firm-c", ours, theirs)) == [
        ("bid-contradicts-itself", "price.consortium.lead")
    ]
    for members in ((ours, {"name": "nobody"}), (ours, ours)):
        assert codes(consortium("firm-a", *members)) == [
            ("bid-contradicts-itself", "price.consortium.members")
        ]


def test_claims_and_declarations_go_together() -> None:
    claim = {"name": "small-enterprise", "statement": DOCUMENT}
    asked = Asked(
        keys=("declares", "claims"),
        required=(),
        claims=("small-consortium", "small-enterprise"),
        stated=True,
    )
    declared = {**PRICE, "declares": ["small-enterprise"]}

    assert codes({**declared, "claims": [claim]}, asked) == []
    assert codes(declared) == []
    assert codes(declared, asked) == [("bid-answer-missing", "price.claims")]
    assert codes({**PRICE, "claims": [claim]}) == [("bid-contradicts-itself", "price.claims")]
    assert codes({**PRICE, "declares": ["small-enterprise", "small-consortium"]}) == [
        ("bid-contradicts-itself", "price.declares")
    ]


def test_what_a_lot_asks_may_not_be_missing_and_what_it_does_not_ask_is_said() -> None:
    asked = asked_of(values(), {"costs": ["upkeep", "power"]}, {})

    assert codes(PRICE, asked) == [("bid-answer-missing", "price.costs")]
    assert codes({**PRICE, "costs": {"upkeep": "3", "powder": "4"}}, asked) == [
        ("bid-answer-missing", "price.costs.power"),
        ("bid-contradicts-itself", "price.costs.powder"),
    ]
    assert codes({**PRICE, "costs": {"upkeep": "3"}, "declares": ["x"]}, NOTHING) == [
        ("bid-not-asked", "price.declares.x"),
        ("bid-not-asked", "price.costs"),
        ("bid-not-asked", "price.declares"),
    ]


def test_an_energy_service_states_the_savings_of_every_period() -> None:
    asked = asked_of(values(), {"energy": {"rate": "0.2"}}, {})

    assert codes({**PRICE, "energy": ENERGY}, asked) == []
    assert codes({**PRICE, "energy": {**ENERGY, "savings": ["1"]}}, asked) == [
        ("bid-contradicts-itself", "price.energy.savings")
    ]


# What is published.


def test_the_published_schema_is_of_the_very_shapes_and_closed() -> None:
    schema = schema_of(PricePart)

    assert list(schema["properties"]) == list(PricePart.__struct_encode_fields__)
    objects = [schema, *(one for one in schema["$defs"].values() if "properties" in one)]
    assert {one["additionalProperties"] for one in objects} == {False}
    assert all(msgspec.json.encode(schema_of(shape)) for shape in PARTS.values())


def test_packages_are_of_different_items_and_the_price_is_the_highest_of_them() -> None:
    def packages(*told: tuple[str, str], price: str) -> dict[str, Any]:
        named = [{"items": items.split("+"), "price": {"amount": a}} for items, a in told]
        return {"price": {"amount": price}, "packages": named}

    both = (("north", "20.00"), ("north+south", "35.00"))
    twice = (("north+south", "20"), ("south+north", "35"))

    assert codes(packages(*both, price="35")) == []
    assert codes(packages(*both, price="20")) == [("bid-contradicts-itself", "price.price")]
    assert codes(packages(*twice, price="35")) == [("bid-contradicts-itself", "price.packages")]
    assert codes(packages(("", "1"), price="1")) == [("bid-value-wrong", "price")]
