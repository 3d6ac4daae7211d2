"""Rooms of a trade: opened in time, entered with tickets, following their trade, settled."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb
from tests.support.api_world import ApiWorld
from tests.support.exchange_world import ExchangeWorld
from tests.support.live_lot import (
    OWNER,
    SALT,
    admit,
    end_of,
    keeper,
    listed_live,
    money,
    opened,
    operator,
)

from poletai.core.basics.instant import format_instant
from poletai.exchange.actors import Actor
from poletai.exchange.models import LiveRoom
from poletai.exchange.read_models.rooms import rooms_of
from poletai.exchange.services import open_rooms
from poletai.exchange.services.make_move import Moved, tick
from poletai.exchange.services.settle_room import settle_room
from poletai.ledger.store import read
from poletai.ledger.tickets import read_ticket

KEY = "ab" * 32
ROOM = "/api/procedures/{}/lots/1/room"
LAW = "platform.rules#rooms"
REGULATOR = Actor("regulator", "oversight-bureau")


@pytest.fixture(autouse=True)
def worker(exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker opens the rooms of this exchange."""
    monkeypatch.setattr(open_rooms, "house", lambda: exchange.house)
    monkeypatch.setattr(open_rooms, "close_old_connections", lambda: None)


def orders(world: ExchangeWorld) -> list[dict[str, Any]]:
    with psycopg.connect(world.dsn) as conn:
        rows = conn.execute("SELECT body FROM ledger_order ORDER BY id").fetchall()
    return [body for (body,) in rows]


def answered(world: ExchangeWorld, answer: dict[str, str]) -> None:
    """Answer every order, as whoever keeps the room does."""
    with psycopg.connect(world.dsn) as conn:
        conn.execute("UPDATE ledger_order SET answer = %s", [Jsonb(answer)])


def events(world: ExchangeWorld, stream: str) -> list[Any]:
    with psycopg.connect(world.dsn) as conn:
        return read(conn, world.house.store, stream)


def test_a_room_opens_shortly_before_anything_is_said_in_it(exchange: ExchangeWorld) -> None:
    procedure = listed_live(exchange)
    begins = exchange.now + timedelta(hours=1)

    exchange.now = begins - timedelta(minutes=31)
    assert open_rooms.open_rooms() == 0
    (waiting,) = rooms_of(exchange.house, procedure)
    exchange.now = begins - timedelta(minutes=29)
    assert open_rooms.open_rooms() == 1
    assert open_rooms.open_rooms() == 0
    (open_now,) = rooms_of(exchange.house, procedure)

    assert (waiting.state, open_now.state) == ("waiting", "open")
    (first,) = events(exchange, open_now.room)
    assert first.name == "room-opened"
    assert first.data["auction"]["listing_from"] == format_instant(begins)
    assert first.data["auction"]["start"] == "800000.00"
    assert "room" not in first.data["auction"]
    assert first.data["rules"] == {}


def test_the_notice_announces_how_its_rooms_are_kept(exchange: ExchangeWorld) -> None:
    rules = {"proxy": True, "grace": 60}
    auction = {"mechanism": "ascending", "window": 300, "room": rules}
    row = opened(exchange, listed_live(exchange, auction))

    assert events(exchange, row.stream)[0].data["rules"] == rules


def test_a_room_knows_plates_alone(exchange: ExchangeWorld) -> None:
    auction = {
        "mechanism": "ascending",
        "window": 300,
        "priority": {"model": "same-price", "holders": {"firm-a": 1}},
    }
    row = opened(exchange, listed_live(exchange, auction))
    terms = events(exchange, row.stream)[0].data["auction"]

    (plate,) = terms["priority"]["holders"]
    assert plate != "firm-a"
    assert len(plate) == 4


