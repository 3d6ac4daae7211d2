"""A live room as its bidders and watchers meet it: one process, real PostgreSQL."""

import asyncio
from collections.abc import Coroutine, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.support.live_exchange import free_port
from tests.support.live_world import LiveWorld, ascending
from tests.support.room_client import visiting

SESSION = {"proof": "session"}


@pytest.fixture
def port(world: LiveWorld) -> Iterator[int]:
    chosen = free_port()
    with world.live(chosen):
        yield chosen


def run(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(story, 60))


def test_a_bid_is_answered_once_it_is_in_the_log_and_everyone_sees_it(
    world: LiveWorld, port: int
) -> None:
    room = world.open_room()
    alice = world.bidder(room, "07", "alice-ltd")

    async def story() -> None:
        async with visiting(port) as visit:
            watcher, client = await visit(room), await visit(room)
            seen, welcome = await watcher.watch(), await client.hello(alice)
            client.send(alice.said(1, amount="120.00", **SESSION))
            answer = await client.answer(1)
            shown = await watcher.until(lambda m: m["t"] == "state" and bool(m["lines"]))

            assert "price" not in seen["state"]
            assert (welcome["plate"], welcome["seq"]) == ("07", 0)
            assert (answer["t"], answer["number"]) == ("taken", 1)
            assert shown["state"]["price"] == "120.00"
            lines = [(line["plate"], line["amount"]) for line in shown["lines"]]
            assert lines == [("07", "120.00")]

    run(story())

    names = [event.name for event in world.events(room)]
    assert names == ["room-opened", "room-taken", "bidder-joined", "bid-taken"]
    assert world.events(room)[2].private == {"bidder": "alice-ltd"}


def test_what_is_refused_says_why_and_leaves_nothing(world: LiveWorld, port: int) -> None:
    room = world.open_room(rules={"rate": 1, "burst": 7})
    alice, mallory = world.bidder(room, "07"), world.bidder(room, "07")

    async def story() -> None:
        async with visiting(port) as visit:
            client = await visit(room)
            await client.hello(alice)
            asked = {
                "auction.below-start": alice.said(1, amount="50.00", **SESSION),
                "auction.figure": alice.said(2, amount="1e2", **SESSION),
                "auction.kind-unknown": alice.said(3, kind="sing", **SESSION),
                "room.no-proxies": alice.said(4, kind="maximum", amount="130.00", **SESSION),
                "room.bad-proof": mallory.said(5, amount="120.00", **SESSION),
            }
            for code, message in asked.items():
                client.send(message)
                assert (await client.answer(message["seq"]))["code"] == code
            for seq in range(6, 12):
                client.send(alice.said(seq, amount="50.00", **SESSION))
            assert (await client.answer(11))["code"] == "room.too-fast"

    run(story())

    assert world.replayed(room).number == 0


def test_a_bid_sent_twice_is_taken_once_and_answered_twice(world: LiveWorld, port: int) -> None:
    room = world.open_room(ascending(leader_may_raise=True))
    alice = world.bidder(room, "07")

    async def story() -> None:
        async with visiting(port) as visit:
            client = await visit(room)
            await client.hello(alice)
            once = alice.said(1, amount="120.00", **SESSION)
            for message in (once, once, alice.said(2, amount="130.00", **SESSION), once):
                client.send(message)
            answers = [await client.until("taken") for _ in range(4)]
            assert [(a["seq"], a["number"]) for a in answers] == [(1, 1), (1, 1), (2, 2), (1, 1)]

            again = await visit(room)
            welcome = await again.hello(alice)
            again.send(once)
            assert welcome["seq"] == 2
            assert (await again.answer(1))["number"] == 1

    run(story())

    assert world.replayed(room).number == 2


def test_a_signature_of_the_plates_key_is_what_counts_where_the_rules_ask_for_one(
    world: LiveWorld, port: int
) -> None:
    room = world.open_room(rules={"proof": "signature"})
    alice = world.bidder(room, "07")

    async def story() -> None:
        async with visiting(port) as visit:
            client = await visit(room)
            await client.hello(alice)
            client.send(alice.said(1, amount="120.00", **SESSION))
            assert (await client.answer(1))["code"] == "room.bad-proof"
            client.send(alice.said(1, amount="120.00"))
            assert (await client.answer(1))["t"] == "taken"

    run(story())

    assert world.events(room)[-1].data["sig"]


@pytest.mark.parametrize(
    ("first", "code"),
    [
        (b'{"t":"hello","ticket":"x.y"}', "room.bad-ticket"),
        (b'{"t":"dance"}', "room.unreadable"),
        (b"\xff", None),
        (b'{"t":"say","seq":1,"amount":"120.00"}', "room.unknown-plate"),
        (b'{"t":"watch","more":"' + b"x" * 17_000 + b'"}', "room.too-large"),
    ],
)
def test_whoever_says_no_right_first_word_is_told(
    world: LiveWorld, port: int, first: bytes, code: str | None
) -> None:
    room = world.open_room()

    async def story() -> None:
        async with visiting(port) as visit:
            client = await visit(room)
            client.send_frame(first)
            if code is not None:
                assert (await client.until("refused"))["code"] == code

    run(story())


def test_a_ticket_of_one_room_opens_no_other_and_a_room_that_is_none_is_told_of(
    world: LiveWorld, port: int
) -> None:
    room, other = world.open_room(), world.open_room()
    alice = world.bidder(other, "07")

    async def story() -> None:
        async with visiting(port) as visit:
            client, lost = await visit(room), await visit("ab" * 16)
            client.send({"t": "hello", "ticket": alice.ticket})
            lost.send({"t": "watch"})
            assert (await client.until("refused"))["code"] == "room.bad-ticket"
            assert (await lost.until("refused"))["code"] == "room.unknown"

    run(story())


def test_a_room_ends_by_itself_and_says_so(world: LiveWorld, port: int) -> None:
    room = world.open_room(ascending(2.0))
    alice = world.bidder(room, "07")

    async def story() -> None:
        async with visiting(port) as visit:
            client, watcher = await visit(room), await visit(room)
            await watcher.watch()
            await client.hello(alice)
            client.send(alice.said(1, amount="120.00", **SESSION))
            await client.answer(1)
            last = await watcher.until(
                lambda m: m["state"]["over"] == "ended" if "over" in m.get("state", {}) else False
            )
            assert last["state"]["price"] == "120.00"
            client.send(alice.said(2, amount="130.00", **SESSION))
            assert (await client.answer(2))["code"] == "room.over"
            late = await visit(room)
            assert (await late.watch())["state"]["over"] == "ended"

    run(story())

    opened, *_, ended = world.events(room)
    until = datetime.fromisoformat(opened.data["auction"]["listing_until"])
    assert ended.name == "room-ended"
    assert timedelta(0) < ended.at - until < timedelta(seconds=1)


def test_the_room_tells_its_time(world: LiveWorld, port: int) -> None:
    room = world.open_room()

    async def story() -> None:
        async with visiting(port) as visit:
            client = await visit(room)
            client.send({"t": "ping", "sent": 1732.5})
            answer = await client.until("pong")
            assert answer["sent"] == 1732.5
            assert datetime.fromisoformat(answer["at"]).tzinfo is not None

    run(story())
