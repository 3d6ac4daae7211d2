"""Bids under fire: 32 clients bid in rooms whose processes and database are killed meanwhile."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import psycopg
from tests.support.live_exchange import free_port
from tests.support.live_world import LiveWorld, ascending, kill, open_live_world
from tests.support.log_world import OPERATOR, patient_sequencer
from tests.support.room_client import Bidder, ClosedError, RoomClient

from poletai.core.auctions import Settlement, read_record, settle_record
from poletai.core.basics.instant import format_instant
from poletai.core.rooms import Room, RoomEvent, evolve, record_of
from poletai.ledger.policy import Policy
from poletai.ledger.source import open_source
from poletai.ledger.verify import Report, verify_log
from poletai.site.postgres.errors import PostgresStartError
from poletai.site.postgres.place import Place, place_for
from poletai.site.postgres.postmaster import postmaster_of
from poletai.site.postgres.server import running, start
from poletai.site.processes import Running

CLIENTS, ROOMS = 32, 2
FREE = {"rate": 1000, "burst": 1000, "grace": 0}
_LOST = (ClosedError, OSError, TimeoutError, asyncio.IncompleteReadError)


@dataclass(frozen=True)
class Heard:
    """What a bidder was told of a bid that was taken."""

    number: int
    at: str
    amount: str


@dataclass
class Firm:
    """A bidder that never gives up: what is not answered it says again, under the same number."""

    bidder: Bidder
    ports: list[int]
    chance: Random
    seq: int = 0
    price: Decimal = Decimal(100)
    heard: dict[int, Heard] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)

    async def bid_on(self, over: asyncio.Event) -> None:
        """Bid until told to stop, whatever happens to the room."""
        saying: dict[str, Any] | None = None
        while not over.is_set() or saying is not None:
            client: RoomClient | None = None
            try:
                async with asyncio.timeout(5):
                    client = await RoomClient.connect(self.chance.choice(self.ports), self.room)
                    self._look(await client.hello(self.bidder))
                while not over.is_set() or saying is not None:
                    saying = saying or self._next()
                    client.send(saying)
                    await self._answer(client, saying)
                    saying = None
                    await asyncio.sleep(self.chance.uniform(0, 0.02))
            except _LOST:
                await asyncio.sleep(0.1)
            finally:
                if client is not None:
                    await client.close()

    @property
    def room(self) -> str:
        return self.bidder.room

    def _next(self) -> dict[str, Any]:
        self.seq += 1
        amount = self.price + Decimal(self.chance.randint(1, 40)) / 100
        return self.bidder.said(self.seq, proof="session", amount=f"{amount:.2f}")

    async def _answer(self, client: RoomClient, said: dict[str, Any]) -> None:
        async with asyncio.timeout(20):
            while True:
                message = await client.receive()
                client.came.clear()
                if message["t"] in {"elsewhere", "closing"}:
                    raise ClosedError
                self._look(message)
                if message.get("seq") == said["seq"] and message["t"] in {"taken", "refused"}:
                    return self._told(message, said)

    def _look(self, message: dict[str, Any]) -> None:
        self.price = max(self.price, Decimal(message.get("state", {}).get("price", "0")))

    def _told(self, message: dict[str, Any], said: dict[str, Any]) -> None:
        if message["t"] == "taken":
            self.heard[said["seq"]] = Heard(message["number"], message["at"], said["amount"])
        else:
            code = message["code"]
            self.refused[code] = self.refused.get(code, 0) + 1


@dataclass
class Battlefield:
    """A database and two live processes, all of which may die, and the firms that bid."""

    world: LiveWorld
    place: Place
    ports: list[int]
    processes: list[Running]
    rooms: list[str]
    firms: list[Firm]
    killed: list[str] = field(default_factory=list)

    async def fight(self, kills: int, chance: Random) -> None:
        """Let everybody bid while so many kills happen, and for a moment after the last."""
        over = asyncio.Event()
        bidding = [asyncio.create_task(firm.bid_on(over)) for firm in self.firms]
        try:
            for number in range(kills):
                await self._taken_more(len(self.firms))
                await asyncio.sleep(chance.uniform(0, 1.0))
                await asyncio.to_thread(self._kill, number, chance)
            await self._taken_more(len(self.firms))
        finally:
            over.set()
        await asyncio.wait_for(asyncio.gather(*bidding), 60)

    async def _taken_more(self, more: int) -> None:
        wanted, give_up = self.taken + more, time.monotonic() + 60
        while self.taken < wanted:
            told = "\n".join(one.told() for one in self.processes)
            assert time.monotonic() < give_up, f"nothing is taken after {self.killed}:\n{told}"
            await asyncio.sleep(0.05)

    @property
    def taken(self) -> int:
        """How many bids were acknowledged."""
        return sum(len(firm.heard) for firm in self.firms)

    def _kill(self, number: int, chance: Random) -> None:
        # Every kind once before the dice decide.
        kinds = ("the keeper", "PostgreSQL", "a process", "both processes")
        kind = kinds[number] if number < len(kinds) else chance.choice(kinds)
        self.killed.append(kind)
        if kind == "PostgreSQL":
            return self._kill_database()
        if kind == "both processes":
            doomed = list(range(len(self.processes)))
        elif kind == "the keeper":
            owner = self.world.holder(self.rooms[0])[0]
            doomed = [n for n, port in enumerate(self.ports) if owner.endswith(str(port))] or [0]
        else:
            doomed = [chance.randrange(len(self.processes))]
        for one in doomed:
            kill(self.processes[one])
        for one in doomed:
            self.processes[one] = self.world.start(self.ports[one], f"live-{number}-{one}")
        return None

    def _kill_database(self) -> None:
        postmaster = postmaster_of(self.place)
        assert postmaster
        os.kill(postmaster, signal.SIGKILL)
        give_up = time.monotonic() + 60
        while True:
            try:
                return start(self.place)
            except PostgresStartError:
                assert time.monotonic() < give_up
                time.sleep(0.2)


@contextmanager
def battlefield(home: Path, seed: int) -> Iterator[Battlefield]:
    """Keep a database, two live processes and open rooms while the block runs."""
    home.chmod(0o755)
    place = place_for(home)
    with running(place):
        (home / "world").mkdir()
        world = open_live_world(place.dsn("postgres"), home / "world")
        try:
            ports = [free_port(), free_port()]
            processes = [world.start(port, f"live-{port}") for port in ports]
            terms = ascending(step="0.01", leader_may_raise=True)
            rooms = [world.open_room(terms, FREE) for _ in range(ROOMS)]
            firms = [
                Firm(world.bidder(rooms[n % ROOMS], f"{n:02d}"), ports, Random(seed + n))  # noqa: S311 - amounts and pauses, nothing secret
                for n in range(CLIENTS)
            ]
            yield Battlefield(world, place, ports, processes, rooms, firms)
        finally:
            world.stop_all()


def require_kept(field: Battlefield) -> None:
    """Require that every acknowledged bid is in the log once, as it was told, and nothing twice."""
    for room in field.rooms:
        bids = [event for event in field.world.events(room) if event.name == "bid-taken"]
        known = {(bid.data["plate"], bid.data["seq"]): bid for bid in bids}
        assert len(known) == len(bids), "a bid was counted twice"
        assert [bid.data["number"] for bid in bids] == list(range(1, len(bids) + 1))
        for firm in field.firms:
            for seq, heard in firm.heard.items() if firm.room == room else ():
                bid = known[firm.bidder.plate, seq]
                found = Heard(bid.data["number"], format_instant(bid.at), bid.data["amount"])
                assert found == heard


def require_same_winner(field: Battlefield, room: str) -> Settlement:
    """Require that the room's own fold and the settled record name one leader and one price."""
    events = field.world.events(room)
    folded = _folded(events)
    firms = {e.data["plate"]: (e.private or {})["bidder"] for e in events if e.private}
    settled = settle_record(folded.auction, read_record(record_of(events, firms)))
    highest = max((e for e in events if e.name == "bid-taken"), key=lambda e: e.data["number"])
    (winner,) = settled.winners
    assert winner.bidder == firms[folded.state.leader.bidder] == firms[highest.data["plate"]]
    assert winner.price == folded.state.leader.price == Decimal(highest.data["amount"])
    assert max(Decimal(e.data["amount"]) for e in events if "amount" in e.data) == winner.price
    return settled


def require_fenced(field: Battlefield, room: str) -> None:
    """Require that every owner after the first took the room under a higher number."""
    epochs = [e.data["epoch"] for e in field.world.events(room) if e.name == "room-taken"]
    assert epochs == sorted(set(epochs))


def verified_log(field: Battlefield) -> Report:
    """Sequence what was written, and return what a stranger finds in the log."""
    published = field.world.folder / "log"
    policy = Policy((OPERATOR.verifier,))
    with patient_sequencer(field.world.dsn, published, policy) as sequencer:
        while sequencer.step().added:
            pass
    with psycopg.connect(field.world.dsn) as conn:
        row = conn.execute("SELECT count(*) FROM ledger_event").fetchone()
    report = verify_log(open_source(published), policy)
    assert row == (report.size,)
    return report


def _folded(events: list[RoomEvent]) -> Room:
    room = evolve(None, events[0])
    for event in events[1:]:
        room = evolve(room, event)
    return room
