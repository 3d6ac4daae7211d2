"""Live lots: which are bid for in a room, on which terms, by whom, and from when."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from tests.support import trials
from tests.support.auction_trials import LIVE, SETTLED, UNIFORM, context, end, holds

from poletai.core.procedures.auction_shapes import wrong_auction
from poletai.core.procedures.definition import Definition, Values
from poletai.core.procedures.live_lots import (
    admitted,
    awaits_room,
    parties_named,
    record_field,
    said_from,
    same_terms,
    settling_move,
    stands_still,
    terms_live,
    with_plates,
)
from poletai.core.procedures.playing import values_for
from poletai.core.procedures.standing import LotStanding, Standing, with_facts

ANNOUNCED = "two lots are announced"
FIRST, LATER = "2026-05-04T09:00:00Z", "2026-05-06T09:00:00Z"
OPEN_TENDER = "cn.works.open-tender"


def told(story: str, name: str = LIVE) -> tuple[Definition, Values, Standing]:
    definition, standing = trials.definition(name), end(story, name).standing
    at = standing.at or datetime.now(UTC)
    return definition, values_for(trials.library(), definition, standing, at), standing


def lot(standing: Standing) -> LotStanding:
    return standing.lots["1"]


@pytest.mark.parametrize(
    ("story", "awaited"), [(ANNOUNCED, True), ("the listing ends", True), (SETTLED, False)]
)
def test_a_room_is_awaited_from_the_notice_to_the_settlement(story: str, awaited: bool) -> None:
    definition, _, standing = told(story)

    assert awaits_room(definition, standing, lot(standing)) is awaited


def test_no_room_is_awaited_once_the_procedure_ended() -> None:
    definition, _, standing = told(ANNOUNCED)
    over = msgspec.structs.replace(standing, state="cancelled")

    assert not awaits_room(definition, over, lot(standing))


def test_no_room_is_awaited_before_an_auction_is_announced() -> None:
    definition, _, standing = told(ANNOUNCED)
    facts = {name: fact for name, fact in standing.facts.items() if name != "auction"}

    assert not awaits_room(
        definition, msgspec.structs.replace(standing, facts=facts), lot(standing)
    )


def test_trades_whose_price_is_not_found_live_have_no_rooms() -> None:
    for name in (UNIFORM, OPEN_TENDER):
        definition = trials.definition(name)
        standing = Standing(procedure="p", state="receiving-bids", facts={"auction": {}})
        one = LotStanding(lot="1", state="announced")

        assert settling_move(definition) is None
        assert not awaits_room(definition, standing, one)
        assert admitted(definition, standing) == ()
        values = trials.library().values(definition, datetime.now(UTC).date())
        assert terms_live(definition, values, standing, one) is None


def test_a_lot_settles_from_where_it_is_bid_for_and_not_before() -> None:
    definition = trials.definition(LIVE)
    move = settling_move(definition, "bidding")

    assert move is not None
    assert record_field(move) == "record"
    assert settling_move(definition, "announced") is None


def test_the_terms_of_a_room_are_those_of_the_settlement() -> None:
    definition, values, standing = told(ANNOUNCED)
    terms = terms_live(definition, values, standing, lot(standing))

    assert terms is not None
    assert terms["listing_until"] == standing.facts["listing-until"]
    assert terms["start"] == lot(standing).facts["start"]["amount"]


def test_terms_that_lack_something_open_no_room() -> None:
    definition, values, standing = told(ANNOUNCED)
    bare = with_facts(standing, {"auction": {"mechanism": "ascending", "hard_stop": "soon"}})

    assert terms_live(definition, values, bare, lot(standing)) is None


def test_a_room_is_needed_from_the_first_instant_something_is_said() -> None:
    terms = {"mechanism": "ascending", "start": "1", "step": "1", "listing_until": LATER}

    assert said_from({**terms, "listing_from": FIRST}) == datetime(2026, 5, 4, 9, tzinfo=UTC)
    assert said_from(terms) is None


def test_those_admitted_come_in_the_order_they_applied() -> None:
    definition, _, standing = told(ANNOUNCED)
    settled = told(SETTLED)[2]

    assert set(admitted(definition, settled)) <= set(settled.applicants)
    assert list(admitted(definition, settled)) == [
        party for party, one in settled.applicants.items() if one.state == "admitted"
    ]
    assert admitted(definition, settled)
    assert admitted(definition, msgspec.structs.replace(standing, applicants={})) == ()


@pytest.mark.parametrize(
    ("suspensions", "still"),
    [
        ({}, False),
        ({"procedure": {"since": "x"}}, True),
        ({"lot:1": {"since": "x", "lot": "1"}}, True),
        ({"lot:2": {"since": "x", "lot": "2"}}, False),
    ],
)
def test_a_room_stands_still_while_its_lot_or_trade_is_suspended(
    suspensions: dict[str, Any], still: bool
) -> None:
    _, _, standing = told(ANNOUNCED)

    assert stands_still(with_facts(standing, {"suspensions": suspensions}), "1") is still


def test_terms_name_plates_where_they_named_parties() -> None:
    terms = {
        "mechanism": "ascending",
        "room": {"proxy": True},
        "second": {"name": "years", "start": "1"},
        "priority": {"model": "in-room", "holders": {"firm-b": 2, "firm-a": 1}, "seconds": 60},
    }

    assert parties_named(terms) == ("firm-a", "firm-b")
    assert with_plates(terms, {"firm-a": "K001"}) == {
        "mechanism": "ascending",
        "second": {"name": "years", "start": "1"},
        "priority": {"model": "in-room", "holders": {"firm-b": 2, "K001": 1}, "seconds": 60},
    }


def test_every_definition_that_takes_a_record_is_settled_by_one_move_from_each_state() -> None:
    for definition in trials.library().definitions.values():
        moves = [m for m in definition.moves if "auction-record" in m.asks.values()]
        sources = [state for move in moves for state in move.source]
        assert len(sources) == len(set(sources))


@pytest.mark.parametrize(
    ("auction", "wrong"),
    [
        ({"mechanism": "ascending", "room": {"proxy": True, "grace": 60}}, ""),
        ({"mechanism": "ascending", "room": {"proof": "trust"}}, "proof"),
        ({"mechanism": "ascending", "room": True}, "object"),
        ({"mechanism": "sealed-first", "room": {"proxy": True}}, "takes no maxima"),
        ({"rule-set": "shantou", "room": {"grace": -1}}, "grace"),
        ({"rule-set": "shantou", "room": {"proxy": True}}, ""),
    ],
)
def test_a_notice_says_how_its_rooms_are_kept(auction: dict[str, Any], wrong: str) -> None:
    found = wrong_auction(auction)

    assert wrong in (found or "")
    assert (found is None) is (wrong == "")


@pytest.mark.parametrize(("mechanism", "runs"), [("ascending", True), ("sealed-first", False)])
def test_an_auction_whose_room_takes_no_maxima_is_not_announced_with_them(
    mechanism: str, runs: bool
) -> None:
    auction = {"mechanism": mechanism, "room": {"proxy": True}}
    seen = context(ANNOUNCED, {"auction": auction}, {"auction": "auction"})

    assert holds("auction-can-run", seen) is runs


def test_a_room_is_kept_on_the_terms_announced_whoever_has_which_plate() -> None:
    holders = {"firm-a": 1, "firm-b": 2}
    terms = {"mechanism": "ascending", "window": 300, "priority": {"holders": holders}}
    opened = {**terms, "priority": {"holders": {"K001": 1, "K002": 2}}}
    plates = {"firm-a": "K001"}

    assert same_terms({**terms, "room": {"proxy": True}}, opened, plates)
    assert not same_terms(terms, {**opened, "window": 60}, plates)
    assert not same_terms(terms, {**opened, "priority": {"holders": {"K001": 1}}}, plates)
    assert not same_terms(
        terms, {**opened, "priority": {"holders": {"K001": 2, "K002": 1}}}, plates
    )


def test_points_that_bidders_may_bid_on_are_named_by_plates_in_a_room() -> None:
    terms = {"mechanism": "simultaneous-rounds", "eligibility": {"firm-a": 3}, "points": {"n": 2}}

    plated = with_plates(terms, {"firm-a": "K001"})

    assert parties_named(terms) == ("firm-a",)
    assert (plated["eligibility"], plated["points"]) == ({"K001": 3}, {"n": 2})


def test_ranks_of_bidders_in_sealed_quotations_are_those_of_their_plates() -> None:
    terms = {"mechanism": "sealed-first", "ties": ["priority"], "priority": {"firm-a": 1}}

    assert parties_named(terms) == ("firm-a",)
    assert with_plates(terms, {"firm-a": "K001"})["priority"] == {"K001": 1}
