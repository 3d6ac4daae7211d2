"""Rounds weighed by features and costs: whoever wins is found a second way, without fractions."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.heard import Bids, alone, entries, heard, instant
from tests.support.naive_weights import better, weighed_rounds

from poletai.core.auctions import Entry, Input, read_terms, settle_record

OPTIONS = {"air": (5, 10, 15), "years": (10, 20)}
MOST = 35
KINDS = ("coefficient", "life-cycle", "mixed", "performance")
FEATURES = {name: [f"0.{option:02}" for option in each] for name, each in OPTIONS.items()}


def terms_of(kind: str, *, step: int) -> dict[str, Any]:
    weights: dict[str, Any] = {"kind": kind}
    if kind != "life-cycle":
        weights["features"] = FEATURES
    if kind in ("life-cycle", "mixed"):
        weights["costs"] = ["energy", "repairs"]
    return {
        "mechanism": "reverse-rounds",
        "step": str(step),
        "begins": instant(0),
        "first_pause": 10,
        "pause": 10,
        "turn": 20,
        "weights": weights,
    }


@st.composite
def parts(draw: st.DrawFn, kind: str) -> dict[str, dict[str, int]]:
    """Draw what each of four bidders offers beside its price: hundredths, or money."""
    terms = terms_of(kind, step=1)["weights"]
    found: dict[str, dict[str, int]] = {}
    for bidder in "abcd":
        own = {n: draw(st.sampled_from((0, *OPTIONS[n]))) for n in terms.get("features", ())}
        own |= {name: draw(st.integers(0, 9)) for name in terms.get("costs", ())}
        found[bidder] = {name: amount for name, amount in own.items() if amount}
    return found


def said(offers: dict[str, int], own: dict[str, dict[str, int]]) -> list[Entry]:
    first = [(i - 100, who, amount, 1) for i, (who, amount) in enumerate(offers.items())]
    beside = [
        (who, name, f"0.{amount:02}" if name in OPTIONS else str(amount))
        for who, each in own.items()
        for name, amount in each.items()
    ]
    told = entries(first, "offer")
    at = told[0].at
    return told + [
        Entry(at, read(who, name, amount, i + 1)) for i, (who, name, amount) in enumerate(beside)
    ]


def read(who: str, name: str, amount: str, number: int) -> Input:
    return Input(bidder=who, kind="offer", dimension=name, amount=Decimal(amount), number=number)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data(), bids=heard(last=270))
def test_the_winner_of_weighed_rounds_is_the_naive_one(
    kind: str, data: st.DataObject, bids: Bids
) -> None:
    offers = data.draw(st.dictionaries(st.sampled_from("abcd"), st.integers(20, 40), min_size=1))
    own = data.draw(parts(kind))
    terms = terms_of(kind, step=2)
    assert read_terms(terms)[1] == ()

    settled = settle_record(terms, [*said(offers, own), *entries(bids)])

    most = 0 if kind == "life-cycle" else MOST
    features = {who: sum(each.get(n, 0) for n in OPTIONS) for who, each in own.items()}
    costs = {who: each.get("energy", 0) + each.get("repairs", 0) for who, each in own.items()}
    compare = better(kind, most, features, costs)
    rising = kind == "performance"
    assert alone(settled) == weighed_rounds(
        offers, bids, compare, step=2, pause=10, turn=20, rising=rising
    )


@given(
    offers=st.dictionaries(st.sampled_from("abcd"), st.integers(20, 40), min_size=2), bids=heard()
)
def test_weights_nobody_offers_anything_of_change_nothing(
    offers: dict[str, int], bids: Bids
) -> None:
    weighed = terms_of("mixed", step=2)
    plain = {name: value for name, value in weighed.items() if name != "weights"}
    record = [*said(offers, {}), *entries(bids)]

    one, other = settle_record(weighed, record), settle_record(plain, record)
    assert (one.winners, one.others, one.at) == (other.winners, other.others, other.at)
