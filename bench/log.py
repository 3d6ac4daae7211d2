"""The log: events appended and sequenced per second, a million entries verified, and latency."""

import subprocess
import sys
import tempfile
import threading
import time
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import psycopg

from bench.support import Measure, publish, quantile, timed
from poletai.ledger.blobs import BlobStore
from poletai.ledger.checkpoint import Checkpoint, format_checkpoint, read_checkpoint
from poletai.ledger.clock import system_clock
from poletai.ledger.envelope import NewEvent
from poletai.ledger.growth import Edge, grow
from poletai.ledger.note import Signer, sign_note
from poletai.ledger.policy import Policy, format_policy
from poletai.ledger.publishing import CHECKPOINT, POLICY, SIGNED, PublishedFolder
from poletai.ledger.sequencer import Sequencer
from poletai.ledger.source import open_source
from poletai.ledger.store import Store, append, create_schema
from poletai.ledger.store_key import StoreKey
from poletai.ledger.verify import verify_log
from poletai.site.postgres.binaries import wheel_binaries
from poletai.site.postgres.place import Place, place_for
from poletai.site.postgres.server import running

SIGNER = Signer("bench.poletai.example/log", b"b" * 32)
POLICY_OF_ONE = Policy((SIGNER.verifier,))
MILLION = 1_000_000
AT_ONCE = 16_384
WRITERS = 4
LOAD_SECONDS = 15.0


