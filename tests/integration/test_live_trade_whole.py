"""A sale as it happens: exchange, live process and clock apart; one process dies on the way."""

import socket
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.support.crane_sold import worker_of
from tests.support.exchange_world import ExchangeWorld
from tests.support.live_lot import OWNER, admit, end_of, listed_live, operator
from tests.support.live_world import LiveWorld, kill
from tests.support.room_client import Bidder

from poletai.exchange.actors import Actor
from poletai.exchange.models import LiveRoom
from poletai.exchange.rooms import state_of_room
from poletai.exchange.services.enter_room import Entry, enter_room
from poletai.exchange.services.make_move import Moved, tick
from poletai.exchange.services.open_rooms import open_rooms
from poletai.exchange.services.settle_room import settle_room
from poletai.replay.recompute import replay_trade
from poletai.replay.room_audit import verify_rooms
from poletai.site.demo.moved_clock import MovedClock

REGULATOR = Actor("regulator", "oversight-bureau")


class Sale:
    """One sale with its own live processes; its clock is a file that all of them read."""

    def __init__(self, world: ExchangeWorld, folder: Path) -> None:
        self.world, self.clock = world, MovedClock(folder / "clock")
        self.clock.begin(world.now)
        self.live = LiveWorld(world.dsn, folder, world.house.store)
        self.bidders: dict[str, Bidder] = {}
        self.port = free_port()
        self.procedure = ""

    def at(self, moment: datetime) -> None:
        """Make it this moment for the exchange and for the live process."""
        self.clock.advance(moment)
        self.world.now = self.clock.now()

    def row(self) -> LiveRoom:
        return LiveRoom.objects.get(procedure=self.procedure)

    def enter(self, firm: str) -> None:
        key = Ed25519PrivateKey.generate()
        public = key.public_key().public_bytes_raw().hex()
        house = self.world.house
        entry = enter_room(house, Actor("bidder", firm), self.procedure, "1", public)
        assert isinstance(entry, Entry), entry
        secret = bytes.fromhex(entry.session)
        self.bidders[firm] = Bidder(entry.room, entry.plate, entry.ticket, secret, key)

    def bid(self, firm: str, seq: int, amount: str) -> None:
        """Say it until it is taken, as a client does that reconnects."""
        self.enter(firm)
        one = self.bidders[firm]
        said = {k: v for k, v in one.said(seq, amount=amount).items() if k != "t"}
        body = {"ticket": one.ticket, "say": said}
        told: list[Any] = []
        until(lambda: self._told(one.room, body, told), told)

    def _told(self, room: str, body: dict[str, Any], told: list[Any]) -> bool:
        try:
            answer = httpx.post(f"{self.address}/rooms/{room}/say", json=body, timeout=5.0)
        except httpx.HTTPError as problem:
            told.append(problem)
            return False
        told.append(answer.json())
        return bool(answer.json().get("t") == "taken")

    def state(self) -> dict[str, Any]:
        answer = httpx.get(f"{self.address}/rooms/{self.row().stream}/state", timeout=5.0)
        return dict(answer.json().get("state", {})) if answer.status_code == 200 else {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def until(done: Callable[[], object], told: Any = "") -> None:
    give_up = time.monotonic() + 60
    while not done():
        assert time.monotonic() < give_up, told
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def sale(
    exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Sale]:
    """A crane listed for sale, and nobody to keep its room yet."""
    worker_of(exchange, monkeypatch)
    monkeypatch.setenv("POLETAI_CLOCK_OFFSET_FILE", str(tmp_path / "clock"))
    one = Sale(exchange, tmp_path)
    rules = {"grace": 1}
    auction = {"mechanism": "ascending", "window": 300, "room": rules}
    one.procedure = listed_live(exchange, auction)
    for firm in ("firm-a", "firm-b"):
        admit(exchange, one.procedure, firm)
    yield one
    one.live.stop_all()


def bid_for(sale: Sale) -> None:
    """Bid, stop for a complaint, lose the process, and bid on to the end."""
    world, procedure = sale.world, sale.procedure
    sale.at(sale.row().opens_at + timedelta(hours=2))
    assert open_rooms() == 1
    first = sale.live.start(sale.port)
    sale.bid("firm-a", 1, "800000.00")
    world.moves(REGULATOR, procedure, "suspend-lot", lot="1", reason="a complaint")
    until(lambda: sale.state().get("still"))
    world.moves(REGULATOR, procedure, "resume-lot", lot="1")
    # A clock that jumped while the room stands still would move its end as far.
    until(lambda: sale.state().get("still") is False)
    closes = end_of(world, procedure)
    sale.at(closes - timedelta(minutes=10))
    sale.bid("firm-b", 1, "850000.00")
    kill(first)
    sale.port = free_port()
    sale.live.start(sale.port, "live-2")
    sale.bid("firm-a", 2, "880000.00")
    sale.at(closes + timedelta(minutes=1))
    assert tick(world.house, procedure)
    sale.bid("firm-b", 2, "900000.00")
    sale.at(sale.clock.now() + timedelta(minutes=6))
    until(lambda: state_of_room(world.house, sale.row()) == "ended", sale.state)


def test_a_crane_is_sold_though_its_room_lost_the_process_that_kept_it(sale: Sale) -> None:
    bid_for(sale)
    world, procedure = sale.world, sale.procedure
    settled = settle_room(world.house, operator(world), procedure, "1", {})
    assert isinstance(settled, Moved), settled
    world.moves(OWNER, procedure, "publish-result", lot="1")
    world.wait(days=12)
    world.moves(OWNER, procedure, "award", lot="1", bid="firm-b")
    world.sequence()

    again = replay_trade(world.source, procedure)
    (room,) = verify_rooms(world.source, procedure, "1")
    assert (again.difference, again.stopped) == (None, "")
    assert again.awards[0].award == {
        "bid": "firm-b",
        "bidder": "firm-b",
        "price": {"amount": "900000.00", "currency": "CNY"},
    }
    assert (room.difference, room.settlement, len(room.heard)) == (None, "as heard", 4)
    assert sorted(room.bidders.values()) == ["firm-a", "firm-b"]
    assert room.stood > "0:00:01"
