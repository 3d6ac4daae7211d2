"""Releases of trades in rounds and of suppliers named by hand: sound, never telling too early."""

import json
import warnings
from dataclasses import replace
from typing import Any

import msgspec
import ocdsmerge
import pytest
from tests.support import ocds, ocds_story, trials
from tests.support.exchange_world import ExchangeWorld
from tests.support.rounds import OWNER, applied, second_round

from poletai.core.basics.problem import Refusal
from poletai.exchange.actors import Actor
from poletai.exchange.errors import ProblemsError
from poletai.exchange.read_models.history import public_history
from poletai.exchange.services.close_lot import release_shares
from poletai.exchange.services.deposit_bid import deposit_bid
from poletai.hub.ocds import encode, record_package, release_package
from poletai.hub.ocds.from_exchange import views_of
from poletai.hub.ocds.view import ProcedureView
from poletai.replay.recompute import replay_trade
from poletai.sealing.header import header_object

URI = "https://exchange.example/ocds/p-1"


@pytest.fixture
def world(exchange: ExchangeWorld) -> ExchangeWorld:
    exchange.house = replace(exchange.house, library=trials.library())
    return exchange


MONEY = {"amount": "100.00", "currency": "CNY"}


def framework(world: ExchangeWorld) -> str:
    """Three suppliers nobody here has registered are named for one lot."""
    procedure = world.draft(trials.FRAMEWORK)
    lots = [{"lot": "1", "title": "Paper", "value": MONEY}]
    terms = {"method": "lowest-evaluated-price"}
    world.moves(OWNER, procedure, "publish-notice", lots=lots, terms=terms, total=MONEY)
    for firm in ("unregistered-1", "unregistered-2", "unregistered-3"):
        world.wait(days=1)
        named = {"id": firm, "name": f"Firm {firm}"}
        world.moves(OWNER, procedure, "nominate", lot="1", supplier=named, price=MONEY)
    return procedure


def views(world: ExchangeWorld, procedure: str) -> tuple[ProcedureView, ...]:
    return views_of(public_history(world.house, procedure), "https://exchange.example/log")


def checked(world: ExchangeWorld, told: tuple[ProcedureView, ...]) -> list[dict[str, Any]]:
    """Return the releases of a procedure, which the standard's checker and merger find sound."""
    package = encode(release_package(ocds_story.PUBLISHER, told, URI, world.now))
    assert ocds.findings(package) == {}
    record = json.loads(encode(record_package(ocds_story.PUBLISHER, [told], URI, world.now)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        merger = ocdsmerge.Merger(ocds.release_schema())
    one = record["records"][0]
    assert merger.create_compiled_release(one["releases"]) == one["compiledRelease"]
    releases: list[dict[str, Any]] = json.loads(package)["releases"]
    return releases


def test_two_rounds_are_told_each_in_its_time(world: ExchangeWorld) -> None:
    procedure = applied(world)
    early = str(checked(world, views(world, procedure)))
    for firm, price in (("firm-a", "900000"), ("firm-b", "950000")):
        world.bid(procedure, firm, price)
    world.sequence()
    world.close(procedure)
    first = world.facts(procedure)["deadline"]
    second_round(world, procedure, "2")
    world.bid(procedure, "firm-a", "880000", "2")
    world.sequence()
    between = checked(world, views(world, procedure))[-1]
    world.pass_deadline(procedure)
    closed = checked(world, views(world, procedure))[-1]
    world.opened(procedure, "2")
    last = checked(world, views(world, procedure))[-1]

    assert "firm-" not in early
    roles = {party["id"]: party["roles"] for party in between["parties"]}
    assert roles["firm-b"] == ["interestedParty", "tenderer"]
    assert roles["firm-c"] == ["interestedParty"]
    assert {bid["relatedLots"][0] for bid in between["bids"]["details"]} == {"1"}
    assert closed["bids"] == between["bids"]
    assert {bid["relatedLots"][0] for bid in last["bids"]["details"]} == {"1", "2"}
    ends = {lot["id"]: lot["tenderPeriod"]["endDate"] for lot in between["tender"]["lots"]}
    assert ends["1"] == first
    assert ends["2"] == world.facts(procedure)["deadline"]


def test_a_supplier_named_by_hand_is_told_by_its_name(world: ExchangeWorld) -> None:
    procedure = framework(world)
    for move, fields in (
        ("rank-bids", {}),
        ("conclude", {"places": 2}),
        ("order-in-turn", {"member": "direct", "amount": {**MONEY, "amount": "40.00"}}),
    ):
        world.moves(OWNER, procedure, move, lot="1", **fields)
    world.sequence()

    releases = checked(world, views(world, procedure))
    again = replay_trade(world.source, procedure)

    details = releases[-1]["bids"]["details"]
    assert [bid["tenderers"][0]["name"] for bid in details] == [
        "Firm unregistered-1",
        "Firm unregistered-2",
        "Firm unregistered-3",
    ]
    assert len({bid["date"] for bid in details}) == 3
    assert (again.difference, again.stopped) == (None, "")


def test_a_trade_without_sealed_bids_takes_none(world: ExchangeWorld) -> None:
    sealed = world.seal(applied(world), "firm-a", "1")
    direct = framework(world)
    header = msgspec.structs.replace(sealed.header, procedure=direct)
    bid = header_object(header)

    refused = deposit_bid(world.house, Actor("bidder", "firm-a"), bid, sealed.signature)
    with pytest.raises(ProblemsError, match="release"):
        release_shares(world.house, direct, {"t": "release"})

    assert isinstance(refused, Refusal)
    assert refused.code == "unknown-move"
