"""A whole sale found live: room, settlement, award, and a stranger who computes all of it again."""

from datetime import timedelta
from typing import Any

import pytest
from tests.support.crane_sold import CraneSale, bid_to_the_end, sale_of, sold, worker_of
from tests.support.exchange_world import ExchangeWorld
from tests.support.live_lot import (
    admit,
    end_of,
    keeper,
    listed_live,
    money,
    opened,
    operator,
)

from poletai.core.basics.canonical import canonical, parse
from poletai.core.basics.instant import format_instant
from poletai.exchange.actors import Actor
from poletai.exchange.errors import ProblemsError
from poletai.exchange.models import LiveRoom
from poletai.exchange.rooms import recorded_in, room_terms
from poletai.exchange.services import open_rooms
from poletai.exchange.services.close_rooms import close_rooms
from poletai.exchange.services.make_move import tick
from poletai.replay.recompute import replay_trade

REGULATOR = Actor("regulator", "oversight-bureau")


@pytest.fixture
def sale(exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch) -> CraneSale:
    """A crane whose room is open, three firms in it."""
    worker_of(exchange, monkeypatch)
    return sale_of(exchange)


def record(sale: CraneSale) -> dict[str, Any]:
    return dict(parse(sale.world.source(f"record/{sale.procedure}/")))


def of_room(sale: CraneSale) -> list[dict[str, Any]]:
    entries = record(sale)["events"]
    return [entry for entry in entries if entry["envelope"]["kind"] == "room"]


def test_a_sale_found_live_is_awarded_and_replayed(sale: CraneSale) -> None:
    sold(sale)

    again = replay_trade(sale.world.source, sale.procedure)

    assert (again.difference, again.stopped) == (None, "")
    (award,) = again.awards
    assert award.award == {"bid": "firm-a", "bidder": "firm-a", "price": money("900000")}


def test_nobody_learns_who_has_which_plate_before_the_settlement(sale: CraneSale) -> None:
    bid_to_the_end(sale)
    sale.world.sequence()
    before = canonical(record(sale)).decode()
    sale.settle()
    sale.world.sequence()

    joined = [e for e in of_room(sale) if e["envelope"]["name"] == "bidder-joined"]

    assert "firm-" not in before
    assert "bid-taken" in before
    assert {entry["private"]["bidder"] for entry in joined} == {"firm-a", "firm-b", "firm-c"}


def test_a_room_that_ended_is_settled_as_it_was_said_or_not_at_all(sale: CraneSale) -> None:
    bid_to_the_end(sale)
    lines = recorded_in(sale.world.house, LiveRoom.objects.get(procedure=sale.procedure)) or []
    favoured = [{**line, "amount": "910000"} if line["number"] == 4 else line for line in lines]

    with pytest.raises(ProblemsError, match="room-record-differs"):
        sale.world.move(
            operator(sale.world), sale.procedure, "settle-auction", lot="1", record=favoured
        )


def shortened(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave the last bid out."""
    return lines[:-1]


def swapped(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Say that another firm made the third bid."""
    return [
        {**line, "bidder": "firm-c", "plate": "9"} if line["number"] == 3 else line
        for line in lines
    ]


def lowered(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Say that the last bid was lower."""
    return [{**line, "amount": "900000.00"} if line["number"] == 5 else line for line in lines]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (shortened, "auction-settled.record: lines"),
        (swapped, "auction-settled.record.3"),
        (lowered, "auction-settled.record.5"),
    ],
)
def test_a_settlement_of_other_bids_than_were_said_is_found(
    sale: CraneSale, monkeypatch: pytest.MonkeyPatch, change: Any, what: str
) -> None:
    bid_to_the_end(sale)
    true = recorded_in(sale.world.house, LiveRoom.objects.get(procedure=sale.procedure)) or []
    with monkeypatch.context() as tampered:
        tampered.setattr("poletai.exchange.rooms.recorded_in", lambda *_: change(true))
        tampered.setattr(
            "poletai.exchange.services.settle_room.recorded_in", lambda *_: change(true)
        )
        sale.settle()
    sale.world.sequence()

    again = replay_trade(sale.world.source, sale.procedure)

    assert again.difference is not None
    assert again.difference.what == what


def test_a_room_kept_on_other_terms_than_were_announced_is_found(
    exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker_of(exchange, monkeypatch)
    with monkeypatch.context() as tampered:
        tampered.setattr(open_rooms, "room_terms", shorter(room_terms))
        sale = sale_of(exchange)
    sale.bid("firm-a", "850000")
    exchange.now = end_of(exchange, sale.procedure) + timedelta(minutes=6)
    tick(exchange.house, sale.procedure)
    sale.room.end(exchange.now)
    sale.settle()
    exchange.sequence()

    again = replay_trade(exchange.source, sale.procedure)

    assert again.difference is not None
    assert again.difference.what == "the terms of the room"
    assert (again.difference.recorded["window"], again.difference.recomputed["window"]) == (60, 300)


def shorter(terms_of: Any) -> Any:
    """Open rooms in which late bids prolong the bidding by a minute alone."""

    def changed(*arguments: Any) -> dict[str, Any]:
        return {**terms_of(*arguments), "window": 60}

    return changed


def test_a_room_nobody_entered_leaves_a_sale_held_elsewhere_alone(
    exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker_of(exchange, monkeypatch)
    procedure = listed_live(exchange)
    admit(exchange, procedure, "firm-a")
    kept = keeper(exchange, opened(exchange, procedure))
    exchange.now = end_of(exchange, procedure) + timedelta(minutes=6)
    tick(exchange.house, procedure)
    kept.end(exchange.now)
    at = format_instant(end_of(exchange, procedure) - timedelta(hours=1))
    line = {"at": at, "bidder": "firm-a", "amount": "800000"}
    exchange.moves(operator(exchange), procedure, "settle-auction", lot="1", record=[line])
    exchange.sequence()

    assert replay_trade(exchange.source, procedure).agrees


def test_what_a_room_hid_is_shown_once_it_stops_after_its_lot(sale: CraneSale) -> None:
    sale.bid("firm-a", "800000")
    world = sale.world
    world.moves(REGULATOR, sale.procedure, "terminate-procedure", reason="unlawful")
    assert close_rooms() == 0
    sale.room.terminate(world.now)
    world.sequence()
    hidden = len(record(sale)["withheld"])

    assert close_rooms() == 1
    assert close_rooms() == 0
    world.sequence()

    joined = [e for e in of_room(sale) if e["envelope"]["name"] == "bidder-joined"]
    assert all("private" in entry for entry in joined)
    assert len(record(sale)["withheld"]) == hidden - 3
    assert replay_trade(world.source, sale.procedure).agrees


def test_a_maximum_is_never_shown(exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    worker_of(exchange, monkeypatch)
    auction = {"mechanism": "ascending", "window": 300, "room": {"proxy": True}}
    sale = sale_of(exchange, auction)
    sale.bid("firm-b", "987000", kind="maximum")
    sale.bid("firm-a", "850000")
    sale.bid("firm-c", "900000")
    exchange.now = end_of(exchange, sale.procedure) + timedelta(minutes=6)
    tick(exchange.house, sale.procedure)
    sale.room.end(exchange.now)
    sale.settle()
    exchange.sequence()

    told = canonical(record(sale)).decode()

    assert "987000" not in told
    (hidden,) = [one for one in record(sale)["withheld"] if one["until"] == "never"]
    assert hidden["law"] == "platform.rules#maxima"
    assert replay_trade(exchange.source, sale.procedure).agrees