def test_an_admitted_bidder_gets_a_ticket_with_its_plate(api: ApiWorld) -> None:
    world = api.exchange
    procedure = listed_live(world)
    admit(world, procedure, "firm-a", plate="07")
    admit(world, procedure, "firm-b")
    row = opened(world, procedure)
    path = ROOM.format(procedure) + "/ticket"

    status, told = api.post(path, "firm-a", {"key": KEY})
    again = api.post(path, "firm-b", {"key": KEY})[1]

    assert status == 201, told
    ticket = read_ticket(world.house.store.key, told["ticket"], world.now)
    assert ticket is not None
    assert (ticket.room, ticket.plate, ticket.bidder) == (row.stream, "07", "firm-a")
    assert (told["plate"], told["room"], len(told["session"])) == ("07", row.stream, 64)
    assert again["plate"] not in ("07", "")
    assert again["plate"] == api.post(path, "firm-b", {"key": KEY})[1]["plate"]


def test_nobody_else_gets_a_ticket(api: ApiWorld) -> None:
    world = api.exchange
    procedure = listed_live(world)
    admit(world, procedure, "firm-a")
    world.organisation("firm-b")
    world.moves(Actor("bidder", "firm-b"), procedure, "apply")
    path = ROOM.format(procedure) + "/ticket"
    early = api.post(path, "firm-a", {"key": KEY})
    opened(world, procedure)

    told = {
        who: api.post(path, who, {"key": KEY})
        for who in ("firm-b", "firm-c", "operator", "regulator")
    }

    assert (early[0], early[1]["code"]) == (409, "room.not-open")
    assert {status for status, _ in told.values()} == {403}
    assert {who: body["code"] for who, (_, body) in told.items()} == {
        "firm-b": "room.not-admitted",
        "firm-c": "room.not-admitted",
        "operator": "not-permitted",
        "regulator": "not-permitted",
    }
    assert api.post(path, "", {"key": KEY})[0] == 401
    assert api.post(path, "firm-a", {"key": "zz"})[1]["problems"][0]["code"] == "room-key"


def test_a_plate_given_twice_is_the_first_bidders(api: ApiWorld) -> None:
    world = api.exchange
    procedure = listed_live(world)
    admit(world, procedure, "firm-a", plate="7")
    world.wait(seconds=5)
    admit(world, procedure, "firm-b", plate="7")
    opened(world, procedure)
    path = ROOM.format(procedure) + "/ticket"

    plates = [api.post(path, who, {"key": KEY})[1]["plate"] for who in ("firm-a", "firm-b")]

    assert plates[0] == "7"
    assert plates[1] != "7"


def test_the_operator_orders_a_room_with_reason_and_article(api: ApiWorld) -> None:
    world = api.exchange
    procedure = listed_live(world)
    row = opened(world, procedure)
    path = ROOM.format(procedure) + "/orders"
    asked = {"do": "pause", "reason": "the hall is flooded", "law": LAW}

    status, told = api.post(path, "operator", asked)
    wrong = api.post(path, "operator", {"do": "sell", "reason": " ", "law": "x"})

    assert status == 202, told
    (order,) = orders(world)
    assert order == {**asked, "by": {"role": "operator", "id": "centre"}}
    assert api.get(f"{path}/{told['order']}", "operator")[1] == {"state": "waiting"}
    assert [p["where"] for p in wrong[1]["problems"]] == ["do", "reason", "law"]
    for answer in ({"code": "room.halted", "reason": "the room does not run"}, {}):
        answered(world, answer)
        followed = api.get(f"{path}/{told['order']}", "operator")[1]
        assert followed == {"state": "refused" if answer else "done", **answer}
    assert api.get(f"{path}/{told['order']}", "principal")[0] == 403
    assert api.post(path, "principal", asked)[0] == 403
    assert row.stream


def test_a_suspended_trade_stands_still_in_its_rooms(exchange: ExchangeWorld) -> None:
    procedure = listed_live(exchange)
    opened(exchange, procedure)
    exchange.moves(REGULATOR, procedure, "suspend-lot", lot="1", reason="a complaint")
    exchange.moves(REGULATOR, procedure, "resume-lot", lot="1")

    assert [order["do"] for order in orders(exchange)] == ["pause", "resume"]


