"""What the auctioneer orders and what comes another way than by WebSocket: one process, HTTP."""

import asyncio
import time
from collections.abc import Coroutine, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import msgspec
import psycopg
import pytest
from tests.support.live_exchange import free_port
from tests.support.live_world import OPERATOR, LiveWorld, ascending
from tests.support.room_client import Bidder, running, visiting

from poletai.core.basics.instant import format_instant
from poletai.ledger.orders import order_answer

SESSION = {"proof": "session"}


@pytest.fixture
def port(world: LiveWorld) -> Iterator[int]:
    chosen = free_port()
    with world.live(chosen):
        yield chosen


def run(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(story, 60))


def answer_of(world: LiveWorld, order: int) -> dict[str, Any]:
    give_up = time.monotonic() + 10
    while time.monotonic() < give_up:
        with psycopg.connect(world.dsn) as conn:
            answer = order_answer(conn, order)
        if answer is not None:
            return answer
        time.sleep(0.05)
    pytest.fail("the order was never answered")


def test_a_pause_stops_the_clock_and_moves_the_end(world: LiveWorld, port: int) -> None:
    room = world.open_room(ascending(6.0), {"grace": 1})
    alice = world.bidder(room, "07")

    async def story() -> None:
        async with visiting(port) as visit:
            client = await visit(room)
            await client.hello_running(alice)
            pause = world.order(room, "pause", law="cn.auction-law#1")
            halted = await client.until(lambda m: m.get("state", {}).get("why") == "pause")
            assert "closes" not in halted["state"]
            client.send(alice.said(1, amount="120.00", **SESSION))
            assert (await client.answer(1))["code"] == "room.halted"
            assert answer_of(world, pause) == {}
            again = world.order(room, "pause")
            assert answer_of(world, again)["code"] == "room.halted"
            await asyncio.sleep(1)
            world.order(room, "resume")
            await client.until(running)
            client.send(alice.said(2, amount="120.00", **SESSION))
            assert (await client.answer(2))["t"] == "taken"
            await client.until(lambda m: m.get("state", {}).get("over") == "ended", 20)

    run(story())

    events = world.events(room)
    until = datetime.fromisoformat(events[0].data["auction"]["listing_until"])
    paused = next(event for event in events if event.name == "room-paused")
    assert paused.by == OPERATOR
    assert (paused.data["reason"], paused.data["law"]) == ("雷雨", "cn.auction-law#1")
    assert events[-1].at > until + timedelta(seconds=2)


def test_a_room_is_ended_for_good_or_given_another_end(world: LiveWorld, port: int) -> None:
    doomed, moved = world.open_room(), world.open_room(ascending(3600))
    terms = world.events(moved)[0].data["auction"]
    soon = format_instant(datetime.now(UTC) + timedelta(seconds=4))

    async def story() -> None:
        async with visiting(port) as visit:
            one, other = await visit(doomed), await visit(moved)
            await one.watch()
            await other.watch()
            world.order(doomed, "terminate")
            world.order(moved, "amend", auction={**terms, "listing_until": soon})
            wrong = world.order(moved, "amend", auction={**terms, "start": "1.00"})
            unknown = world.order(moved, "dance")
            await one.until(lambda m: m.get("state", {}).get("over") == "terminated")
            assert answer_of(world, wrong)["code"] == "room.begun"
            assert answer_of(world, unknown)["code"] == "room.order-unknown"
            await other.until(lambda m: m.get("state", {}).get("over") == "ended", 20)

    run(story())

    assert [e.name for e in world.events(doomed)][-1] == "room-terminated"
    assert world.holder(doomed)[0] == ""


def test_a_phase_that_changes_by_time_alone_is_shown(world: LiveWorld, port: int) -> None:
    room = world.open_room(
        ascending(3, asking=2, window=5, entry="anyone", timed_needs=0), {"grace": 0}
    )

    async def story() -> None:
        async with visiting(port) as visit:
            client = await visit(room)
            phases = [(await client.watch())["state"]["phase"]]
            while "over" not in (message := await client.until("state", 20))["state"]:
                phases.append(message["state"]["phase"])
            assert list(dict.fromkeys(phases))[:3] == ["listing", "asking", "timed"]

    run(story())


def test_whoever_gets_no_websocket_says_it_over_http_and_hears_events(
    world: LiveWorld, port: int
) -> None:
    room = world.open_room()
    alice = world.bidder(room, "07")
    address = f"http://127.0.0.1:{port}/rooms/{room}"

    with httpx.stream("GET", f"{address}/events", params={"ticket": alice.ticket}) as stream:
        told = (line for line in stream.iter_lines() if line)
        assert stream.headers["content-type"] == "text/event-stream"
        assert next(told) == "id: 1"
        assert message(next(told))["plate"] == "07"
        said = say(alice, 1, amount="120.00")
        first, again = (
            httpx.post(f"{address}/say", json=said),
            httpx.post(f"{address}/say", json=said),
        )
        lines = (message(line) for line in told if line.startswith("data:"))
        shown = next(one for one in lines if one["t"] == "state" and one.get("lines"))

    assert (first.status_code, first.json()["number"]) == (200, 1)
    assert again.json() == first.json()
    assert shown["state"]["own"] == "120.00"
    assert httpx.get(f"{address}/state").json()["state"]["price"] == "120.00"


def test_what_http_refuses_it_says_with_a_status(world: LiveWorld, port: int) -> None:
    room = world.open_room(rules={"rate": 1, "burst": 2})
    alice = world.bidder(room, "07")
    address = f"http://127.0.0.1:{port}/rooms/{room}/say"

    def status(body: Any) -> int:
        return httpx.post(address, content=msgspec.json.encode(body)).status_code

    assert status({"ticket": alice.ticket}) == 400
    assert status({**say(alice, 1, amount="120.00"), "ticket": "x.y"}) == 401
    assert status({"ticket": "x" * 20_000, "say": {"seq": 1}}) == 413
    assert status(say(alice, 1, amount="1.00")) == 409
    assert status(say(alice, 1, amount="120.00")) == 200
    assert status(say(alice, 2, amount="130.00")) == 429
    assert httpx.get(f"http://127.0.0.1:{port}/rooms/{'ab' * 16}/state").status_code == 404
    assert httpx.get(f"http://127.0.0.1:{port}/nothing").status_code == 404


def test_only_pages_of_our_own_may_call(world: LiveWorld, port: int) -> None:
    room = world.open_room()
    address = f"http://127.0.0.1:{port}/rooms/{room}/state"

    ours = httpx.get(address, headers={"origin": "http://127.0.0.1:8000"})
    asked = httpx.options(address, headers={"origin": "http://localhost:8000"})
    theirs = httpx.get(address, headers={"origin": "https://elsewhere.example"})

    assert ours.headers["access-control-allow-origin"] == "http://127.0.0.1:8000"
    assert asked.status_code == 204
    assert "POST" in asked.headers["access-control-allow-methods"]
    assert theirs.status_code == 403


def say(bidder: Bidder, seq: int, **what: Any) -> dict[str, Any]:
    said = bidder.said(seq, proof="session", **what)
    return {"ticket": bidder.ticket, "say": {k: v for k, v in said.items() if k != "t"}}


def message(line: str) -> dict[str, Any]:
    decoded: dict[str, Any] = msgspec.json.decode(line.removeprefix("data: "))
    return decoded
