"""Whatever is killed during a load of bids: what was acknowledged is there, and all of it holds.

Five kills in a suite's run; POLETAI_KILLS and POLETAI_KILLS_SEED make it longer and another.
"""

import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from tests.support.bid_load import BidLoad
from tests.support.killing import Killer
from tests.support.live_exchange import LiveExchange, live_exchange, sealed_offers
from tests.support.market import Market

from poletai.core.basics.canonical import parse
from poletai.core.basics.instant import parse_instant
from poletai.ledger.audit import audit
from poletai.ledger.blobs import BlobStore
from poletai.ledger.envelope import blob_of
from poletai.ledger.source import Source, open_source
from poletai.ledger.store import Store, read_streams
from poletai.ledger.store_key import StoreKey
from poletai.ledger.stored import StoredEvent
from poletai.ledger.verify import verify_log
from poletai.replay.recompute import replay_trade

KILLS = int(os.environ.get("POLETAI_KILLS", "5"))
SEED = int(os.environ.get("POLETAI_KILLS_SEED", "20260302"))
PATIENCE = 90.0

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self").exists(), reason="finds processes in /proc"),
]


@dataclass(frozen=True)
class Aftermath:
    """What is left once the kills are over and everything has caught up."""

    live: LiveExchange
    load: BidLoad
    market: Market
    conn: psycopg.Connection[Any]
    bids: dict[str, list[StoredEvent]]


@pytest.fixture(scope="module")
def after() -> Iterator[Aftermath]:
    """Play the load and the kills once; every test then looks at what they left."""
    with tempfile.TemporaryDirectory(prefix="poletai-kill-", ignore_cleanup_errors=True) as made:
        home = Path(made)
        home.chmod(0o755)
        with live_exchange(home) as live:
            market = live.open_market(400 + 150 * KILLS)
            load = BidLoad(live.address, sealed_offers(market))
            load.begin(bidders=6)
            killer = Killer(live, SEED)
            try:
                killer.kill(KILLS, load.await_more)
            finally:
                load.end()
            with psycopg.connect(live.database.dsn, autocommit=True) as conn:
                await_sequenced(conn)
                yield Aftermath(live, load, market, conn, stored(live, conn))


def await_sequenced(conn: psycopg.Connection[Any]) -> None:
    """Wait until every committed event has its leaf under a cosigned checkpoint."""
    waiting = "SELECT (SELECT count(*) FROM ledger_pending), (SELECT count(*) FROM ledger_event)"
    cosigned = "SELECT max(size) FROM ledger_checkpoint WHERE quorum"
    give_up = time.monotonic() + PATIENCE
    while True:
        pending, events = conn.execute(waiting).fetchone() or (1, 0)
        size = (conn.execute(cosigned).fetchone() or (0,))[0]
        if (pending, size) == (0, events):
            return
        assert time.monotonic() < give_up, f"{pending} wait, {size} of {events} are cosigned"
        time.sleep(0.2)


def keys_of(live: LiveExchange) -> Store:
    return Store(StoreKey.load(live.home / "keys" / "store"), BlobStore(live.home / "log" / "blob"))


def stored(live: LiveExchange, conn: psycopg.Connection[Any]) -> dict[str, list[StoredEvent]]:
    """Return the events of every bid; reading them checks each one's digest and seal."""
    names = [name for (name,) in conn.execute("SELECT stream FROM exchange_bidlink")]
    found: dict[str, list[StoredEvent]] = {name: [] for name in names}
    for event in read_streams(conn, keys_of(live), names):
        found[event.stream].append(event)
    return found


def test_every_acknowledged_bid_is_in_the_log_exactly_once(after: Aftermath) -> None:
    assert len(after.load.acknowledged) >= 20 * KILLS
    for bid, told in after.load.acknowledged.items():
        (event,) = after.bids[bid]
        assert event.index is not None
        assert (event.data["bid"], event.data["seq"]) == (bid, 1)
        assert (event.data["bid_hash"], event.envelope["at"]) == (told["bid_hash"], told["at"])
    entries = after.conn.execute("SELECT event FROM ledger_leaf").fetchall()
    assert max(Counter(entries).values()) == 1


def test_a_bid_without_an_answer_is_absent_or_complete(after: Aftermath) -> None:
    unheard = set(after.bids) - set(after.load.acknowledged)

    assert unheard <= after.load.abandoned
    assert all(len(events) == 1 and "header" in events[0].data for events in after.bids.values())


def test_nobody_was_refused_for_what_the_machine_did(after: Aftermath) -> None:
    assert after.load.refused == []


def test_nothing_is_half_written(after: Aftermath) -> None:
    alone = """
    SELECT count(*) FROM ledger_event WHERE sealed IS NOT NULL
    AND stream NOT IN (SELECT stream FROM exchange_bidlink)
    AND stream NOT IN (SELECT id FROM exchange_procedure)
    """
    unequal = """
    SELECT count(*) FROM exchange_procedure WHERE length <>
    (SELECT count(*) FROM ledger_event WHERE stream = exchange_procedure.id)
    """
    for question in (alone, unequal, "SELECT count(*) FROM ledger_pending"):
        assert after.conn.execute(question).fetchone() == (0,)


def test_the_log_verifies_and_is_what_the_database_holds(after: Aftermath) -> None:
    source = open_source(after.live.home / "log")
    report = verify_log(source)

    assert report.problems == ()
    counted = after.conn.execute("SELECT count(*) FROM ledger_event").fetchone()
    assert counted == (report.size,)
    with psycopg.connect(after.live.database.dsn) as conn:
        assert audit(conn, keys_of(after.live), source) == []


def test_the_lot_still_closes_opens_and_replays(after: Aftermath) -> None:
    after.live.setting.stage.clock.advance(parse_instant(after.market.deadline))
    give_up = time.monotonic() + PATIENCE
    while not opened(after.conn, after.market.procedure):
        assert time.monotonic() < give_up, after.live.program("worker").told()
        time.sleep(0.5)
    await_sequenced(after.conn)

    site = public_site(after.live.address)
    again = replay_trade(site, after.market.procedure)
    assert again.difference is None
    # What the look through the bids found waits for the evaluation; nothing else is withheld.
    assert [one["until"] for one in again.withheld] == ["evaluated"]
    assert opened_bids(site, after.market.procedure) == dict.fromkeys(after.bids, "opened")


def public_site(address: str) -> Source:
    """Return what anybody reads of the exchange, without a line that stays open."""
    return lambda path: httpx.get(f"{address}/{path}", timeout=30.0).raise_for_status().content


def opened_bids(site: Source, procedure: str) -> dict[str, str]:
    """Return the verdict on every bid from the public record alone."""
    events = parse(site(f"record/{procedure}/"))["events"]
    (opening,) = [e["envelope"] for e in events if e["envelope"]["name"] == "bids-opened"]
    named = blob_of(opening["data"])
    data = parse(site(f"log/blob/{named[0]}")) if named else opening["data"]
    return {one["bid"]: one["verdict"] for one in data["openings"]}


def opened(conn: psycopg.Connection[Any], procedure: str) -> bool:
    """Say whether no lot waits for its list, its shares or its opening any more."""
    waiting = "SELECT count(*) FROM exchange_task WHERE procedure = %s"
    phase = conn.execute("SELECT phase FROM exchange_procedure WHERE id = %s", [procedure])
    return phase.fetchone() != ("open",) and conn.execute(waiting, [procedure]).fetchone() == (0,)
