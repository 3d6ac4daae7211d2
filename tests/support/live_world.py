"""A live world: rooms opened without an exchange, the processes that keep them, and bidders."""

import os
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.support.room_client import Bidder

from poletai.core.basics.instant import format_instant
from poletai.core.rooms import Room, RoomEvent, evolve, open_room
from poletai.ledger.blobs import BlobStore
from poletai.ledger.lease import open_lease
from poletai.ledger.orders import place_order
from poletai.ledger.room_events import new_room_event, room_event
from poletai.ledger.store import Store, append, create_schema, read
from poletai.ledger.store_key import StoreKey
from poletai.ledger.tickets import Ticket, make_ticket
from poletai.site.processes import Program, Running, live, start, stop

OPERATOR = {"role": "operator", "id": "operator"}


def ascending(seconds: float = 3600, *, step: str = "1.00", **more: Any) -> dict[str, Any]:
    """Terms of an ascending auction that is listed from a moment ago for so many seconds."""
    now = datetime.now(UTC)
    return {
        "mechanism": "ascending",
        "start": "100.00",
        "step": step,
        "listing_from": format_instant(now - timedelta(seconds=5)),
        "listing_until": format_instant(now + timedelta(seconds=seconds)),
        **more,
    }


@dataclass(slots=True)
class LiveWorld:
    """A database, a store, and the live processes that were started on them."""

    dsn: str
    folder: Path
    store: Store
    up: list[Running] = field(default_factory=list)

    def open_room(
        self, auction: Mapping[str, Any] | None = None, rules: Mapping[str, Any] | None = None
    ) -> str:
        """Open a room as the exchange does, in one transaction; return its id."""
        room, now = secrets.token_hex(16), datetime.now(UTC)
        opened = open_room(
            room,
            procedure=secrets.token_hex(16),
            lot="1",
            auction=ascending() if auction is None else auction,
            rules={"proof": "session", "grace": 0, **(rules or {})},
            at=now,
            by=OPERATOR,
        )
        assert isinstance(opened, RoomEvent), opened
        event = new_room_event(room, opened)
        with psycopg.connect(self.dsn) as conn:
            append(conn, self.store, [event], expected={room: 0})
            open_lease(conn, room, "room")
        return room

    def bidder(self, room: str, plate: str, firm: str = "") -> Bidder:
        """Give a bidder a ticket and a session key."""
        key = Ed25519PrivateKey.generate()
        public = key.public_key().public_bytes_raw().hex()
        ticket = Ticket(
            room=room,
            plate=plate,
            bidder=firm or f"firm-{plate}",
            key=public,
            until=int(time.time()) + 3600,
            id=secrets.token_hex(16),
        )
        text, secret = make_ticket(self.store.key, ticket)
        return Bidder(room, plate, text, secret, key)

    def order(self, room: str, do: str, **more: Any) -> int:
        """Ask something of the room's keeper, as the auctioneer's desk does."""
        body = {"do": do, "by": OPERATOR, "reason": "雷雨", "law": "", **more}
        with psycopg.connect(self.dsn) as conn:
            return place_order(conn, room, body)

    def events(self, room: str) -> list[RoomEvent]:
        """Return what happened in a room, as its stream has it."""
        with psycopg.connect(self.dsn) as conn:
            stored = read(conn, self.store, room)
        return [room_event(one.envelope, one.body, one.private) for one in stored]

    def replayed(self, room: str) -> Room:
        """Fold a room from its stream."""
        events = self.events(room)
        folded = evolve(None, events[0])
        for event in events[1:]:
            folded = evolve(folded, event)
        return folded

    def holder(self, room: str) -> tuple[str, int]:
        """Return who keeps a room (empty: nobody) and under which number."""
        asked = (
            "SELECT CASE WHEN until > clock_timestamp() THEN owner ELSE '' END, epoch"
            " FROM ledger_lease WHERE stream = %s"
        )
        with psycopg.connect(self.dsn) as conn:
            row = conn.execute(asked, [room]).fetchone()
        assert row
        return row[0], row[1]

    @contextmanager
    def live(self, port: int, name: str = "live") -> Iterator[Running]:
        """Keep a live process up while the block runs, once it is ready."""
        running = self.start(port, name)
        try:
            yield running
        finally:
            stop(running)

    def start(self, port: int, name: str = "live") -> Running:
        """Start a live process and wait until it is ready; end it with `stop`."""
        running = start(self.program(port, name), self.folder / "logs")
        self.up.append(running)
        await_ready(running, port)
        return running

    def stop_all(self) -> None:
        """End whatever was started and still runs."""
        for running in self.up:
            stop(running)

    def program(self, port: int, name: str = "live") -> Program:
        """Return the live process as a program of this world."""
        program = live(port, name=name)
        told = {
            **program.environment,
            "POLETAI_HOME": str(self.folder),
            "POLETAI_DATABASE_URL": self.dsn,
        }
        return Program(name, program.command, told)


def open_live_world(dsn: str, folder: Path) -> LiveWorld:
    """Make the tables, the store's key and the folder of blobs."""
    with psycopg.connect(dsn) as conn:
        create_schema(conn)
    keys = folder / "keys"
    keys.mkdir(mode=0o700)
    store = Store(StoreKey.create(keys / "store"), BlobStore(folder / "log" / "blob"))
    return LiveWorld(dsn, folder, store)


def await_ready(running: Running, port: int, patience: float = 30.0) -> None:
    """Wait until a live process answers and has its database."""
    give_up = time.monotonic() + patience
    while not _ready(port):
        assert not running.ended, running.told()
        assert time.monotonic() < give_up, running.told()
        time.sleep(0.05)


def kill(running: Running) -> None:
    """Kill a live process and everything it has started, as kill -9 does."""
    os.killpg(running.process.pid, 9)
    running.process.wait()


def _ready(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/health", timeout=2.0).status_code == 200
    except httpx.HTTPError:
        return False
