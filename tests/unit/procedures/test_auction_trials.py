"""Auctions in trades: what is announced, settled, opened and awarded, beside the stories."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from tests.support import trials

from poletai.core.basics.problem import Refusal
from poletai.core.procedures.auctions import commitment
from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds import DEEDS
from poletai.core.procedures.fields import FIELD_TYPES
from poletai.core.procedures.folding import evolve
from poletai.core.procedures.guards import GUARDS
from poletai.core.procedures.machine import decide
from poletai.core.procedures.playing import Play, values_for
from poletai.core.procedures.short_auctions import record
from poletai.core.procedures.short_forms import expand, sample_hash
from poletai.core.procedures.standing import Command, Decision, Event, Tally
from poletai.core.procedures.verdicts import try_scenarios

LIVE = "cn.trial.live"
UNIFORM = "cn.emission.allowances-uniform"
ONE_WAY = "cn.emission.allowances-one-way"
SETTLED = "the auction is settled"


def end(story: str, name: str = LIVE) -> Play:
    return trials.endings(name)[story]


def lot_of(story: str, name: str = LIVE) -> Any:
    return end(story, name).standing.lots["1"]


def settle_again(record_lines: list[dict[str, Any]], **fields: Any) -> Decision | Refusal:
    definition = trials.definition(LIVE)
    before = end("the listing ends")
    at = before.standing.at or datetime.now(UTC)
    command = Command(
        name="settle-auction",
        role="operator",
        actor="operator",
        lot="1",
        fields={"record": record_lines, **fields},
    )
    values = values_for(trials.library(), definition, before.standing, at)
    return decide(definition, values, before.standing, Tally(), command, at + timedelta(hours=1))


def context(
    story: str, fields: Mapping[str, Any], asks: dict[str, str], name: str = LIVE
) -> Context:
    """Return what a guard sees of a command on lot 1 that asks these fields."""
    definition = trials.definition(name)
    before = end(story, name)
    at = (before.standing.at or datetime.now(UTC)) + timedelta(hours=2)
    move = msgspec.structs.replace(definition.moves[0], asks=asks, of="lot", provided=())
    command = Command(name=move.when, role="operator", actor="x", lot="1", fields=fields)
    values = values_for(trials.library(), definition, before.standing, at)
    lot = before.standing.lots.get("1")
    return Context(definition, values, before.standing, lot, Tally(), command, move, at)


def holds(guard: str, seen: Context, **arguments: Any) -> bool:
    return GUARDS[guard].holds(seen, arguments)


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
    before = end("the listing ends").standing

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


# What guards a settlement.


def test_a_record_does_not_come_from_the_future() -> None:
    seen = context(
        "the listing ends",
        {"record": [{"at": "2030-01-01T00:00:00Z", "bidder": "a", "amount": "800000"}]},
        {"record": "auction-record"},
    )

    assert not holds("record-settles", seen, record="record")


def test_an_empty_record_is_settled_too() -> None:
    seen = context("the listing ends", {"record": []}, {"record": "auction-record"})

    assert holds("record-settles", seen, record="record")


def test_the_reserve_and_its_salt_come_together_or_not_at_all() -> None:
    asks = {"reserve": "money", "salt": "digest"}
    money = {"amount": "850000.00", "currency": "CNY"}
    told = [
        holds(
            "reserve-opens",
            context("the listing ends", fields, asks),
            amount="reserve",
            salt="salt",
        )
        for fields in (
            {"reserve": money, "salt": sample_hash("salt")},
            {"reserve": money, "salt": sample_hash("pepper")},
            {"reserve": money},
            {"salt": sample_hash("salt")},
            {},
        )
    ]

    assert told == [True, False, False, False, False]
    bare = context("two lots are announced", {}, asks)
    assert holds("reserve-opens", bare, amount="reserve", salt="salt")


def test_a_commitment_is_of_amount_currency_and_salt() -> None:
    salt = sample_hash("salt")
    one = commitment(salt, {"amount": "1.00"})

    assert one == commitment(salt, {"amount": "1.00", "currency": "CNY"})
    assert (
        len(
            {
                one,
                commitment(salt, {"amount": "1.01"}),
                commitment(sample_hash("x"), {"amount": "1.00"}),
                commitment(salt, {"amount": "1.00", "currency": "USD"}),
            }
        )
        == 4
    )


@pytest.mark.parametrize(
    ("story", "won"),
    [(SETTLED, True), ("nobody meets the reserve", False), ("the listing ends", False)],
)
def test_a_lot_has_a_winner_once_it_is_sold(story: str, won: bool) -> None:
    seen = context(story, {}, {})

    assert holds("has-winner", seen) is won
    assert holds("no-winner", seen) is not won


def test_a_lot_nobody_named_has_no_winner() -> None:
    seen = context("a procedure is drafted", {}, {})

    assert holds("no-winner", seen)
    assert holds("reserve-opens", seen, amount="reserve", salt="salt")


def test_lots_announced_can_still_run_later() -> None:
    assert holds("auction-can-run", context("the listing ends", {}, {}))
    assert not holds("auction-can-run", context("a procedure is drafted", {}, {}))


def lots(*given: dict[str, str]) -> dict[str, Any]:
    told = [{"lot": str(i), **one} for i, one in enumerate(given)]
    return {"lots": expand("lots", told)}


@pytest.mark.parametrize(
    ("lot", "covered"),
    [
        ({"start": "100.00", "appraisal": "100.00"}, True),
        ({"start": "99.99", "appraisal": "100.00"}, False),
        ({"appraisal": "100.00"}, False),
        ({"start": "1.00"}, True),
    ],
)
def test_a_start_covers_the_appraisal(lot: dict[str, str], covered: bool) -> None:
    seen = context("a procedure is drafted", lots(lot), {"lots": "lots"}, "cn.equity.transfer")

    assert holds("starts-cover-appraisal", seen, share="floor-share") is covered


def test_a_start_in_another_currency_covers_nothing() -> None:
    given = lots({"start": "100.00", "appraisal": "100.00"})
    given["lots"][0]["start"]["currency"] = "USD"
    seen = context("a procedure is drafted", given, {"lots": "lots"}, "cn.equity.transfer")

    assert not holds("starts-cover-appraisal", seen, share="floor-share")


def test_a_share_of_the_starts_counts_all_lots() -> None:
    asks = {"lots": "lots", "security": "money"}
    given = lots({"start": "100.00"}, {"start": "100.00"}, {})

    def within(**fields: Any) -> bool:
        seen = context("a procedure is drafted", {**given, **fields}, asks, "cn.equity.transfer")
        return holds("within-share-of-starts", seen, amount="security", share="deposit-share")

    assert within()
    assert within(security={"amount": "60.00", "currency": "CNY"})
    assert not within(security={"amount": "60.01", "currency": "CNY"})


def test_a_period_for_large_lots_asks_for_its_instants() -> None:
    asks = {"lots": "lots"}
    large = lots({"start": "10000000.00"}, {})
    seen = context("a procedure is drafted", large, asks, "cn.equity.asset-transfer")
    told = {"instant": "listing-until", "after": "listing-from", "days": "large-listing-period"}

    assert holds("days-after-from", seen, **told, threshold="large")


# How terms and records are written.


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ({"mechanism": "ascending", "window": 240}, None),
        ("ascending", "is no mechanism"),
        ({"mechanism": "lottery"}, "is no mechanism"),
        ({"mechanism": "ascending", "window": "240"}, "Expected `int"),
        ({"mechanism": "ascending", "windows": 240}, "unknown field"),
    ],
)
def test_announced_terms_are_read_strictly(value: Any, problem: str | None) -> None:
    said = FIELD_TYPES["auction"].check(value)

    assert said is None if problem is None else problem in str(said)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ({"at": "2026-04-12T00:00:00Z", "bidder": "a", "amount": "1"}, None),
        ({"at": "2026-04-12T00:00:00", "bidder": "a"}, "is not an instant"),
        ({"at": "2026-04-12T00:00:00Z", "bidder": "a", "amount": "1e5"}, "matching regex"),
        ({"at": "2026-04-12T00:00:00Z", "bidder": "a", "prize": "1"}, "unknown field"),
        ({"at": "2026-04-12T00:00:00Z"}, "missing required field"),
    ],
)
def test_the_lines_of_a_record_are_read_strictly(line: Any, problem: str | None) -> None:
    said = FIELD_TYPES["auction-record"].check([line])

    assert said is None if problem is None else problem in str(said)


def test_a_story_tells_a_record_in_words() -> None:
    at = datetime(2026, 4, 12, tzinfo=UTC)
    told = [
        "now: a 5",
        "now: a 5 x 3",
        "now: a 5 area",
        "2026-04-12T00:00:01Z: a confirm",
        {"at": "x"},
    ]

    lines = record(told, lambda _: at)

    assert lines[0] == {"at": "2026-04-12T00:00:00Z", "bidder": "a", "number": 0, "amount": "5"}
    assert lines[1]["quantity"] == "3"
    assert lines[2]["dimension"] == "area"
    assert (lines[3]["at"], lines[3]["kind"]) == ("2026-04-12T00:00:01Z", "confirm")
    assert lines[4] == {"at": "x"}
    assert record("all of it", lambda _: at) == "all of it"


def test_short_forms_of_auctions_stand_for_the_whole() -> None:
    at = datetime(2026, 4, 12, tzinfo=UTC)

    assert expand("auction", "texas") == {"mechanism": "texas"}
    assert (
        expand("auction", {"mechanism": "texas", "begins": at})["begins"] == "2026-04-12T00:00:00Z"
    )
    assert expand("digest", "salt") == sample_hash("salt")
    assert expand("digest", sample_hash("salt")) == sample_hash("salt")
    assert expand("digest", None) is None
    (lot,) = expand("lots", [{"lot": "1", "reserve": "5.00"}])
    assert lot["reserve_hash"] == commitment(sample_hash("salt"), {"amount": "5.00"})


def test_a_refused_settlement_names_what_is_wrong() -> None:
    refused = settle_again([{"at": "yesterday", "bidder": "a"}])

    assert isinstance(refused, Refusal)
    assert refused.code == "fields-wrong"
    assert "'yesterday' is not an instant" in refused.reason
