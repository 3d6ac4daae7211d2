"""Bids in two envelopes: who goes on, what is opened when, and what a definition may not hide."""

import dataclasses
from datetime import UTC, datetime
from fractions import Fraction
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import rules
from tests.support.chapters import codes

from poletai.core.procedures import stages
from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds import DEEDS
from poletai.core.procedures.definition import Move
from poletai.core.procedures.guards import GUARDS
from poletai.core.procedures.standing import (
    BidStanding,
    Command,
    Event,
    LotStanding,
    Standing,
    Tally,
)
from poletai.core.procedures.technical import results_of

KIND, CHAPTER = "cn.works.two-envelope", "platform.two-envelopes"
AT = datetime(2026, 3, 1, tzinfo=UTC)
SEATS = ("e1", "e2", "e3")
MARKS = st.integers(0, 1000).map(lambda tenths: f"{tenths // 10}.{tenths % 10}")
SHEETS = st.fixed_dictionaries(
    {seat: st.fixed_dictionaries({"plan": MARKS, "team": MARKS}) for seat in SEATS}
)


def move(name: str, kind: str = KIND) -> Move:
    return rules.definition(kind).moves_when(name)[0]


def a_bid(name: str, state: str = "technical", **facts: Any) -> BidStanding:
    return BidStanding(bid=name, state=state, facts={"bid_hash": f"hash-{name}", **facts})


def a_lot(*bids: BidStanding, state: str = "technical", **facts: Any) -> LotStanding:
    return LotStanding(lot="1", state=state, facts=facts, bids={b.bid: b for b in bids})


def context(lot: LotStanding, criteria: list[dict[str, Any]], *, named: str = "1") -> Context:
    facts = {"terms": {"criteria": criteria}, "committee": [{"id": seat} for seat in SEATS]}
    return Context(
        definition=cast("Any", None),
        values=cast("Any", None),
        standing=Standing(procedure="p", state="in-evaluation", facts=facts, lots={"1": lot}),
        subject=lot,
        tally=Tally(),
        command=Command(name="end-technical", role="evaluator", actor="e1", lot=named),
        move=cast("Any", SimpleNamespace(asks={})),
        at=AT,
    )


@given(sheets=SHEETS, needed=MARKS, either=st.booleans())
def test_the_mean_of_all_marks_decides_who_goes_on(
    sheets: dict[str, dict[str, str]], needed: str, *, either: bool
) -> None:
    criteria: list[dict[str, Any]] = [{"name": "plan", "pass_mark": needed}, {"name": "team"}]
    if either:
        criteria[1]["pass_mark"] = needed
    scores = {seat: {"a": sheet} for seat, sheet in sheets.items()}
    # A member who is no longer seated has marked too; it counts for nothing.
    scores["gone"] = {"a": {"plan": "100", "team": "100"}}

    result = results_of(context(a_lot(a_bid("a"), scores=scores), criteria), ("a",))["a"]

    short = [
        criterion["name"]
        for criterion in criteria
        if "pass_mark" in criterion
        and sum(Fraction(sheet[criterion["name"]]) for sheet in sheets.values()) / len(SEATS)
        < Fraction(needed)
    ]
    assert result == (f"below-pass-mark:{short[0]}" if short else "")


def test_a_bid_nobody_marked_reaches_no_pass_mark() -> None:
    criteria = [{"name": "plan", "pass_mark": "60"}]

    assert results_of(context(a_lot(a_bid("a")), criteria), ("a",)) == {"a": "below-pass-mark:plan"}


def test_each_move_is_about_its_own_part() -> None:
    definition = rules.definition(KIND)
    by_state = {
        state: stages.move_here(definition, stages.OPENING, state)
        for state in ("listed", "technical", "shortlisted")
    }
    first, second = by_state["listed"], by_state["shortlisted"]

    assert by_state["technical"] is None
    assert first is not None
    assert second is not None
    assert stages.parts_of(first, ("price", "tech")) == ("tech",)
    assert stages.parts_of(second, ("price", "tech")) == ("price",)
    assert (stages.names_bidders(first), stages.names_bidders(second)) == (False, True)
    assert stages.parts_of(move("open-bids", rules.WORKS), ("price", "tech")) == ("price", "tech")


