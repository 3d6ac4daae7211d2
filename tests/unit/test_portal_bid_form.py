"""The bid form shows what a lot asks for, and nothing the schema of a bid does not know."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from poletai.core.evaluation import Feature, Quantified
from poletai.core.procedures.bidding.asked import Asked, Criterion
from poletai.core.procedures.bidding.keys import schema_of
from poletai.core.procedures.bidding.parts import PricePart
from poletai.portal.forms.bid_entry import Entry, pattern_of
from poletai.portal.forms.bidding import price_entries, tech_entries

NOTHING = Asked(keys=(), required=())
REQUIRED = ("quantity", "packages", "features", "costs", "departures", "energy")
ALL = Asked(
    keys=(*REQUIRED, "brand", "model", "declares", "claims", "sheet", "consortium"),
    required=REQUIRED,
    claims=("small-enterprise",),
    stated=True,
    features=(Feature("warranty", "Warranty", (Decimal(0), Decimal("0.02"))),),
    costs=("upkeep",),
    quantified=(Quantified("delay", "Days of delay", Decimal(5)),),
    criteria=(Criterion("plan", "施工方案", "Plan"),),
)
LOT: dict[str, Any] = {
    "ceiling": {"amount": "2000000.00"},
    "start": {"amount": "40.00"},
    "quantity": "800",
    "unit": "t",
    "items": ["north", "south"],
}


def flat(entries: tuple[Entry, ...]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from flat(entry.entries)


def test_a_lot_that_asks_for_nothing_shows_the_price_and_the_plan_alone() -> None:
    assert [one.path for one in price_entries(NOTHING, {}, {})] == ["price"]
    assert [one.path for one in tech_entries(NOTHING)] == ["plan"]


def test_a_lot_that_asks_for_everything_shows_every_key_of_the_schema() -> None:
    shown = {one.path.partition(".")[0] for one in price_entries(ALL, LOT, {})}

    # A claim is ticked and stated in one place.
    assert shown | {"declares"} == set(schema_of(PricePart)["properties"])


def test_only_what_the_lot_needs_is_required_and_optional_groups_fold() -> None:
    entries = price_entries(ALL, LOT, {})

    needed = [one.path for one in entries if one.required]
    assert needed == ["price", "quantity"]
    assert [one.path for one in entries if one.folded] == ["sheet", "consortium"]
    inner = {one.path for one in flat(entries) if one.required}
    assert {"features.warranty", "costs.upkeep", "departures.delay", "energy.share"} <= inner
    assert sum(one.path == "energy.savings" for one in flat(entries)) == 21


def test_limits_and_options_stand_beside_their_fields() -> None:
    with override("en"):
        found = {one.path: one for one in flat(price_entries(ALL, LOT, {}))}

    assert str(found["price"].note) == "At most 2,000,000.00 yuan."
    assert str(found["quantity"].note).endswith("from 40.00 yuan.")
    assert found["quantity"].label.unit == "t"
    assert found["features.warranty"].choices == (("0", "0"), ("0.02", "0.02"))


def test_a_claim_is_called_as_the_law_calls_it_and_asks_for_its_statement_where_the_law_does() -> (
    None
):
    titles = {"small-enterprise": "小微企业价格扣除"}
    (claims,) = (one for one in price_entries(ALL, LOT, titles) if one.path == "claims")

    (claim,) = claims.entries
    assert (claim.label.title, claim.value, claim.entries[0].required) == (
        "小微企业价格扣除",
        "small-enterprise",
        True,
    )


def test_a_criterion_is_answered_under_its_title() -> None:
    with override("en"):
        _, answers = tech_entries(ALL)

    (answer,) = answers.entries
    assert (answer.label.title, answer.value) == ("Plan", "plan")
    assert [one.key for one in answer.entries] == ["statement", "documents"]


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("price", r"[0-9]{1,18}(\.[0-9]{1,2})?"),
        ("quantity", r"[0-9]{1,18}(\.[0-9]{1,12})?"),
        ("consortium.members.share", r"-?[0-9]{1,18}(\.[0-9]{1,12})?"),
        ("costs.upkeep", r"-?[0-9]{1,18}(\.[0-9]{1,12})?"),
        ("brand", ""),
        ("energy.years", ""),
    ],
)
def test_the_pattern_of_a_field_is_that_of_the_schema(path: str, pattern: str) -> None:
    assert pattern_of("price", path) == pattern


@pytest.mark.parametrize("path", ["totle", "brand.name"])
def test_a_field_the_schema_does_not_know_cannot_be_shown(path: str) -> None:
    with pytest.raises(KeyError):
        pattern_of("price", path)
