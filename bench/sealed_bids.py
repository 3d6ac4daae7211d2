"""Sealed bids deposited per second over HTTP on one lot, against bare commits of the same server.

Rounds of both take turns, so that whatever else the machine does weighs on both alike. Custodians
check shares apart from that: how many bids become openable per second is a number of its own.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from statistics import median

import psycopg
from tests.support.live_exchange import LiveExchange, SealedOffer, live_exchange, sealed_offers

from bench.clients import Answered, request, send
from bench.processes import Meter
from bench.support import Measure, publish, timed
from poletai.site.postgres.binaries import wheel_binaries
from poletai.site.postgres.place import Place
from poletai.site.processes import start, stop

CLIENTS = 32
ROUNDS, ROUND = 5, 600
FEW, MANY, PAIRS = 10, 1000, 200
OPENED_FOR = 15.0
BARE = "pgbench single-row commits, 32 clients, rows/s"


def main() -> int:
    """Run all parts and return 1 when a bound is broken."""
    with tempfile.TemporaryDirectory(prefix="poletai-bench-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        with live_exchange(home) as live:
            return publish("sealed_bids", measured(live))


def measured(live: LiveExchange) -> list[Measure]:
    """Deposits in rounds, the cost of a bid as bids gather, and the custodians' checks."""
    assert live.database.place is not None
    offers = sealed_offers(live.open_market(ROUNDS * ROUND + PAIRS))
    upload(live, offers)
    # The custodians' checks, which the worker asks for, are measured by themselves.
    stop(live.program("worker"))
    rounds, shares = deposited(live, live.database.place, offers[: ROUNDS * ROUND])
    growth = as_bids_gather(live, offers[ROUNDS * ROUND :])
    return [*rounds, *shares, growth, openable(live)]


def upload(live: LiveExchange, offers: Sequence[SealedOffer]) -> None:
    """Send every payload before anything is timed."""
    sent = [
        request("PUT", f"/api/payloads/{sha256(payload).hexdigest()}", offer.token, payload)
        for offer in offers
        for payload in offer.payloads
    ]
    taken(send(live.setting.web, sent, 8), len(sent))


def deposited(
    live: LiveExchange, place: Place, offers: Sequence[SealedOffer]
) -> tuple[list[Measure], list[Measure]]:
    """Take turns: pgbench, then a round of bids by 32 clients; medians of what came out."""
    bare = Bare(place)
    meter = Meter({"site": live.program("web").process.pid, "database": bare.postmaster})
    rounds: list[Round] = []
    for begin in range(0, len(offers), ROUND):
        rows = bare.rows_per_second()
        bids = [deposit(offer) for offer in offers[begin : begin + ROUND]]
        with meter, timed() as watch:
            answers = taken(send(live.setting.web, bids, CLIENTS), len(bids))
        rounds.append(Round(rows, len(bids) / watch.seconds, [one.seconds for one in answers]))
    # The first round also warms up: plans, pools and caches of every process.
    kept = rounds[1:]
    waits = sorted(wait for one in kept for wait in one.waits)
    load = f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    rate = Measure(
        "sealed bids deposited over HTTP on one lot, 32 clients",
        median(one.bids for one in kept),
        "bids/s",
        BARE,
        median(one.rows for one in kept),
        limit=0.10,
        note=f"rounds {', '.join(f'{one.bids / one.rows:.3f}' for one in rounds)}; {load}",
    )
    slow = Measure("answer to a bid under that load, p99", waits[int(0.99 * len(waits))], "s")
    return [rate, slow], [
        Measure(f"processor time of a bid: {name}", 1000 * seconds / len(offers), "ms")
        for name, seconds in meter.seconds.items()
    ]


@dataclass(frozen=True, slots=True)
class Round:
    """One turn: rows of pgbench and sealed bids per second, and how long each answer took."""

    rows: float
    bids: float
    waits: list[float]


