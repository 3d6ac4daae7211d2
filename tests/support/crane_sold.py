"""A crane sold in its room: two firms bid, the room pauses once, ends, and is settled."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
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
from tests.support.room_keeper import RoomKeeper

from poletai.exchange.plates import plates_of
from poletai.exchange.read_models.standings import trade_of
from poletai.exchange.services import close_rooms, open_rooms
from poletai.exchange.services.make_move import Moved, tick
from poletai.exchange.services.settle_room import settle_room

FIRMS = ("firm-a", "firm-b", "firm-c")


@dataclass
class CraneSale:
    """One sale under way: its exchange, its room, the plates of its firms."""

    world: ExchangeWorld
    procedure: str
    room: RoomKeeper
    plates: dict[str, str]

    def bid(self, firm: str, amount: str, **more: Any) -> None:
        self.room.bid(self.plates[firm], amount, self.world.now, **more)
        self.world.wait(seconds=7)

    def settle(self) -> Moved:
        sealed = {"reserve": money("850000.00"), "reserve-salt": SALT}
        self.world.moves(OWNER, self.procedure, "open-reserve", lot="1", **sealed)
        told = settle_room(self.world.house, operator(self.world), self.procedure, "1", {})
        assert isinstance(told, Moved), told
        return told


def worker_of(world: ExchangeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the steps of the worker work for this exchange."""
    for step in (open_rooms, close_rooms):
        monkeypatch.setattr(step, "house", lambda: world.house)
        monkeypatch.setattr(step, "close_old_connections", lambda: None)


def sale_of(world: ExchangeWorld, auction: dict[str, Any] | None = None) -> CraneSale:
    """List the crane, admit three firms, and let them into its room."""
    procedure = listed_live(world, auction, reserve="850000.00")
    for firm in FIRMS:
        admit(world, procedure, firm)
    kept = keeper(world, opened(world, procedure))
    plates = plates_of(world.house, trade_of(world.house, procedure), kept.stream)
    world.wait(hours=1)
    for firm in FIRMS:
        kept.join(plates[firm], firm, world.now)
    return CraneSale(world, procedure, kept, plates)


def bid_to_the_end(sale: CraneSale) -> None:
    """Bid in the listing, stand still for ten minutes, bid in the timed phase, and end."""
    world, room = sale.world, sale.room
    sale.bid("firm-a", "800000")
    sale.bid("firm-b", "850000")
    world.now = end_of(world, sale.procedure) - timedelta(minutes=2)
    room.pause(world.now)
    world.wait(minutes=10)
    room.resume(world.now)
    world.wait(minutes=1)
    sale.bid("firm-a", "880000")
    world.now = end_of(world, sale.procedure) + timedelta(minutes=11)
    tick(world.house, sale.procedure)
    sale.bid("firm-b", "890000")
    sale.bid("firm-a", "900000")
    world.wait(minutes=6)
    room.end(world.now)


def sold(sale: CraneSale) -> None:
    """Bid, settle, publish the result, award, and log everything."""
    bid_to_the_end(sale)
    sale.settle()
    world = sale.world
    world.moves(OWNER, sale.procedure, "publish-result", lot="1")
    world.wait(days=12)
    world.moves(OWNER, sale.procedure, "award", lot="1", bid="firm-a")
    world.sequence()
