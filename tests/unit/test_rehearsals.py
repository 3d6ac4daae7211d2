"""Rehearsals: drawn bidders play a room to its end, and what they leave settles anywhere."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.support import rules
from typer.testing import CliRunner

from poletai.cli import auction
from poletai.core.auctions import as_json, read_record, settle_record
from poletai.core.procedures import announced
from poletai.core.procedures.announced import announced_auction
from poletai.live.rehearsal import STRATEGIES, CannotRehearseError, Rehearsal, rehearse

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "auctions.json").read_text("utf-8"))
TERMS = {vector["terms"]["mechanism"]: vector["terms"] for vector in reversed(VECTORS)}


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - of a game, not of a secret


def played(mechanism: str, *strategies: str, seed: int = 1, bidders: int = 5) -> Rehearsal:
    chosen = strategies or ("truthful",)
    return rehearse(TERMS[mechanism], {}, bidders, chosen, chance(seed))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["name"]))
def test_every_mechanism_can_be_rehearsed(vector: dict[str, Any]) -> None:
    game = rehearse(vector["terms"], {}, 5, ("truthful",), chance(1))
    assert game.room.over == "ended"
    assert game.refused == 0
    assert game.record
    names = {bidder.plate for bidder in game.bidders}
    assert {quote.bidder for quote in game.settlement.winners} <= names


@pytest.mark.parametrize("mechanism", ["ascending", "sealed-first", "japanese", "reverse-open"])
@pytest.mark.parametrize("strategy", sorted(STRATEGIES))
def test_nobody_goes_past_what_the_lot_is_worth_to_it(mechanism: str, strategy: str) -> None:
    for seed in range(5):
        game = played(mechanism, strategy, seed=seed)
        worth = {bidder.plate: bidder.value for bidder in game.bidders}
        for quote in game.settlement.winners:
            loses = quote.price - worth[quote.bidder]
            assert (-loses if mechanism == "reverse-open" else loses) <= 0


def test_the_same_seed_plays_the_same_room() -> None:
    first, again = (played("ascending", "jumping", "sniper", seed=9) for _ in range(2))
    other = played("ascending", "jumping", "sniper", seed=10)
    assert first.record == again.record != other.record


def test_truthful_bidders_drive_an_open_price_to_the_second_highest_value() -> None:
    for seed in range(10):
        game = played("ascending", seed=seed)
        second = sorted(bidder.value for bidder in game.bidders)[-2]
        # A step either way: values lie between two amounts that can be bid.
        assert abs(game.settlement.winners[0].price - second) <= 2 * 50


def test_what_cannot_be_rehearsed_says_why() -> None:
    for terms, count, strategy in (
        ({"mechanism": "ascending"}, 3, "truthful"),
        ({**TERMS["ascending"], "step": "-1"}, 3, "truthful"),
        (TERMS["ascending"], 0, "truthful"),
        (TERMS["ascending"], 3, "lucky"),
    ):
        with pytest.raises(CannotRehearseError):
            rehearse(terms, {}, count, (strategy,), chance(1))


@pytest.mark.parametrize("name", ["cn.land.listing", "cn.general-auction.court-online"])
def test_a_definition_is_rehearsed_on_the_terms_its_stories_announce(name: str) -> None:
    terms = announced_auction(rules.library(), rules.definition(name))
    assert terms is not None
    assert rehearse(terms, {}, 3, ("truthful",), chance(1)).settlement.outcome == "sold"


def test_a_kind_of_trade_without_live_bids_is_not_rehearsed() -> None:
    assert announced_auction(rules.library(), rules.definition("cn.works.open-tender")) is None


def test_where_no_lot_can_be_bid_for_live_none_is_announced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(announced, "terms_live", lambda *_: None)

    assert announced_auction(rules.library(), rules.definition("cn.technology.listing")) is None


def simulate(*arguments: str) -> Any:
    return CliRunner().invoke(auction.app, ["simulate", *arguments])


def test_the_command_prints_the_course_and_who_won() -> None:
    done = simulate("cn.land.listing", "--bidders", "3", "--strategy", "truthful")
    assert done.exit_code == 0, done.output
    assert "ascending: sold" in done.output
    assert "pays" in done.output


def test_what_the_command_writes_settles_again(tmp_path: Path) -> None:
    terms = tmp_path / "terms.json"
    terms.write_text(json.dumps(TERMS["sealed-uniform"]))
    done = simulate(str(terms), "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.output)
    settled = settle_record(said["terms"], read_record(said["record"]))
    assert as_json(settled) == said["settlement"]


def test_the_command_says_what_it_cannot_rehearse() -> None:
    assert simulate("cn.works.open-tender").exit_code == 1
    assert simulate("cn.land.listing", "--strategy", "lucky").exit_code == 1
