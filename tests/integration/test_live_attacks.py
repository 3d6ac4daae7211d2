"""A live room attacked from outside: floods, noise, slow readers, silent sockets."""

import asyncio
import os
from contextlib import suppress

import httpx
import pytest
from tests.support.live_visits import SESSION, bids_still, memory_of, run
from tests.support.live_world import LiveWorld
from tests.support.room_client import ClosedError, RoomClient, visiting

from poletai.site.processes import Running

FREE = {"rate": 1000, "burst": 1000}


@pytest.mark.parametrize(
    "noise",
    [
        b'{"t":"watch"}',
        b'{"t":"ping","sent":1e999}',
        b'{"t":"say","seq":1,"amount":"120.00"}',
        b"[" * 16_000,
        b'{"x":' + b"[" * 8000 + b"]" * 8000 + b',"t":"watch"}',
        b"\xff\xfe",
        b'{"t":"say","seq":1,"amount":120.0}',
        b'{"t":"say","seq":1.5}',
        b'{"t":"watch","more":1}',
    ],
    ids=["hello", "infinity", "unknown", "deep", "deeper", "bytes", "float", "half", "field"],
)
def test_a_thousand_times_the_same_noise_ends_one_connection_and_nothing_else(
    world: LiveWorld, port: int, process: Running, noise: bytes
) -> None:
    room = world.open_room()

    async def story() -> None:
        client = await RoomClient.connect(port, room)
        with suppress(ClosedError, OSError):
            for _ in range(1000):
                client.send_frame(noise)
        with pytest.raises(ClosedError):
            await client.until(lambda _: False)
        client.abort()
        assert len(client.came) < 200
        assert await bids_still(world, port, room) < 2

    run(story())


def test_frames_no_client_may_send_end_the_connection_alone(
    world: LiveWorld, port: int, process: Running
) -> None:
    room = world.open_room()
    wrong = [
        b"\x81\x05hello",
        b"\xf1\x80\0\0\0\0",
        b"\x81\xff" + (1 << 62).to_bytes(8, "big") + bytes(8),
        b"\x89\xfe\x10\x00" + bytes(4100),
        b"\x80\x80\0\0\0\0",
        b"\x01\x81\0\0\0\0a" * 2,
        b"GET / HTTP/1.1\r\n\r\n",
        os.urandom(2000),
    ]

    async def story() -> None:
        for data in wrong:
            client = await RoomClient.connect(port, room)
            await client.push(data)
            with pytest.raises(ClosedError):
                async with asyncio.timeout(15):
                    await client.until("welcome", 15)
            await client.close()
        pieces = await RoomClient.connect(port, room)
        with suppress(ClosedError, OSError):
            # One message that never ends, in pieces of nothing.
            await pieces.push(b"\x01\x80\0\0\0\0" + b"\x00\x80\0\0\0\0" * 100_000)
        assert await bids_still(world, port, room) < 2
        await pieces.close()

    run(story())


def test_who_reads_nothing_fills_no_memory(world: LiveWorld, port: int, process: Running) -> None:
    room = world.open_room(rules=FREE)
    alice = world.bidder(room, "07")

    async def story() -> None:
        deaf = [await RoomClient.connect(port, room) for _ in range(20)]
        for client in deaf:
            client.send({"t": "watch"})
            client.stop_reading()
        await asyncio.sleep(0.5)
        before = memory_of(process)
        ping = b"\x89\xfd\0\0\0\0" + bytes(125)
        for client in deaf:
            with suppress(OSError, TimeoutError):
                async with asyncio.timeout(1.0):
                    for _ in range(200):
                        await client.push(ping * 1000)
        bidder = await RoomClient.connect(port, room)
        await bidder.hello(alice)
        for seq in range(1, 400):
            bidder.send(alice.said(seq, amount=f"{100 + seq}.00", **SESSION))
        for client in (bidder,):
            await client.until(lambda m: m["t"] == "refused" and m["seq"] == 399, 30)
        assert memory_of(process) - before < 40
        assert await bids_still(world, port, world.open_room(rules=FREE)) < 2
        for client in (*deaf, bidder):
            client.abort()

    run(story())


def test_asking_for_rooms_that_are_none_keeps_no_bid_waiting(
    world: LiveWorld, port: int, process: Running
) -> None:
    room = world.open_room()

    async def story() -> None:
        await bids_still(world, port, room, "08")
        lost = [await RoomClient.connect(port, f"{n:032x}") for n in range(600)]
        for client in lost:
            client.send({"t": "watch"})
        alice = world.bidder(room, "07")
        client = await RoomClient.connect(port, room)
        await client.hello(alice)
        client.send(alice.said(1, amount="130.00", **SESSION))
        assert (await client.answer(1, 2))["t"] == "taken"
        for one in lost:
            assert (await one.until("refused", 20))["code"] == "room.unknown"
        for one in (*lost, client):
            one.abort()

    run(story())


def test_the_rate_of_a_plate_is_one_however_many_connections_it_has(
    world: LiveWorld, port: int, process: Running
) -> None:
    room = world.open_room(rules={"rate": 1, "burst": 10})
    alice = world.bidder(room, "07")
    address = f"http://127.0.0.1:{port}/rooms/{room}/say"

    async def story() -> None:
        async with visiting(port) as visit, httpx.AsyncClient() as http:
            clients = [await visit(room) for _ in range(5)]
            for client in clients:
                await client.hello(alice)
            codes = []
            for seq in range(1, 31):
                said = alice.said(seq, amount="50.00", **SESSION)
                if seq % 6 == 0:
                    bare = {name: value for name, value in said.items() if name != "t"}
                    body = {"ticket": alice.ticket, "say": bare}
                    codes.append((await http.post(address, json=body)).json()["code"])
                else:
                    client = clients[seq % 5]
                    client.send(said)
                    codes.append((await client.answer(seq))["code"])
            assert codes.count("room.too-fast") >= 15

    run(story())


def test_pages_of_others_open_no_socket_and_are_answered_nothing(
    world: LiveWorld, port: int, process: Running
) -> None:
    room = world.open_room()
    outside = [
        "https://evil.example",
        "null",
        "http://127.0.0.1.evil.example",
        "http://evil@x.example",
    ]

    async def story() -> None:
        for origin in outside:
            with pytest.raises(ClosedError, match="403"):
                await RoomClient.connect(port, room, f"Origin: {origin}\r\n")
        own = await RoomClient.connect(port, room, "Origin: http://127.0.0.1:8000\r\n")
        await own.watch()
        await own.close()

    run(story())
    for origin in outside:
        address = f"http://127.0.0.1:{port}/rooms/{room}/state"
        answer = httpx.get(address, headers={"origin": origin})
        assert (answer.status_code, answer.text) == (403, "{}")


@pytest.mark.parametrize(
    "path", ["..", "%00", "a" * 5000, "ab" * 16 + "%0a", "rooms/x", "' OR 1=1"]
)
def test_an_address_that_is_no_room_is_none(
    world: LiveWorld, port: int, process: Running, path: str
) -> None:
    answer = httpx.get(f"http://127.0.0.1:{port}/rooms/{path}/state")
    assert answer.status_code == 404
