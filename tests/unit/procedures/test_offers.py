"""What terms and price parts give the evaluation: nothing is lost, nothing comes unasked."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import msgspec
import pytest

from poletai.core.evaluation import Adjustment, EnergyOffer, Terms
from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds.ranking import ranking_of
from poletai.core.procedures.definition import Value, Values
from poletai.core.procedures.offers import bonuses_lawful, lot_terms, offers_of, terms_of
from poletai.core.procedures.shapes import TermsShape
from poletai.core.procedures.standing import BidStanding, Command, LotStanding, Standing, Tally

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
