"""Bids in live rooms: durable ones a second on one hot lot, how soon everyone knows, many rooms.

The lot ascends by cents and everybody outbids everybody: one counter gives the amounts, so that
nearly every bid is taken. Rounds of rooms and of bare commits take turns on one embedded server.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import msgspec
from tests.support.live_exchange import free_port
from tests.support.live_world import LiveWorld, ascending, open_live_world

from bench.plot import draw
from bench.processes import Meter
from bench.room_clients import Job, Result, Seat
from bench.sealed_bids import BARE, Bare
from bench.support import RESULTS, Measure, publish, quantile
from poletai.site.postgres.place import place_for
from poletai.site.postgres.server import running
from poletai.site.processes import Running

ROUNDS, SECONDS = 3, 3.0
SPECTATORS, ROOMS = 5_000, 200
# Nobody is slowed down by the rules of the room here.
FREE = {"rate": 100_000, "burst": 100_000}
CLIENTS = "from bench.room_clients import serve; serve()"
# What the strongest open peer's auction core takes for a bid, without any storage.
PEER = (110, 353)

# What is measured in every round: name, bidders, proof, over HTTP, least ratio to bare commits.
HOT: tuple[tuple[str, int, str, bool, float | None], ...] = (
    ("WebSocket, 32 bidders, session MAC", 32, "session", False, 1.0),
    ("WebSocket, 256 bidders, session MAC", 256, "session", False, 1.0),
    ("WebSocket, 32 bidders, signatures verified", 32, "signature", False, 0.3),
    ("WebSocket, 256 bidders, signatures verified", 256, "signature", False, 0.3),
    ("HTTP, 32 bidders, session MAC", 32, "session", True, None),
)


def main() -> int:
    """Run all parts and return 1 when a bound is broken."""
    with tempfile.TemporaryDirectory(prefix="poletai-bench-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        place = place_for(home)
        with running(place):
            (home / "world").mkdir()
            world = open_live_world(place.dsn("postgres"), home / "world")
            port = free_port()
            with world.live(port) as process:
                return publish("live_room", Rooms(world, port, process, Bare(place)).measured())


class Rooms:
    """The rooms of one live process, and what is measured in them."""

    def __init__(self, world: LiveWorld, port: int, process: Running, bare: Bare) -> None:
        self.world, self.port, self.bare = world, port, bare
        self.meter = Meter({"room": process.process.pid, "database": bare.postmaster})

    def measured(self) -> list[Measure]:
        """Measure everything, one after another."""
        hot, best = self.hot()
        rooms = {n: self.taken_in_rooms(n) for n in (1, 10, ROOMS)}
        bidders = {n: self.hot_lot(n).taken / SECONDS for n in (1, 8, 64, 256)}
        curves(bidders, {n: one.taken / SECONDS for n, one in rooms.items()})
        return [
            *hot,
            self.at_half(32, best),
            self.at_half(256, best),
            self.told(),
            *self.many(rooms[ROOMS]),
        ]

    def hot(self) -> tuple[list[Measure], float]:
        """Take turns: bare commits, then bids of every kind; medians of what came out."""
        rows, bids = list[float](), {name: list[float]() for name, *_ in HOT}
        for _ in range(ROUNDS):
            rows.append(self.bare.rows_per_second())
            for name, bidders, proof, http, _ in HOT:
                result = self.hot_lot(bidders, proof, http=http)
                bids[name].append(result.taken / result.seconds)
        # The first round also warms up.
        against = median(rows[1:])
        measures = [
            Measure(
                f"durable bids on one hot lot: {name}",
                median(bids[name][1:]),
                "bids/s",
                BARE,
                against,
                limit=least,
                note=f"rounds {', '.join(f'{one:,.0f}' for one in bids[name])}; {_load()}",
            )
            for name, *_, least in HOT
        ]
        return [*measures, *self.cost()], median(bids[HOT[0][0]][1:])

    def hot_lot(
        self, bidders: int, proof: str = "session", *, http: bool = False, pace: float = 0.0
    ) -> Result:
        """Bid on one lot of its own."""
        room = self.room(proof)
        seats = [self.seat(room, n, proof, http=http) for n in range(bidders)]
        return clients(Job(self.port, SECONDS, seats, pace=pace))

    def cost(self) -> list[Measure]:
        """Say what a bid costs of a processor, storage included, beside the peer without any."""
        with self.meter:
            result = self.hot_lot(32)
        told = "the peer's core without storage, µs"
        return [
            Measure(
                f"processor time of a bid, 32 bidders: {name}",
                1e6 * self.meter.seconds[name] / result.answers,
                "µs",
                told if name == "room" else "",
                PEER[0] if name == "room" else None,
                note=f"peer {PEER[0]} to {PEER[1]} µs" if name == "room" else "",
            )
            for name in ("room", "database")
        ]

    def at_half(self, bidders: int, best: float) -> Measure:
        """Say how long an answer takes at half of what 32 bidders reach."""
        result = self.hot_lot(bidders, pace=best / 2)
        told = f"{result.taken / result.seconds:,.0f} bids/s taken, {result.refused} refused"
        return Measure(
            f"answer at half that load, {bidders} bidders, p99",
            1000 * quantile(result.waits, 0.99),
            "ms",
            limit=50.0,
            at_least=False,
            note=f"median {1000 * quantile(result.waits, 0.5):.1f} ms; {told}; {_load()}",
        )

    def told(self) -> Measure:
        """Say how soon thousands who watch one room know of a bid."""
        room = self.room("session")
        seats = [self.seat(room, n, "session") for n in range(4)]
        job = Job(self.port, 20.0, seats, [room] * SPECTATORS, pace=4.0, warm=2.0)
        result = clients(job)
        heard = len(result.delivered) / max(1, result.taken)
        return Measure(
            f"from acceptance to delivery, {SPECTATORS:,} spectators of one room, p99",
            1000 * quantile(result.delivered, 0.99),
            "ms",
            limit=500.0,
            at_least=False,
            note=f"median {1000 * quantile(result.delivered, 0.5):.0f} ms;"
            f" {result.taken} bids, each heard by {heard:,.0f}; {_load()}",
        )

    def taken_in_rooms(self, rooms: int) -> Result:
        """Bid in many rooms at once: two bidders each, as fast as answers come."""
        opened = [self.room("session") for _ in range(rooms)]
        seats = [self.seat(room, n, "session") for room in opened for n in range(2)]
        return clients(Job(self.port, SECONDS, seats))

    def many(self, result: Result) -> list[Measure]:
        """Say what a process carries that keeps hundreds of rooms."""
        name = f"{ROOMS} rooms at once, two bidders each"
        wait = 1000 * quantile(result.waits, 0.99)
        return [
            Measure(f"{name}: durable bids", result.taken / result.seconds, "bids/s"),
            Measure(f"{name}: answer at full load, p99", wait, "ms", note=_load()),
        ]

    def room(self, proof: str) -> str:
        """Open a room whose lot ascends by cents."""
        return self.world.open_room(
            ascending(step="0.01", leader_may_raise=True), {"proof": proof, **FREE}
        )

    def seat(self, room: str, number: int, proof: str, *, http: bool = False) -> Seat:
        """Give a bidder its seat."""
        one = self.world.bidder(room, f"{number + 1:03d}")
        secret, key = one.secret.hex(), one.key.private_bytes_raw().hex()
        return Seat(room, one.plate, one.ticket, secret, key, proof, http)


def clients(job: Job) -> Result:
    """Have a job done by a process of its own."""
    with tempfile.NamedTemporaryFile() as answer:
        subprocess.run(
            [sys.executable, "-c", CLIENTS],
            input=msgspec.json.encode(job),
            stdout=answer,
            check=True,
        )
        told = Path(answer.name).read_bytes()
    assert told.endswith(b"}"), f"clients told {len(told)} bytes, the last: {told[-80:]!r}"
    result = msgspec.json.decode(told, type=Result)
    assert result.taken, f"nothing was taken: {result.codes}"
    return result


def curves(bidders: dict[int, float], rooms: dict[int, float]) -> None:
    """Draw how bids a second go with bidders and with rooms."""
    told: dict[str, Sequence[tuple[float, float]]] = {
        "bidders of one lot": list(bidders.items()),
        "rooms, two bidders each": list(rooms.items()),
    }
    title = "Durable bids a second, one live process"
    draw(RESULTS / "live_room.svg", title, "bidders, or rooms", "bids/s", told)


def _load() -> str:
    return f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


if __name__ == "__main__":
    sys.exit(main())
