"""Rooms that outlive their process: killed, fenced, without a database, asked to stop."""

import asyncio
import os
import signal
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import psycopg
import pytest
from tests.support.live_exchange import free_port
from tests.support.live_world import LiveWorld, ascending, kill, open_live_world
from tests.support.room_client import Bidder, ClosedError, RoomClient, running, visiting

from poletai.core.basics.instant import parse_instant
from poletai.site.processes import stop

T = TypeVar("T")
SESSION = {"proof": "session"}
FREE = {"rate": 1000, "burst": 1000}


@pytest.fixture
def world(postgres_dsn: str, tmp_path: Path) -> Iterator[LiveWorld]:
    world = open_live_world(postgres_dsn, tmp_path)
    yield world
    world.stop_all()


def run(story: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(asyncio.wait_for(story, 60))


async def enter_again(ports: list[int], room: str, alice: Any) -> tuple[RoomClient, dict[str, Any]]:
    """Do what a client does that lost its connection: try every process until one lets it in."""
    for _ in range(200):
        for port in ports:
            try:
                client = await RoomClient.connect(port, room)
            except (OSError, ClosedError, asyncio.IncompleteReadError):
                continue
            try:
                return client, await client.hello(alice)
            except ClosedError:
                await client.close()
        await asyncio.sleep(0.05)
    raise TimeoutError


async def bid_until_it_ends(client: RoomClient, alice: Bidder, end: Callable[[], None]) -> set[int]:
    """Bid on, end the process while answers come, and return which bids were answered."""
    answered: set[int] = set()
    for seq in range(1, 40):
        client.send(alice.said(seq, amount=f"{100 + seq}.00", **SESSION))
    with suppress(ClosedError):
        while True:
            answered.add((await client.until("taken"))["seq"])
            if len(answered) == 20:
                end()
    return answered


@pytest.mark.slow
def test_when_a_process_is_killed_the_other_has_the_room_in_three_seconds_and_every_bid(
    world: LiveWorld,
) -> None:
    room = world.open_room(ascending(leader_may_raise=True), {**FREE, "grace": 2})
    alice = world.bidder(room, "07")
    ports = [free_port(), free_port()]
    first = world.start(ports[0], "first")
    world.start(ports[1], "second")

    async def story() -> set[int]:
        async with visiting(ports[0]) as visit:
            client = await visit(room)
            await client.hello_running(alice)
            answered = await bid_until_it_ends(client, alice, lambda: kill(first))
        died = time.monotonic()
        client, welcome = await enter_again(ports, room, alice)
        assert time.monotonic() - died < 3
        assert welcome["seq"] >= max(answered)
        assert (welcome["state"]["still"], welcome["state"]["why"]) == (True, "outage")
        client.send(alice.said(99, amount="500.00", **SESSION))
        assert (await client.answer(99))["code"] == "room.halted"
        await client.until(running)
        client.send(alice.said(100, amount="500.00", **SESSION))
        assert (await client.answer(100))["t"] == "taken"
        await client.close()
        return answered

    answered = run(story())

    events = world.events(room)
    seqs = [event.data["seq"] for event in events if event.name == "bid-taken"]
    assert answered <= set(seqs)
    assert len(seqs) == len(set(seqs))
    before, then = [event.data for event in events if event.name == "room-taken"]
    assert (before["epoch"], then["epoch"]) == (1, 2)
    assert (parse_instant(then["runs"]) - parse_instant(then["since"])).total_seconds() > 2


@pytest.mark.slow
def test_a_process_that_stood_still_too_long_writes_nothing_and_sends_its_clients_away(
    world: LiveWorld,
) -> None:
    room = world.open_room(ascending(leader_may_raise=True), FREE)
    alice = world.bidder(room, "07")
    ports = [free_port(), free_port()]

    async def story() -> None:
        first = world.start(ports[0], "first")
        async with visiting(ports[0]) as visit:
            client = await visit(room)
            await client.hello_running(alice)
            client.send(alice.said(1, amount="110.00", **SESSION))
            await client.answer(1)
            await asyncio.to_thread(world.start, ports[1], "second")
            os.killpg(first.process.pid, signal.SIGSTOP)
            client.send(alice.said(2, amount="120.00", **SESSION))
            other, welcome = await enter_again([ports[1]], room, alice)
            os.killpg(first.process.pid, signal.SIGCONT)

            assert welcome["seq"] == 1
            told = await client.until("elsewhere")
            assert told["url"] == f"ws://127.0.0.1:{ports[1]}"
            with pytest.raises(ClosedError):
                await client.receive()
            assert "taken" not in [m["t"] for m in client.came if m.get("seq") == 2]
            lost = await visit(room)
            lost.send({"t": "watch"})
            assert (await lost.until("elsewhere"))["url"].endswith(str(ports[1]))
            await other.close()

    run(story())

    assert [e.data["amount"] for e in world.events(room) if e.name == "bid-taken"] == ["110.00"]


@pytest.mark.slow
def test_a_lost_connection_to_the_database_is_an_outage_and_every_bid_has_one_answer(
    world: LiveWorld,
) -> None:
    room = world.open_room(ascending(leader_may_raise=True), FREE)
    alice = world.bidder(room, "07")
    port = free_port()
    answers: dict[int, str] = {}

    async def story() -> None:
        async with visiting(port) as visit:
            client = await visit(room)
            await client.hello_running(alice)
            for seq in range(1, 400):
                client.send(alice.said(seq, amount=f"{100 + seq}.00", **SESSION))
                if seq == 200:
                    _cut_off(world.dsn)
                await asyncio.sleep(0.002)
            while len(answers) < 399:
                message = await client.receive()
                if message["t"] in {"taken", "refused"}:
                    answers[message["seq"]] = message.get("code", "taken")
            assert await client.until(running)
            client.send(alice.said(1000, amount="900.00", **SESSION))
            assert (await client.answer(1000))["t"] == "taken"

    with world.live(port):
        run(story())

    seqs = [event.data["seq"] for event in world.events(room) if event.name == "bid-taken"]
    assert seqs == [*(seq for seq, answer in answers.items() if answer == "taken"), 1000]
    assert {"room.not-taken"} <= set(answers.values()) <= {"taken", "room.not-taken", "room.halted"}
    assert [e.data["epoch"] for e in world.events(room) if e.name == "room-taken"] == [1, 2]


def test_a_process_that_is_told_to_end_gives_its_rooms_back_at_once(world: LiveWorld) -> None:
    room = world.open_room()
    ports = [free_port(), free_port()]

    async def story() -> None:
        async with visiting(ports[0]) as visit:
            client = await visit(room)
            await client.watch()
            ending = asyncio.create_task(asyncio.to_thread(stop, first))
            await client.until("closing")
            await ending
            assert world.holder(room)[0] == ""

    first = world.start(ports[0], "first")
    run(story())


def test_no_room_ends_while_nobody_keeps_it(world: LiveWorld) -> None:
    room = world.open_room(ascending(3.0), {"grace": 1})
    first = world.start(free_port(), "first")
    while len(world.events(room)) < 2:
        time.sleep(0.05)
    kill(first)
    time.sleep(3.5)
    names = [event.name for event in world.events(room)]
    world.start(free_port(), "second")
    give_up = time.monotonic() + 20
    while world.events(room)[-1].name != "room-ended":
        assert time.monotonic() < give_up
        time.sleep(0.1)

    assert names == ["room-opened", "room-taken"]
    taken, ended = world.events(room)[-2:]
    until = parse_instant(world.events(room)[0].data["auction"]["listing_until"])
    stood = parse_instant(taken.data["runs"]) - parse_instant(taken.data["since"])
    assert stood.total_seconds() > 3
    assert ended.at > until + stood


def _cut_off(dsn: str) -> None:
    """End every connection of the live process, as a restart of the server does."""
    ask = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid() AND datname = current_database()"
    )
    with psycopg.connect(dsn, autocommit=True) as conn:
        conn.execute(ask)