def main() -> int:
    """Run all parts and return 1 when a bound is broken."""
    with tempfile.TemporaryDirectory(prefix="poletai-bench-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        return publish("log", [*measure_files(home), *measure_database(home)])


def measure_files(home: Path) -> list[Measure]:
    """Tiles and verification alone, without a database."""
    entries = [entry(number) for number in range(MILLION)]
    with timed() as hashing:
        for one in entries:
            sha256(b"\x00" + one).digest()
    with timed() as writing:
        write_log(home / "log", entries)
    with timed() as verifying:
        report = verify_log(open_source(home / "log"), POLICY_OF_ONE)
    assert report.ok
    assert report.public + report.confidential == MILLION
    bare = "SHA-256 of each entry, entries/s"
    return [
        Measure(
            "entries made durable tiles, signed",
            MILLION / writing.seconds,
            "entries/s",
            bare,
            MILLION / hashing.seconds,
        ),
        Measure(
            "1,000,000 entries verified, one process",
            verifying.seconds,
            "s",
            limit=6.0,
            at_least=False,
            note=f"bare hashing {hashing.seconds:.2f} s",
        ),
    ]


def entry(number: int) -> bytes:
    """Return every other entry public and every other one blinded, as a busy exchange has them."""
    if number % 2:
        return b'{"h":"%064x","t":"c","v":1}' % number
    return (
        b'{"at":"2026-03-01T01:00:00Z","by":{"id":"91110000600037341L","role":"principal"},'
        b'"data":{"amount":"%d"},"kind":"procedure","name":"noted","position":0,"prev":"",'
        b'"stream":"%032x","t":"event","v":1}' % (number, number)
    )


def write_log(folder: Path, entries: list[bytes]) -> None:
    """Publish entries as a sequencer does, in batches."""
    published, edge = PublishedFolder(folder), Edge()
    for start in range(0, len(entries), AT_ONCE):
        growth = grow(edge, entries[start : start + AT_ONCE])
        published.add_tiles(growth.files)
        edge = growth.edge
    text = format_checkpoint(Checkpoint(SIGNER.name, edge.size, edge.root))
    published.write(POLICY, format_policy(POLICY_OF_ONE))
    published.write(CHECKPOINT, sign_note(text, SIGNER))


def measure_database(home: Path) -> list[Measure]:
    """The store and the sequencer on an embedded server, beside its own pgbench."""
    place = place_for(home)
    with running(place):
        dsn = place.dsn("postgres")
        single = pgbench_rows(place)
        with psycopg.connect(dsn) as conn:
            create_schema(conn)
        store = Store(StoreKey.create(home / "key"), BlobStore(home / "live" / "blob"))
        with Sequencer(dsn, home / "live", SIGNER, POLICY_OF_ONE, system_clock) as sequencer:
            batch = appended_per_second(dsn, store, sequencer)
            load = Load(dsn, store, home / "live")
            load.run(sequencer)
            waits = load.latencies()
    baseline = f"pgbench single-row commits, {WRITERS} clients, rows/s"
    return [
        Measure("events appended 100 a commit, sequenced", batch, "events/s", baseline, single),
        Measure(
            f"events appended one a commit, {WRITERS} writers, sequenced meanwhile",
            len(load.committed) / LOAD_SECONDS,
            "events/s",
            baseline,
            single,
        ),
        Measure(
            "commit to checkpoint under that load, p99",
            quantile(waits, 0.99),
            "s",
            limit=2.0,
            at_least=False,
            note=f"median {quantile(waits, 0.5):.2f} s",
        ),
    ]


def pgbench_rows(place: Place) -> float:
    """Return the single-row commits per second of the server itself."""
    dsn = place.dsn("postgres")
    with psycopg.connect(dsn) as conn:
        conn.execute("CREATE TABLE bench_row (id bigserial PRIMARY KEY, body text)")
    script = place.home / "row.sql"
    script.write_text("INSERT INTO bench_row (body) VALUES (repeat('x', 300));\n")
    line = [wheel_binaries().program("pgbench"), "-n", "-c", str(WRITERS), "-j", "2", "-T", "5"]
    told = subprocess.run(
        [*line, "-f", str(script), dsn], capture_output=True, text=True, check=True
    ).stdout
    found = next(row for row in told.splitlines() if row.startswith("tps"))
    return float(found.split()[2])


def event(number: int) -> NewEvent:
    """Return one event of a stream of its own, every other one confidential."""
    by = {"role": "bidder", "id": "91110000600037341L"}
    data = {"bid": f"{number:032x}", "seq": 1, "bid_hash": "0" * 64}
    at, stream = system_clock(), uuid4().hex
    return NewEvent(stream, "bid", "bid-deposited", at, by, data, None, bool(number % 2))


def appended_per_second(dsn: str, store: Store, sequencer: Sequencer) -> float:
    """Append 20,000 events in transactions of 100 and sequence them."""
    with timed() as watch, psycopg.connect(dsn) as conn:
        for start in range(0, 20_000, 100):
            append(conn, store, [event(start + number) for number in range(100)])
            conn.commit()
        while sequencer.step().added:
            pass
    return 20_000 / watch.seconds


class Load:
    """Writers that commit one event after another, and the checkpoints that come to cover them."""

    def __init__(self, dsn: str, store: Store, folder: Path) -> None:
        self.dsn, self.store, self.folder = dsn, store, folder
        self.committed: dict[int, float] = {}
        self.covered: list[tuple[float, int]] = []
        self._stop = threading.Event()

    def run(self, sequencer: Sequencer) -> None:
        """Write for LOAD_SECONDS while the sequencer runs, then let it catch up."""
        sequencing = threading.Thread(target=sequencer.run, args=[self._stop])
        writers = [threading.Thread(target=self._write) for _ in range(WRITERS)]
        watching = threading.Thread(target=self._watch)
        for thread in [sequencing, watching, *writers]:
            thread.start()
        for thread in writers:
            thread.join()
        time.sleep(2.5)
        self._stop.set()
        for thread in [sequencing, watching]:
            thread.join()

    def latencies(self) -> list[float]:
        """Return for each event the seconds from its commit to the first checkpoint over it."""
        with psycopg.connect(self.dsn) as conn:
            found = conn.execute("SELECT event, index FROM ledger_leaf").fetchall()
        leaves = {event: index for event, index in found if event in self.committed}
        waits, at = [], 0
        for identity, index in sorted(leaves.items(), key=lambda pair: pair[1]):
            while self.covered[at][1] <= index:
                at += 1
            waits.append(max(0.0, self.covered[at][0] - self.committed[identity]))
        return waits

    def _write(self) -> None:
        end, number = time.monotonic() + LOAD_SECONDS, 0
        with psycopg.connect(self.dsn) as conn:
            while time.monotonic() < end:
                number += 1
                made = append(conn, self.store, [event(number)])[0]
                conn.commit()
                self.committed[made.id] = time.monotonic()

    def _watch(self) -> None:
        """Look at the published checkpoint every few milliseconds, as a reader would."""
        size = 0
        while not self._stop.wait(0.01):
            now = read_checkpoint((self.folder / SIGNED).read_text()).size
            if now > size:
                size = now
                self.covered.append((time.monotonic(), size))


if __name__ == "__main__":
    sys.exit(main())
