"""What terms and price parts give the evaluation: nothing is lost, nothing comes unasked."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import msgspec
import pytest

from poletai.core.evaluation import Adjustment, EnergyOffer, Terms
from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds import DEEDS
from poletai.core.procedures.deeds.ranking import ranking_of
from poletai.core.procedures.definition import Value, Values
from poletai.core.procedures.offers import bonuses_lawful, lot_terms, offers_of, terms_of
from poletai.core.procedures.shapes import TermsShape
from poletai.core.procedures.standing import (
    BidStanding,
    Command,
    LotStanding,
    Standing,
    Tally,
    put_bid,
    put_lot,
)

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "evaluation.json").read_text("utf-8"))
SMALL = Value("0.03..0.05", "share", "cn.small-enterprises#works")
VALUES = Values(
    on=date(2026, 3, 1),
    parameters={
        "bonus-small": SMALL,
        "deduction-small": SMALL,
        "candidates": Value(3, "count", "platform.rules#1"),
    },
    sha256="",
    calendar=None,
    calendar_sha256="",
)


def context(terms: dict[str, Any], *prices: dict[str, Any], **facts: Any) -> Context:
    bids = {
        f"bid-{n}": BidStanding(
            bid=f"bid-{n}",
            state="opened",
            facts={"leaf": n, "content": {"price": {"price": {"amount": "100"}, **price}}},
        )
        for n, price in enumerate(prices)
    }
    lot = LotStanding(lot="1", state="opened", facts=facts, bids=bids)
    return Context(
        definition=cast("Any", None),
        values=VALUES,
        standing=Standing(procedure="p", state="open", facts={"terms": terms}, lots={"1": lot}),
        subject=lot,
        tally=Tally(),
        command=Command(name="evaluate", role="evaluator", actor="chen", lot="1"),
        move=cast("Any", SimpleNamespace(asks={})),
        at=datetime(2026, 3, 1, tzinfo=UTC),
    )


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["name"]))
def test_whatever_terms_a_method_has_a_notice_can_carry(vector: dict[str, Any]) -> None:
    apart = {"ceiling", "draw"}
    fact = {name: value for name, value in vector["terms"].items() if name not in apart}
    whole = msgspec.convert(vector["terms"], Terms)

    assert msgspec.convert(fact, TermsShape, strict=True)
    assert terms_of(fact, whole.ceiling, whole.draw) == whole


def test_what_was_drawn_for_a_lot_is_part_of_its_terms() -> None:
    terms = lot_terms(context({"method": "drawn-method"}, drawn={"method": "interval-mean"}))

    assert terms.drawn_text("method") == "interval-mean"


ANSWERS = {
    "features": {"years": "0.1"},
    "costs": {"energy": "5.50"},
    "departures": {"delay": "3"},
    "energy": {"savings": ["7"], "share": "0.9", "years": 2},
    "brand": "lotus",
}


def test_a_bid_gives_what_the_terms_ask_for() -> None:
    asked = {"method": "x", "features": [], "costs": [], "quantified": [], "energy": {}}
    (offer,) = offers_of(context(asked, ANSWERS))

    assert (offer.price, offer.brand) == (Decimal(100), "lotus")
    assert offer.features == {"years": Decimal("0.1")}
    assert offer.costs == {"energy": Decimal("5.50")}
    assert offer.departures == {"delay": 3}
    assert offer.energy == EnergyOffer((Decimal(7),), Decimal("0.9"), 2)


def test_what_nobody_asked_for_keeps_no_bid_from_being_evaluated() -> None:
    (offer,) = offers_of(context({"method": "low-price-first"}, ANSWERS))

    assert (offer.features, offer.costs, offer.departures, offer.energy) == ({}, {}, {}, None)


def test_a_bid_without_savings_has_none() -> None:
    (offer,) = offers_of(context({"method": "energy-service", "energy": {}}, {}))

    assert offer.energy is None


@pytest.mark.parametrize(
    ("announced", "share"), [({"small": "0.04"}, "0.04"), ({}, "0.03"), (None, None)]
)
def test_a_bonus_counts_only_where_the_terms_name_bonuses(
    announced: dict[str, str] | None, share: str | None
) -> None:
    terms = {"method": "arithmetic-mean"} | ({} if announced is None else {"bonuses": announced})
    (offer,) = offers_of(context(terms, {"declares": ["small"]}))

    expected = [Adjustment("bonus-small", SMALL.law, Decimal(share))] if share else []
    assert list(offer.bonuses) == expected


@pytest.mark.parametrize(
    ("announced", "lawful"),
    [({}, True), ({"small": "0.05"}, True), ({"small": "0.06"}, False), ({"big": "0.03"}, False)],
)
def test_a_bonus_is_one_of_the_law_within_its_bounds(
    announced: dict[str, str], lawful: bool
) -> None:
    assert bonuses_lawful(VALUES, announced) is lawful


def test_a_ranking_says_which_bids_are_set_aside() -> None:
    terms = {"method": "lowest-evaluated-price", "same_brand": "by-place"}
    dear = {"price": {"amount": "120"}, "brand": "lotus"}

    found = ranking_of(context(terms, dear, {"brand": "lotus"}))

    assert [placed["bid"] for placed in found["ranking"]] == ["bid-1"]
    assert found["set_aside"] == [{"bid": "bid-0", "reason": "same-brand"}]
    assert "set_aside" not in ranking_of(context(terms, {}))


# Preferences: the worked case, in which the lowest bid is not the lowest compared.

WORKED = ("1000000", (), "1080000", ("big",), "1020000", ("joint",))
SHARES = {"deductions": {"big": "0.10", "joint": "0.04"}}


def worked(**terms: Any) -> Context:
    bids = [{"price": {"amount": a}, "declares": list(d)} for a, d in zip(*[iter(WORKED)] * 2)]  # noqa: B905
    asked = {"method": "low-price-first", "price_weight": "30", **SHARES, **terms}
    given = context(asked, *bids)
    both = {f"deduction-{n}": Value("0.04..0.20", "share", "law") for n in ("big", "joint")}
    parameters = {**given.values.parameters, **both}
    return replace(given, values=msgspec.structs.replace(given.values, parameters=parameters))


def test_a_preference_changes_the_order_and_no_contract_price() -> None:
    ranked = ranking_of(worked())["ranking"]

    found = {p["bid"]: (p["evaluation_price"], p["bid_price"], p["contract_price"]) for p in ranked}
    assert [placed["bid"] for placed in ranked] == ["bid-1", "bid-2", "bid-0"]
    assert found == {
        "bid-0": ("1000000.00", "1000000", "1000000"),
        "bid-1": ("972000.00", "1080000", "1080000"),
        "bid-2": ("979200.00", "1020000", "1020000"),
    }
    assert [placed["score"] for placed in ranked] == ["30.00", "29.78", "29.16"]


@pytest.mark.parametrize(
    ("stacking", "compared"), [("summed", "86.00"), ("in-turn", "86.40"), ("largest", "90.00")]
)
def test_two_preferences_go_together_as_the_terms_say(stacking: str, compared: str) -> None:
    given = worked(stacking=stacking)
    lot = given.standing.lots["1"]
    price = {"price": {"amount": "100"}, "declares": ["big", "joint"]}
    bid = msgspec.structs.replace(lot.bids["bid-0"], facts={"leaf": 0, "content": {"price": price}})
    standing = put_lot(given.standing, msgspec.structs.replace(lot, bids={"bid-0": bid}))

    ranked = ranking_of(replace(given, standing=standing))["ranking"]

    assert [placed["evaluation_price"] for placed in ranked] == [compared]


def test_a_denied_claim_lowers_no_price() -> None:
    given = worked()
    lot = given.standing.lots["1"]
    denied = msgspec.structs.replace(
        lot.bids["bid-1"], facts={**lot.bids["bid-1"].facts, "denied-claims": ["big"]}
    )
    standing = put_lot(given.standing, put_bid(lot, denied))

    ranked = ranking_of(replace(given, standing=standing))["ranking"]

    assert [placed["bid"] for placed in ranked] == ["bid-2", "bid-0", "bid-1"]


def test_a_confirmed_correction_is_the_price_compared_and_signed() -> None:
    given = context({"method": "low-price-first"}, {}, {"price": {"amount": "90"}})
    lot = given.standing.lots["1"]
    corrected = msgspec.structs.replace(
        lot.bids["bid-1"],
        facts={**lot.bids["bid-1"].facts, "bidder": "firm", "confirmed-price": {"amount": "110"}},
    )
    standing = put_lot(given.standing, put_bid(lot, corrected))
    command = msgspec.structs.replace(given.command, bid="bid-1")
    after = replace(given, standing=standing, command=command)

    ranked = ranking_of(after)["ranking"]

    assert [(placed["bid"], placed["contract_price"]) for placed in ranked] == [
        ("bid-0", "100"),
        ("bid-1", "110"),
    ]
    assert DEEDS["award"].adds(after)["price"] == {"amount": "110"}
