"""A live room whose PostgreSQL is killed under it: no answered bid is lost, and it goes on."""

import asyncio
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.live_exchange import free_port
from tests.support.live_world import LiveWorld, ascending, open_live_world
from tests.support.room_client import Bidder, RoomClient, running, visiting

from poletai.site.postgres.errors import PostgresStartError
from poletai.site.postgres.place import Place, place_for
from poletai.site.postgres.postmaster import postmaster_of
from poletai.site.postgres.server import running as server_running
from poletai.site.postgres.server import start as start_server

SESSION = {"proof": "session"}


@pytest.fixture
def place() -> Iterator[Place]:
    folder = Path(tempfile.mkdtemp(prefix="poletai-killed-"))
    folder.chmod(0o755)
    with server_running(place_for(folder)) as place:
        yield place
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def world(place: Place, tmp_path: Path) -> Iterator[LiveWorld]:
    world = open_live_world(place.dsn(), tmp_path)
    yield world
    world.stop_all()


async def bid_on(client: RoomClient, alice: Bidder, answers: dict[int, str], since: int) -> None:
    """Bid and keep the answers, until a bid is taken that was said after an interruption."""
    seq, interrupted = since, False
    while not (interrupted and answers[seq - 1] == "taken"):
        client.send(alice.said(seq, amount=f"{100 + seq}.00", **SESSION))
        answer = await client.answer(seq, 30)
        answers[seq] = answer.get("code", "taken")
        interrupted = interrupted or answers[seq] != "taken"
        seq += 1
        await asyncio.sleep(0.02)


@pytest.mark.slow
def test_a_room_survives_the_death_of_its_database(place: Place, world: LiveWorld) -> None:
    room = world.open_room(
        ascending(leader_may_raise=True), {"rate": 1000, "burst": 1000, "grace": 1}
    )
    alice, port = world.bidder(room, "07"), free_port()
    world.start(port)
    answers: dict[int, str] = {}

    async def story() -> None:
        async with visiting(port) as visit:
            client, watcher = await visit(room), await visit(room)
            await watcher.watch()
            await client.hello_running(alice)
            bidding = asyncio.create_task(bid_on(client, alice, answers, 1))
            await asyncio.sleep(0.5)
            await asyncio.to_thread(kill_and_revive, place)
            await asyncio.wait_for(bidding, 60)
            told = await watcher.until(lambda m: m.get("state", {}).get("why") == "outage")
            assert told["state"]["still"]
            await watcher.until(running)

    asyncio.run(story())

    taken = [seq for seq, answer in answers.items() if answer == "taken"]
    assert [e.data["seq"] for e in world.events(room) if e.name == "bid-taken"] == taken
    assert set(answers.values()) <= {"taken", "room.not-taken", "room.halted"}
    assert world.replayed(room).epoch == 2


def kill_and_revive(place: Place) -> None:
    postmaster = postmaster_of(place)
    assert postmaster
    os.kill(postmaster, signal.SIGKILL)
    give_up = time.monotonic() + 30
    while time.monotonic() < give_up:
        time.sleep(0.5)
        try:
            start_server(place)
        except PostgresStartError:
            continue
        return
    pytest.fail("PostgreSQL did not come back")
