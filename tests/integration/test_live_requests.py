"""The live process attacked over HTTP: endless heads, half bodies, readers who do not read."""

import asyncio
from contextlib import suppress

import pytest
from tests.support.live_visits import SESSION, bids_still, memory_of, run
from tests.support.live_world import LiveWorld
from tests.support.room_client import ClosedError, RoomClient

from poletai.site.processes import Running

FREE = {"rate": 1000, "burst": 1000}


def test_thousands_of_silent_sockets_keep_nobody_out(
    world: LiveWorld, port: int, process: Running
) -> None:
    room = world.open_room()

    async def story() -> None:
        before = memory_of(process)
        silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(1000)]
        for _, writer in silent[:500]:
            # Half a request, and nothing more.
            writer.write(
                b"POST /rooms/" + room.encode() + b"/say HTTP/1.1\r\nContent-Length: 99\r\n"
            )
        opened = [await RoomClient.connect(port, room) for _ in range(500)]
        assert await bids_still(world, port, room) < 2
        assert memory_of(process) - before < 80
        # Who never says who it is, is sent away.
        with pytest.raises(ClosedError):
            await opened[0].until(lambda _: False, 20)
        for _, writer in silent:
            writer.transport.abort()
        for client in opened:
            client.abort()

    run(story())


@pytest.mark.parametrize(
    ("first", "more"),
    [
        (b"GET /health HTTP/1.1\r\nX-A: ", b"a" * 65_536),
        (b"GET /health HTTP/1.1\r\n", b"X-A: abcdefghijklmnop\r\n" * 2048),
        (b"GET /rooms/", b"a" * 65_536),
        (b"GET /health HTTP/1.1\r\nHost: x\r\n\r\nGET /", b"a" * 65_536),
    ],
    ids=["field", "fields", "address", "second"],
)
def test_a_head_without_an_end_fills_no_memory(
    world: LiveWorld, port: int, process: Running, first: bytes, more: bytes
) -> None:
    room = world.open_room()

    async def story() -> None:
        before = memory_of(process)
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(first)
        with suppress(OSError):
            for _ in range(400):
                writer.write(more)
                await writer.drain()
        assert writer.transport.is_closing()
        writer.transport.abort()
        assert memory_of(process) - before < 20
        assert await bids_still(world, port, room) < 2

    run(story())


def test_a_head_that_does_not_come_is_not_waited_for(
    world: LiveWorld, port: int, process: Running
) -> None:
    async def story() -> None:
        for first in (b"", b"GET /health HTTP/1.1\r\n", b"GET /health HTTP/1.1\r\n\r\nGET"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(first)
            with suppress(OSError):
                await asyncio.wait_for(reader.read(), 14)
            writer.transport.abort()

    run(story())


def test_events_nobody_reads_fill_no_memory(world: LiveWorld, port: int, process: Running) -> None:
    room = world.open_room(rules=FREE)
    alice = world.bidder(room, "07")

    async def story() -> None:
        deaf = []
        for _ in range(50):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
            writer.write(f"GET /rooms/{room}/events HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            deaf.append((reader, writer))
        await asyncio.sleep(0.5)
        before = memory_of(process)
        bidder = await RoomClient.connect(port, room)
        await bidder.hello(alice)
        for seq in range(1, 600):
            bidder.send(alice.said(seq, amount=f"{100 + seq}.00", **SESSION))
            if seq % 50 == 0:
                await asyncio.sleep(0.1)
        assert (await bidder.answer(599, 20))["t"] == "refused"
        assert memory_of(process) - before < 40
        bidder.abort()
        for _, writer in deaf:
            writer.transport.abort()

    run(story())


def test_half_a_body_is_not_waited_for(world: LiveWorld, port: int, process: Running) -> None:
    room = world.open_room()

    async def story() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = f"POST /rooms/{room}/say HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n"
        writer.write(head.encode() + b'{"ticket":')
        answer = await asyncio.wait_for(reader.readline(), 8)
        assert b" 408 " in answer
        writer.close()

    run(story())
