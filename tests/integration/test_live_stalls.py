"""Rooms whose process stands still, or whose database answers nothing: neither is believed."""

import asyncio
import os
import signal
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.support import needs
from tests.support.live_exchange import free_port
from tests.support.live_world import LiveWorld, ascending, open_live_world
from tests.support.room_client import running, visiting

from poletai.core.basics.instant import parse_instant

SESSION = {"proof": "session"}
FREE = {"rate": 1000, "burst": 1000}


@pytest.fixture
def world(postgres_dsn: str, tmp_path: Path) -> Iterator[LiveWorld]:
    world = open_live_world(postgres_dsn, tmp_path)
    yield world
    world.stop_all()


def run(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(story, 60))


def test_a_process_that_stood_still_over_the_end_does_not_end_the_room_then(
    world: LiveWorld,
) -> None:
    room = world.open_room(ascending(4.0), {**FREE, "grace": 2})
    alice, port = world.bidder(room, "07"), free_port()
    process = world.start(port)

    async def story() -> None:
        async with visiting(port) as visit:
            client = await visit(room)
            await client.hello_running(alice)
            ends = parse_instant(client.came[-1]["state"]["closes"])
            await asyncio.sleep((ends - datetime.now(UTC)).total_seconds() - 1.2)
            os.killpg(process.process.pid, signal.SIGSTOP)
            client.send(alice.said(1, amount="120.00", **SESSION))
            await asyncio.sleep(2.4)
            os.killpg(process.process.pid, signal.SIGCONT)
            assert (await client.answer(1))["code"] == "room.not-taken"
            await client.until(lambda m: m.get("state", {}).get("why") == "outage")
            await client.until(running)
            client.send(alice.said(2, amount="120.00", **SESSION))
            assert (await client.answer(2))["t"] == "taken"
            await client.until(lambda m: m.get("state", {}).get("over") == "ended", 20)

    run(story())

    names = [event.name for event in world.events(room)]
    assert names[-3:] == ["room-taken", "bid-taken", "room-ended"]


@pytest.mark.slow
def test_a_database_that_answers_nothing_is_an_outage_everybody_sees(world: LiveWorld) -> None:
    needs.root()
    room = world.open_room(ascending(leader_may_raise=True), {**FREE, "grace": 1})
    alice, port = world.bidder(room, "07"), free_port()
    world.start(port)

    async def story() -> None:
        async with visiting(port) as visit:
            client = await visit(room)
            await client.hello_running(alice)
            client.send(alice.said(1, amount="110.00", **SESSION))
            await client.answer(1)
            with stopped(backends(world.dsn)):
                client.send(alice.said(2, amount="120.00", **SESSION))
                await client.until(lambda m: m.get("state", {}).get("why") == "outage", 4)
                await client.until(running)
            client.send(alice.said(2, amount="120.00", **SESSION))
            assert (await client.answer(2))["t"] == "taken"

    run(story())

    assert [e.data["seq"] for e in world.events(room) if e.name == "bid-taken"] == [1, 2]


@contextmanager
def stopped(processes: list[int]) -> Iterator[None]:
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)


def backends(dsn: str) -> list[int]:
    ask = (
        "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND datname = current_database() AND backend_type = 'client backend'"
    )
    with psycopg.connect(dsn) as conn:
        return [pid for (pid,) in conn.execute(ask)]
