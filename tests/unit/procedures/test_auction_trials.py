"""Auctions in trades: what is announced, settled, opened and awarded, beside the stories."""

from datetime import UTC, datetime

import pytest
from tests.support import trials
from tests.support.auction_trials import (
    LIVE,
    ONE_WAY,
    SETTLED,
    UNIFORM,
    context,
    end,
    holds,
    lot_of,
)

from poletai.core.procedures.auctions import opened_lines
from poletai.core.procedures.deeds import DEEDS
from poletai.core.procedures.folding import evolve
from poletai.core.procedures.standing import BidStanding, Event
from poletai.core.procedures.verdicts import try_scenarios


@pytest.mark.parametrize("name", [LIVE])
def test_the_stories_of_an_auction_reach_everything_and_are_true(name: str) -> None:
    verdict = try_scenarios(trials.library(), trials.definition(name))

    assert [problem.message for problem in verdict.problems] == []


# What is settled.


def test_the_winner_stands_with_its_price_and_the_others_with_theirs() -> None:
    lot = lot_of(SETTLED)

    assert lot.bids["b"].facts["award-price"] == {"amount": "880000.00", "currency": "CNY"}
    assert lot.bids["a"].facts["content"] == {
        "price": {"price": {"amount": "870000.00", "currency": "CNY"}}
    }
    assert lot.facts["settled-price"] == lot.bids["b"].facts["award-price"]
    assert lot.facts["settlement"]["outcome"] == "sold"
    assert "steps" not in lot.facts["settlement"]


def test_the_event_explains_every_bid() -> None:
    (event,) = end(SETTLED).events

    rules = [step["rule"] for step in event.data["settlement"]["steps"]]
    assert rules.count("auction.accepted") == 4
    assert rules[-2:] == ["auction.reserve", "auction.best"]


def test_a_settlement_folds_the_same_from_its_event() -> None:
    (event,) = end(SETTLED).events
    before = end("bidding is over").standing

    assert evolve(trials.definition(LIVE), before, event) == end(SETTLED).standing


def test_who_wins_a_quantity_pays_one_price_for_it() -> None:
    bids = lot_of(SETTLED, UNIFORM).bids

    assert bids["a"].facts["award-price"] == {"amount": "30000.00", "currency": "CNY"}
    assert bids["b"].facts["won"] == {
        "price": {"amount": "60.00", "currency": "CNY"},
        "quantity": "300",
    }
    # What was opened stays what the bidder said.
    assert bids["a"].facts["content"]["price"]["price"]["amount"] == "80.00"
    assert "settled-price" not in lot_of(SETTLED, UNIFORM).facts


def test_every_winner_is_awarded_and_signs_for_its_own() -> None:
    facts = lot_of("the contract is signed at the price of the bid", ONE_WAY).facts

    assert [(a["bidder"], a["price"]["amount"], a["quantity"]) for a in facts["awards"]] == [
        ("a", "30000.00", "500"),
        ("b", "18000.00", "300"),
    ]
    assert [c["bid"] for c in facts["contracts"]] == ["a", "b"]


def test_a_second_dimension_stands_beside_the_price() -> None:
    lot = lot_of("the listing ends")
    quote = {"bidder": "a", "price": "10", "at": "2026-01-01T00:00:00Z", "dimension": "area"}
    told = {"outcome": "sold", "winners": [{**quote, "amount": "30"}]}
    data = {
        "lot": "1",
        "settlement": told,
        "considered": ["a"],
        "currency": "CNY",
        "bid-state": "quoted",
    }
    event = Event(
        name="auction-settled",
        of="lot",
        at=datetime(2027, 1, 1, tzinfo=UTC),
        role="o",
        actor="o",
        data=data,
    )

    after = DEEDS["settle"].folds(end("the listing ends").standing, event).lots[lot.lot]

    assert after.bids["a"].facts["won"]["dimension"] == "area"
    assert after.bids["a"].facts["won"]["amount"] == "30"
    assert after.bids["a"].facts["award-price"] == {"amount": "10", "currency": "CNY"}


def test_what_cannot_be_settled_nobody_wins() -> None:
    twice = [{"at": "2026-04-12T00:00:00Z", "bidder": "a", "amount": "800000"}] * 2
    seen = context("the listing ends", {"record": twice}, {"record": "auction-record"})

    told = DEEDS["settle"].adds(seen)

    assert told["settlement"] == {"outcome": "unsold", "reason": "cannot-run"}
    assert not holds("record-settles", seen, record="record")
    event = Event(name="e", of="lot", at=seen.at, role="o", actor="o", data={"lot": "1", **told})
    lot = DEEDS["settle"].folds(seen.standing, event).lots["1"]
    assert lot.facts["settlement"]["reason"] == "cannot-run"


def test_sealed_quotations_for_the_whole_need_no_quantity() -> None:
    auction = {"mechanism": "sealed-first"}
    seen = context("bids are opened", {"auction": auction}, {"auction": "auction"}, UNIFORM)

    told = DEEDS["settle-sealed"].adds(seen)

    assert [w["bidder"] for w in told["settlement"]["winners"]] == ["a"]
    assert holds("opened-bids-settle", seen)


def test_without_an_end_of_the_bids_nothing_is_settled() -> None:
    auction = {"mechanism": "ascending", "window": 60}
    seen = context("bids are opened", {"auction": auction}, {"auction": "auction"}, UNIFORM)

    assert not holds("opened-bids-settle", seen)


def test_an_opened_bid_without_a_price_is_no_line_of_a_record() -> None:
    seen = context("bids are opened", {}, {}, UNIFORM)

    assert opened_lines(seen, [BidStanding(bid="x", state="opened")]) == []
