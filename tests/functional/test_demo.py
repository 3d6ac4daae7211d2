"""The demonstration as a visitor runs it: separate processes, a log that verifies, awards again."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx
import pytest
from tests.support import needs, rules

from poletai.ledger.source import open_source, read_address
from poletai.ledger.verify import verify_log
from poletai.replay.recompute import replay_trade
from poletai.replay.room_audit import verify_rooms
from poletai.site.demo.live_sales import live_sales
from poletai.site.demo.retelling import retold, trades
from poletai.site.demo.stories import BEGIN, END, STAGES, stories

LAST_WORDS = "Ctrl-C"
_LIVE = [sale.title for sale in live_sales()]


@contextmanager
def province(home: Path) -> Iterator[str]:
    """Play the province, and keep it served at the address given while the block runs."""
    port, told = free_port(), home / "told"
    command = [sys.executable, "-m", "poletai.site.demo.main", "--port", port]
    with told.open("w") as out:
        running = subprocess.Popen([*command, "--home", str(home / "demo")], stdout=out)
    try:
        give_up = time.monotonic() + 400
        while LAST_WORDS not in told.read_text():
            assert running.poll() is None, told.read_text()
            assert time.monotonic() < give_up, told.read_text()
            time.sleep(0.5)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(60)


def procedures(address: str) -> Iterator[dict[str, str]]:
    """List what the exchange has published, page by page."""
    after = ""
    while True:
        page = httpx.get(f"{address}/api/procedures", params={"after": after}).json()
        yield from page["items"]
        after = page["next"]
        if not after:
            return


def demo(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "poletai.site.demo.main", "--port", free_port(), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=400, check=False)


def free_port() -> str:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


@pytest.mark.slow
def test_every_trade_of_the_province_replays_and_its_log_verifies(tmp_path: Path) -> None:
    with province(tmp_path) as address, httpx.Client(timeout=30.0) as client:
        played = list(procedures(address))
        source = partial(read_address, client, f"{address}/")
        replayed = {one["id"]: replay_trade(source, one["id"]) for one in played}
        live = {one["title"]: one["id"] for one in played if one["title"] in _LIVE}
        rooms = [verify_rooms(source, live[title], "1")[0] for title in _LIVE]
        report = verify_log(open_source(tmp_path / "demo" / "log"))

    assert {trade.kind for trade in trades()} <= {one["definition"] for one in played}
    assert {trade.title for trade in trades()} <= {one["title"] for one in played}
    assert [again.difference for again in replayed.values() if not again.agrees] == []
    assert report.ok
    assert [(room.difference, room.state, room.settlement) for room in rooms] == [
        (None, "ended", "as heard"),
        (None, "open", ""),
    ]
    assert [len(room.heard) for room in rooms] == [6, 2]


@pytest.mark.slow
def test_one_trade_is_played_verified_and_recomputed() -> None:
    told = demo("--play")

    assert told.returncode == 0, told.stdout + told.stderr
    lines = told.stdout.splitlines()
    assert "agrees" in lines
    assert any("entries, whole" in line for line in lines)
    assert any("procedure-completed" in line for line in lines)


@pytest.mark.slow
def test_real_notices_come_out_of_sealed_tenders_as_they_were_published() -> None:
    notices = needs.shared("data/ggzy-yichang/candidates.json")

    told = demo("--real", str(notices))

    assert told.returncode == 0, told.stdout + told.stderr
    assert "41 notices run as sealed tenders, 41 agree" in told.stdout


def test_a_file_that_is_not_there_is_said_and_nothing_is_served() -> None:
    told = demo("--real", "no-such-file.json")

    assert told.returncode == 1
    assert "cannot be read" in told.stdout


def test_every_demonstration_plays_the_same_stories() -> None:
    assert stories() == stories()
    assert {story.stage for story in stories()} == set(STAGES)
    assert all(BEGIN <= story.announced <= END for story in stories())


def test_every_other_trade_of_the_province_is_told_by_its_own_rules_within_its_time() -> None:
    for trade in trades():
        made = retold(rules.library(), trade)
        assert BEGIN <= made[0].at <= made[-1].at <= END, trade.title


def test_the_province_trades_in_every_family() -> None:
    kinds = {trade.kind.split(".")[1] for trade in trades()}

    assert kinds >= {"land", "mineral", "equity", "technology", "emission", "procurement", "works"}
    assert any(trade.repeats for trade in trades())
