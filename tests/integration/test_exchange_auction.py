"""Auctions on a real exchange: from the listing to the award, replayed and released."""

import json
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from tests.support import ocds, ocds_story
from tests.support.exchange_world import PRINCIPAL, ExchangeWorld

from poletai.core.auctions import Settlement, as_json
from poletai.core.basics.instant import format_instant, parse_instant
from poletai.core.basics.problem import Refusal
from poletai.core.procedures.auctions import commitment
from poletai.exchange.actors import Actor
from poletai.exchange.read_models.history import public_history
from poletai.exchange.read_models.standings import trade_of
from poletai.exchange.services.make_move import tick
from poletai.exchange.visibility import visible_standing
from poletai.hub.ocds import encode, release_package
from poletai.hub.ocds.from_exchange import views_of
from poletai.replay.recompute import replay_trade

ASSET, CARBON = "cn.equity.asset-transfer", "cn.emission.allowances-one-way"
OWNER = Actor("principal", PRINCIPAL)
SALT = "5a" * 32
URI = "https://exchange.example/ocds/p-1"


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


def asset() -> dict[str, Any]:
    reserve = commitment(SALT, money("850000.00"))
    sums = {n: money("800000.00") for n in ("value", "start", "appraisal")}
    return {
        "lot": "1",
        "title": "A crane",
        "step": money("10000.00"),
        **sums,
        "reserve_hash": reserve,
    }


def carbon() -> dict[str, Any]:
    return {
        "lot": "1",
        "title": "Allowances",
        "value": money("40000.00"),
        "start": money("40.00"),
        "step": money("0.10"),
        "quantity": "800",
        "unit": "t",
    }


def listed(
    world: ExchangeWorld, definition: str, lot: dict[str, Any], auction: dict[str, Any]
) -> str:
    """A lot is listed, three firms are admitted, and the listing ends."""
    procedure = world.draft(definition)
    world.wait(hours=1)
    fields = {
        "listing_from": format_instant(world.now),
        "applications_until": format_instant(world.now + timedelta(days=40)),
        "listing_until": format_instant(world.now + timedelta(days=41)),
        "auction": auction,
        "lots": [lot],
        "documents": [{"title": "Terms", "sha256": "0" * 64, "len": 1}],
        "security": money("20000.00"),
    }
    world.moves(OWNER, procedure, "publish-notice", **fields)
    for number, firm in enumerate(("firm-a", "firm-b", "firm-c")):
        world.organisation(firm)
        world.moves(Actor("bidder", firm), procedure, "apply")
        paid = {"paid": money("20000.00"), "plate": str(number)}
        admitted = world.moves(
            operator(world), procedure, "admit-applicant", applicant=firm, **paid
        )
        assert admitted
    world.now = ends(world, procedure) + timedelta(hours=1)
    assert tick(world.house, procedure)
    return procedure


def operator(world: ExchangeWorld) -> Actor:
    return Actor("operator", world.house.origin)


def ends(world: ExchangeWorld, procedure: str) -> Any:
    return parse_instant(world.facts(procedure)["listing-until"])


def line(world: ExchangeWorld, procedure: str, seconds: int, bidder: str, **said: str) -> Any:
    at = format_instant(ends(world, procedure) + timedelta(seconds=seconds))
    return {"at": at, "bidder": bidder, **said}


@pytest.fixture
def crane(exchange: ExchangeWorld) -> str:
    """A crane listed with a sealed reserve, its room over but not settled."""
    return listed(exchange, ASSET, asset(), {"mechanism": "ascending", "window": 300})


def bids(world: ExchangeWorld, procedure: str) -> list[Any]:
    return [
        line(world, procedure, -200, "firm-a", amount="800000"),
        line(world, procedure, -100, "firm-b", amount="810000"),
        line(world, procedure, 60, "firm-a", amount="870000"),
        line(world, procedure, 200, "firm-b", amount="880000"),
        line(world, procedure, 501, "firm-a", amount="890000"),
    ]


def sold(world: ExchangeWorld, procedure: str) -> None:
    opened = {"reserve": money("850000.00"), "reserve_salt": SALT}
    record = bids(world, procedure)
    world.moves(OWNER, procedure, "open-reserve", lot="1", **opened)
    world.moves(operator(world), procedure, "settle-auction", lot="1", record=record)


