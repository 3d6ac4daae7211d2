"""Streams that one process at a time keeps, on real PostgreSQL: leases, fencing, orders."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.support.log_world import NOON

from poletai.ledger.blobs import BlobStore
from poletai.ledger.drafting import draft_event
from poletai.ledger.envelope import NewEvent
from poletai.ledger.held import Head, append_held, draft_held
from poletai.ledger.lease import Async, claim, finish, holders, open_lease, release, renew
from poletai.ledger.orders import answer_orders, open_orders, order_answer, place_order
from poletai.ledger.store import Store, create_schema, read
from poletai.ledger.store_key import StoreKey

ROOM, OTHER = "ab" * 16, "cd" * 16


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(StoreKey.create(tmp_path / "store.key"), BlobStore(tmp_path / "blob"))


@pytest.fixture
def dsn(postgres_dsn: str) -> str:
    with psycopg.connect(postgres_dsn) as conn:
        create_schema(conn)
        open_lease(conn, ROOM, "room")
        open_lease(conn, OTHER, "room")
    return postgres_dsn


def run(dsn: str, work: Callable[[Async], Awaitable[Any]]) -> Any:
    async def connected() -> Any:
        async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as conn:
            return await work(conn)

    return asyncio.run(connected())


def bid(stream: str = ROOM, amount: str = "120.00", **more: Any) -> NewEvent:
    by = {"role": "bidder", "id": "07"}
    return NewEvent(stream, "room", "bid-taken", NOON, by, {"amount": amount}, **more)


def drafted(store: Store, *events: NewEvent, head: Head | None = None) -> Any:
    return draft_held(store, head or Head(), events)[0]


def test_a_stream_is_kept_by_one_and_then_by_the_next_under_a_higher_number(dsn: str) -> None:
    async def story(conn: Async) -> None:
        first = await claim(conn, "room", "alice", 0.2, 1)
        second = await claim(conn, "room", "bob", 30, 5)
        assert await claim(conn, "room", "chen", 30, 5) == []
        await asyncio.sleep(0.25)
        third = await claim(conn, "room", "chen", 30, 5)

        assert [(one.epoch, one.idle) for one in first + second] == [(1, None), (1, None)]
        assert [(one.stream, one.epoch) for one in third] == [(first[0].stream, 2)]
        assert third[0].idle is not None
        assert 0.2 <= third[0].idle.total_seconds() < 5
        assert await renew(conn, "alice", 30) == {}
        assert await renew(conn, "bob", 30) == {second[0].stream: 1}

    run(dsn, story)


def test_a_lease_that_ran_out_is_not_renewed_though_nobody_took_it(dsn: str) -> None:
    async def story(conn: Async) -> None:
        await claim(conn, "room", "alice", 0.1, 5)
        await asyncio.sleep(0.15)
        assert await renew(conn, "alice", 30) == {}

    run(dsn, story)


def test_what_is_released_or_finished_is_told(dsn: str) -> None:
    async def story(conn: Async) -> None:
        await claim(conn, "room", "alice", 30, 5)
        await finish(conn, ROOM, 1)
        assert (await holders(conn, [ROOM, "nothing"]))[ROOM].ended
        await release(conn, "alice")
        assert [one.owner for one in (await holders(conn, [OTHER])).values()] == [""]
        assert [one.stream for one in await claim(conn, "room", "bob", 30, 5)] == [OTHER]

    run(dsn, story)


def test_only_the_holder_writes_and_streams_of_others_do_not_hold_up_its_own(
    dsn: str, store: Store
) -> None:
    async def story(conn: Async) -> None:
        await claim(conn, "room", "alice", 30, 5)
        both = {ROOM: (1, drafted(store, bid())), OTHER: (0, drafted(store, bid(OTHER)))}
        assert await append_held(conn, both) == {OTHER}

    run(dsn, story)

    with psycopg.connect(dsn) as conn:
        assert [event.position for event in read(conn, store, ROOM)] == [0]
        assert read(conn, store, OTHER) == []


def test_whoever_was_fenced_writes_nothing(dsn: str, store: Store) -> None:
    async def story(conn: Async) -> None:
        await claim(conn, "room", "alice", 0.05, 5)
        await asyncio.sleep(0.1)
        assert await append_held(conn, {ROOM: (1, drafted(store, bid()))}) == {ROOM}
        await claim(conn, "room", "bob", 30, 5)
        assert await append_held(conn, {ROOM: (1, drafted(store, bid()))}) == {ROOM}
        assert await append_held(conn, {ROOM: (2, drafted(store, bid()))}) == set()

    run(dsn, story)


def test_nobody_takes_a_stream_while_its_holder_writes(dsn: str, store: Store) -> None:
    async def story(conn: Async) -> None:
        await claim(conn, "room", "alice", 0.3, 5)
        async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as rival:
            async with conn.transaction():
                await append_held(conn, {ROOM: (1, drafted(store, bid()))})
                await asyncio.sleep(0.4)
                taken = await claim(rival, "room", "bob", 30, 5)
                assert [one.stream for one in taken] == [OTHER]
            assert [one.stream for one in await claim(rival, "room", "bob", 30, 5)] == [ROOM]

    run(dsn, story)


def test_held_events_read_back_chained_with_their_hidden_parts(dsn: str, store: Store) -> None:
    events = [
        bid(),
        bid(amount="130.00", confidential=True),
        bid(private={"bidder": "firm"}),
        bid(amount="9" * 9000),
        bid(),
    ]

    async def story(conn: Async) -> None:
        await claim(conn, "room", "alice", 30, 5)
        assert await append_held(conn, {ROOM: (1, drafted(store, *events))}) == set()

    run(dsn, story)

    with psycopg.connect(dsn) as conn:
        found = read(conn, store, ROOM)
    assert [event.data for event in found] == [dict(e.data) | dict(e.private or {}) for e in events]
    assert [event.envelope["prev"] for event in found[1:]] == [one.digest for one in found[:-1]]
    assert [event.confidential for event in found] == [False, True, False, False, False]


def test_the_short_way_to_a_draft_gives_the_bytes_of_the_long_one(store: Store) -> None:
    event = bid(amount="竞买号牌 “7”\n")
    head = Head(7, "ef" * 32)

    (short,), after = draft_held(store, head, [event])
    long = draft_event(event, {ROOM: (head.length, head.digest)}, store.blobs)

    assert (short.entry, short.digest) == (long.entry, long.digest)
    assert after == Head(8, long.digest.hex())


def test_orders_are_answered_once(dsn: str) -> None:
    with psycopg.connect(dsn) as conn:
        pause = place_order(conn, ROOM, {"do": "pause", "reason": "雷雨"})
        resume = place_order(conn, ROOM, {"do": "resume"})
        place_order(conn, OTHER, {"do": "pause"})

    async def story(conn: Async) -> None:
        waiting = await open_orders(conn, [ROOM])
        asked = [(one.id, one.body["do"]) for one in waiting]
        assert asked == [(pause, "pause"), (resume, "resume")]
        await answer_orders(conn, {pause: {}, resume: {"code": "room.over"}})
        await answer_orders(conn, {pause: {"code": "late"}})
        assert await open_orders(conn, [ROOM]) == []

    run(dsn, story)

    with psycopg.connect(dsn) as conn:
        assert order_answer(conn, pause) == {}
        assert order_answer(conn, resume) == {"code": "room.over"}