class Bare:
    """What the server itself can do: pgbench with a script of one insert a transaction."""

    def __init__(self, place: Place) -> None:
        self.dsn = place.dsn("postgres")
        with psycopg.connect(self.dsn) as conn:
            conn.execute("CREATE TABLE bench_row (id bigserial PRIMARY KEY, body text)")
        self.script = place.home / "row.sql"
        self.script.write_text("INSERT INTO bench_row (body) VALUES (repeat('x', 300));\n")
        self.postmaster = int((place.data / "postmaster.pid").read_text().splitlines()[0])

    def rows_per_second(self, seconds: int = 3) -> float:
        """Commit rows from 32 clients for some seconds."""
        pgbench = wheel_binaries().program("pgbench")
        line = [pgbench, "-n", "-c", str(CLIENTS), "-j", "2", "-T", str(seconds)]
        told = subprocess.run(
            [*line, "-f", str(self.script), self.dsn], capture_output=True, text=True, check=True
        ).stdout
        found = next(row for row in told.splitlines() if row.startswith("tps"))
        return float(found.split()[2])


def as_bids_gather(live: LiveExchange, offers: Sequence[SealedOffer]) -> Measure:
    """Send one bid at a time, now to the crowded lot and now to one where ten have bid."""
    many: list[float] = []
    few: list[float] = []
    bids = iter(offers)
    while len(few) < PAIRS:
        # A notice of its own for every ten bids, so that "ten present" stays what it says.
        fresh = sealed_offers(live.open_market(2 * FEW))
        upload(live, fresh)
        taken(send(live.setting.web, [deposit(one) for one in fresh[:FEW]], 1), FEW)
        for quiet in fresh[FEW:]:
            pair = [deposit(quiet), deposit(next(bids))]
            answers = taken(send(live.setting.web, pair, 1), len(pair))
            few.append(answers[0].seconds)
            many.append(answers[1].seconds)
    return Measure(
        f"a bid with {MANY:,} and more present",
        1000 * median(many),
        "ms",
        f"with {FEW} to {2 * FEW} present, ms",
        1000 * median(few),
        limit=1.1,
        at_least=False,
        note=f"medians of {len(few)}, in turn",
    )


def openable(live: LiveExchange) -> Measure:
    """Let the worker have the custodians check what was deposited, for a while."""
    again = start(live.program("worker").program, live.home / "logs")
    try:
        with psycopg.connect(live.database.dsn, autocommit=True) as conn:
            await_first(conn)
            before = unchecked(conn)
            with timed() as watch:
                time.sleep(OPENED_FOR)
            checked = before - unchecked(conn)
    finally:
        stop(again)
    return Measure(
        "bids found openable by five custodians, one worker",
        checked / watch.seconds,
        "bids/s",
        note="each asks five processes over HTTP and keeps five receipts",
    )


def await_first(conn: psycopg.Connection[tuple[int]]) -> None:
    """Wait until the worker has begun."""
    before = unchecked(conn)
    while unchecked(conn) == before:
        time.sleep(0.1)


def unchecked(conn: psycopg.Connection[tuple[int]]) -> int:
    """Count the bids whose shares nobody has checked yet."""
    row = conn.execute("SELECT count(*) FROM exchange_bidlink WHERE NOT checked").fetchone()
    assert row
    return row[0]


def deposit(offer: SealedOffer) -> bytes:
    """Return the request that deposits a bid."""
    return request("POST", "/api/bids", offer.token, offer.body)


def taken(answers: list[Answered], expected: int) -> list[Answered]:
    """Require that every request was answered 201."""
    wrong = [one for one in answers if one.status != 201]
    assert len(answers) == expected, f"{len(answers)} of {expected} answered"
    assert not wrong, f"{len(wrong)} refused: {wrong[0].status} {wrong[0].body[:200]!r}"
    return answers


if __name__ == "__main__":
    sys.exit(main())