def test_a_lot_is_sold_awarded_and_replayed(exchange: ExchangeWorld, crane: str) -> None:
    sold(exchange, crane)
    exchange.moves(OWNER, crane, "publish-result", lot="1")
    exchange.wait(days=12)
    exchange.moves(OWNER, crane, "award", lot="1", bid="firm-b")
    exchange.sequence()

    again = replay_trade(exchange.source, crane)

    assert (again.difference, again.stopped) == (None, "")
    (award,) = again.awards
    assert award.award == {"bid": "firm-b", "bidder": "firm-b", "price": money("880000")}


def test_a_settlement_with_another_winner_is_found(
    exchange: ExchangeWorld, crane: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def favoured(settlement: Settlement) -> dict[str, Any]:
        told = as_json(settlement)
        return {**told, "winners": told["others"], "others": told["winners"]}

    with monkeypatch.context() as tampered:
        tampered.setattr("poletai.core.procedures.deeds.auctions.as_json", favoured)
        sold(exchange, crane)
    exchange.sequence()

    again = replay_trade(exchange.source, crane)

    assert again.difference is not None
    assert again.difference.what == "auction-settled.settlement"
    assert again.difference.recorded["winners"][0]["bidder"] == "firm-a"
    assert again.difference.recomputed["winners"][0]["bidder"] == "firm-b"


def test_a_reserve_its_owner_opened_is_seen_by_nobody_before_the_settlement(
    exchange: ExchangeWorld, crane: str
) -> None:
    opened = {"reserve": money("850000.00"), "reserve_salt": SALT}
    exchange.moves(OWNER, crane, "open-reserve", lot="1", **opened)
    exchange.sequence()
    trade = trade_of(exchange.house, crane)
    told = [
        *(str(visible_standing(trade, who)) for who in (None, operator(exchange))),
        str(public_history(exchange.house, crane).moments),
        exchange.source(f"record/{crane}/").decode(),
    ]

    assert not [text for text in told if "850000.00" in text or SALT in text]
    record = bids(exchange, crane)
    exchange.moves(operator(exchange), crane, "settle-auction", lot="1", record=record)
    exchange.sequence()
    after = visible_standing(trade_of(exchange.house, crane), None)["lots"][0]["facts"]
    assert (after["reserve"]["amount"], after["reserve-salt"]) == ("850000.00", SALT)
    assert replay_trade(exchange.source, crane).agrees


def test_the_operator_settles_nothing_before_the_owner_opened_the_reserve(
    exchange: ExchangeWorld, crane: str
) -> None:
    record = bids(exchange, crane)
    alone = exchange.move(operator(exchange), crane, "settle-auction", lot="1", record=record)
    opened: dict[str, Any] = {"reserve": money("850000.00"), "reserve_salt": SALT}
    other = exchange.move(operator(exchange), crane, "open-reserve", lot="1", **opened)

    assert [type(answer) for answer in (alone, other)] == [Refusal, Refusal]


def test_who_won_shares_of_a_lot_is_released_as_awards(exchange: ExchangeWorld) -> None:
    auction = {"mechanism": "one-way", "window": 180}
    procedure = listed(exchange, CARBON, carbon(), auction)
    record = [
        line(exchange, procedure, -300, "firm-a", amount="60", quantity="500"),
        line(exchange, procedure, -200, "firm-b", amount="60", quantity="400"),
        line(exchange, procedure, -190, "firm-c", amount="50", quantity="400"),
    ]
    early = views_of(public_history(exchange.house, procedure), "https://exchange.example/log")
    assert "firm-" not in str(msgspec.to_builtins([v.bids for v in early]))
    exchange.moves(operator(exchange), procedure, "settle-auction", lot="1", record=record)
    exchange.moves(OWNER, procedure, "publish-result", lot="1")
    exchange.wait(days=12)
    exchange.moves(OWNER, procedure, "award-shares", lot="1")
    signed = {"amount": money("30000.00")}
    exchange.moves(OWNER, procedure, "sign-share", lot="1", bid="firm-a", **signed)
    exchange.sequence()

    told = views_of(public_history(exchange.house, procedure), "https://exchange.example/log")
    package = encode(release_package(ocds_story.PUBLISHER, told, URI, exchange.now))
    assert ocds.findings(package) == {}
    last = json.loads(package)["releases"][-1]

    assert [(a["suppliers"][0]["id"], a["value"]["amount"]) for a in last["awards"]] == [
        ("firm-a", 30000),
        ("firm-b", 18000),
    ]
    assert [c["awardID"] for c in last["contracts"]] == [last["awards"][0]["id"]]
    assert replay_trade(exchange.source, procedure).agrees