def test_a_trade_called_off_ends_its_rooms(exchange: ExchangeWorld) -> None:
    procedure = listed_live(exchange)
    opened(exchange, procedure)
    exchange.moves(REGULATOR, procedure, "terminate-procedure", reason="unlawful")

    assert [order["do"] for order in orders(exchange)] == ["terminate"]
    assert not LiveRoom.objects.filter(procedure=procedure, over=False).exists()


def test_a_room_never_opens_for_a_trade_called_off_before(exchange: ExchangeWorld) -> None:
    procedure = listed_live(exchange)
    exchange.moves(REGULATOR, procedure, "terminate-procedure", reason="unlawful")
    exchange.wait(days=2)

    assert open_rooms.open_rooms() == 0
    assert rooms_of(exchange.house, procedure) == ()


def test_a_room_that_ended_is_settled_from_its_stream(api: ApiWorld) -> None:
    world = api.exchange
    procedure = listed_live(world, reserve="850000.00")
    for firm in ("firm-a", "firm-b"):
        admit(world, procedure, firm)
    kept = keeper(world, opened(world, procedure))
    ticket = ROOM.format(procedure) + "/ticket"
    plates = {who: api.post(ticket, who, {"key": KEY})[1]["plate"] for who in ("firm-a", "firm-b")}
    world.wait(hours=1)
    for firm, plate in plates.items():
        kept.join(plate, firm, world.now)
    a, b = plates.values()
    kept.bid(a, "800000", world.now)
    closes = end_of(world, procedure)
    kept.bid(b, "880000", closes - timedelta(seconds=5))
    world.now = closes + timedelta(minutes=6)
    assert tick(world.house, procedure)
    settle = ROOM.format(procedure) + "/settle"
    early = api.post(settle, "operator", {})
    kept.end(world.now)

    sealed = {"reserve": money("850000.00"), "reserve-salt": SALT}
    world.moves(OWNER, procedure, "open-reserve", lot="1", **sealed)
    status, told = api.post(settle, "operator", {})

    assert early[1]["problems"][0]["code"] == "room-not-ended"
    assert status == 201, told
    lot = world.standing(procedure).lots["1"]
    assert lot.facts["settlement"]["winners"][0]["bidder"] == "firm-b"
    assert orders(world) == []
    assert api.get(ROOM.format(procedure))[1]["state"] == "ended"


def test_a_listing_that_is_extended_moves_the_end_of_its_room(exchange: ExchangeWorld) -> None:
    procedure = listed_live(exchange)
    row = opened(exchange, procedure)
    later = exchange.now + timedelta(days=80)
    exchange.moves(
        OWNER,
        procedure,
        "extend-disclosure",
        listing_until=format_instant(later),
        applications_until=format_instant(later - timedelta(days=1)),
    )

    (order,) = orders(exchange)
    assert (order["do"], order["auction"]["listing_until"]) == ("amend", format_instant(later))
    assert tick(exchange.house, procedure) == 0
    assert len(orders(exchange)) == 1
    row.refresh_from_db()
    assert row.told["auction"] == order["auction"]


def test_a_lot_listed_again_gets_another_room(exchange: ExchangeWorld) -> None:
    procedure = listed_live(exchange)
    kept = keeper(exchange, opened(exchange, procedure))
    exchange.now = end_of(exchange, procedure) + timedelta(minutes=6)
    tick(exchange.house, procedure)
    kept.end(exchange.now)
    settled = settle_room(exchange.house, operator(exchange), procedure, "1", {})
    assert isinstance(settled, Moved)
    begins = exchange.now + timedelta(days=1)
    exchange.moves(
        OWNER,
        procedure,
        "list-again",
        round=2,
        listing_from=format_instant(begins),
        applications_until=format_instant(begins + timedelta(days=40)),
        listing_until=format_instant(begins + timedelta(days=41)),
    )

    second = opened(exchange, procedure)

    assert second.stream != kept.stream
    assert exchange.now == begins - timedelta(minutes=30)
    terms = events(exchange, second.stream)[0].data["auction"]
    assert terms["listing_from"] == format_instant(begins)
    assert [view.room for view in rooms_of(exchange.house, procedure)] == [second.stream]