def test_only_bids_in_one_envelope_are_opened_at_once() -> None:
    assert stages.opened_at_once(rules.definition(rules.WORKS))
    assert not stages.opened_at_once(rules.definition(KIND))


def test_what_is_marked_is_what_was_opened() -> None:
    assert stages.marked_by(move("record-scores")) == ("technical",)
    assert stages.marked_by(move("record-scores", rules.WORKS)) == ("opened",)


def test_who_was_set_aside_is_named_with_the_prices_and_not_opened() -> None:
    lot = a_lot(
        a_bid("a", "admitted", verdict="opened", bidder=""),
        a_bid("b", "rejected", verdict="opened", bidder=""),
        a_bid("c", "withdrawn"),
    )

    assert stages.hashes_to_open(lot, move("open-prices")) == {"hash-a"}
    assert stages.hashes_to_name(lot, move("open-prices")) == {"hash-b"}
    assert stages.hashes_to_name(lot, move("open-bids")) == frozenset()


def test_prices_stand_beside_what_was_opened_before() -> None:
    known = {"verdict": "opened", "bidder": "", "content": {"tech": {"plan": "dig"}}}
    lot = a_lot(a_bid("a", "admitted", **known), a_bid("b", "rejected", **known))
    price = {"price": {"amount": "1.00", "currency": "CNY"}}
    openings = [
        {"bid": "a", "verdict": "opened", "bidder": "x", "parts": {"price": {"content": price}}},
        {"bid": "b", "verdict": "set-aside", "bidder": "y"},
    ]
    event = Event(
        name="prices-opened", of="lot", at=AT, role="operator", actor="o",
        data={"lot": "1", "openings": openings},
    )  # fmt: skip
    standing = Standing(procedure="p", state="in-evaluation", lots={"1": lot})

    bids = DEEDS["open-next-part"].folds(standing, event).lots["1"].bids

    assert bids["a"].facts["content"] == {"tech": {"plan": "dig"}, "price": price}
    assert bids["a"].facts["bidder"] == "x"
    assert bids["b"].facts["content"] == {"tech": {"plan": "dig"}}
    assert (bids["b"].facts["bidder"], bids["b"].facts["verdict"]) == ("y", "opened")


def test_a_bid_named_as_set_aside_may_not_be_opened_under_that_word() -> None:
    assert not stages.opens({"bid": "a", "verdict": "set-aside"})
    assert stages.opens({"bid": "a", "verdict": "set-aside", "parts": {"price": {}}})
    assert stages.opens({"bid": "a", "verdict": "dealer-fault"})


def test_where_there_is_no_lot_nobody_has_marked() -> None:
    nowhere = context(a_lot(), [], named="9")

    assert GUARDS["no-marks-yet"].holds(nowhere, {})


@pytest.mark.parametrize(
    "own",
    [
        '[[move]]\nwhen = "end-technical"\nconfidential = true\nuntil = "evaluated"\n',
        '[[move]]\nwhen = "reject-bid"\n'
        'also = [{ of = "lot", from = ["technical"], to = "shortlisted" }]\n',
    ],
)
def test_no_hidden_move_leads_to_where_a_part_is_released(own: str) -> None:
    assert "rulebook.hidden-stage" in codes(rules.WORKS, CHAPTER, own=own)
    assert "rulebook.hidden-stage" not in codes(rules.WORKS, CHAPTER)


def test_what_is_no_share_key_or_opening_is_about_no_part() -> None:
    plain = context(a_lot(), [])
    asks = SimpleNamespace(asks={"note": "text", "shares": "shares"})
    told = dataclasses.replace(plain, move=cast("Any", asks))

    assert GUARDS["only-part"].holds(told, {"part": "tech"})
