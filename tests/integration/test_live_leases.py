"""Leases of live rooms: two processes at once, and a lease whose row is gone."""

import asyncio

import psycopg
from tests.support.live_exchange import free_port
from tests.support.live_visits import SESSION, bids_still, run
from tests.support.live_world import LiveWorld
from tests.support.room_client import RoomClient

from poletai.ledger.lease import open_lease
from poletai.site.processes import Running


def test_two_processes_started_at_once_keep_a_room_between_them_and_never_both(
    world: LiveWorld,
) -> None:
    rooms = [world.open_room() for _ in range(6)]
    first, second = free_port(), free_port()
    with world.live(first, "one"), world.live(second, "two"):

        async def story() -> None:
            for room in rooms:
                homes = []
                for port in (first, second):
                    client = await RoomClient.connect(port, room)
                    client.send({"t": "watch"})
                    homes.append((await client.until(lambda m: m["t"] != "state"))["t"])
                    await client.close()
                assert sorted(homes) == ["elsewhere", "welcome"]

        run(story())
    for room in rooms:
        epochs = [e.data["epoch"] for e in world.events(room) if e.name == "room-taken"]
        assert epochs == [1]


def test_a_lease_whose_row_was_deleted_lets_nobody_write_until_it_is_numbered_higher(
    world: LiveWorld, port: int, process: Running
) -> None:
    room = world.open_room()

    async def story() -> None:
        await bids_still(world, port, room)
        bob = world.bidder(room, "08")
        client = await RoomClient.connect(port, room)
        await client.hello(bob)
        with psycopg.connect(world.dsn) as conn:
            conn.execute("DELETE FROM ledger_lease WHERE stream = %s", [room])
        client.send(bob.said(1, amount="130.00", **SESSION))
        await asyncio.sleep(1.0)
        assert [e.name for e in world.events(room)].count("bid-taken") == 1
        with psycopg.connect(world.dsn) as conn:
            open_lease(conn, room, "room")
        await asyncio.sleep(2.0)
        again = await RoomClient.connect(port, room)
        assert (await again.hello(bob))["seq"] == 0
        again.send(bob.said(1, amount="130.00", **SESSION))
        assert (await again.answer(1))["number"] == 2
        for one in (client, again):
            one.abort()

    run(story())

    epochs = [e.data["epoch"] for e in world.events(room) if e.name == "room-taken"]
    assert epochs == [1, 2]
