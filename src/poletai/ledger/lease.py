"""Leases: which process keeps a stream, until when, and under which fencing number.

All times are the database's own. A lease that has run out is never renewed: whoever lost it, if
only for a moment, claims the stream anew and says so in it.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec
import psycopg
from psycopg.rows import tuple_row

Async = psycopg.AsyncConnection[Any]

_OPEN = b"INSERT INTO ledger_lease (stream, kind) VALUES (%s, %s) ON CONFLICT DO NOTHING"
# A row that its keeper is just writing under is locked, and is passed over: it is kept.
_CLAIM = b"""
WITH free AS (
    SELECT stream, seen FROM ledger_lease
    WHERE kind = %s AND NOT ended AND until <= clock_timestamp()
    ORDER BY until LIMIT %s FOR UPDATE SKIP LOCKED
)
UPDATE ledger_lease AS lease
SET owner = %s, epoch = lease.epoch + 1, seen = clock_timestamp(),
    until = clock_timestamp() + %s * interval '1 second'
FROM free WHERE lease.stream = free.stream
RETURNING lease.stream, lease.epoch, clock_timestamp() - free.seen
"""
_RENEW = b"""
UPDATE ledger_lease
SET seen = clock_timestamp(), until = clock_timestamp() + %s * interval '1 second'
WHERE owner = %s AND NOT ended AND until > clock_timestamp()
RETURNING stream, epoch
"""
_RELEASE = b"""
UPDATE ledger_lease SET until = clock_timestamp()
WHERE owner = %s AND NOT ended AND until > clock_timestamp()
"""
_FINISH = b"UPDATE ledger_lease SET ended = true WHERE stream = %s AND epoch = %s"
_OUTGROW = b"""
UPDATE ledger_lease SET epoch = greatest(epoch, %s), until = clock_timestamp()
WHERE stream = %s AND epoch = %s
"""
_HOLDERS = b"""
SELECT stream, kind, CASE WHEN until > clock_timestamp() THEN owner ELSE '' END, epoch, ended
FROM ledger_lease WHERE stream = ANY(%s)
"""


class Lease(msgspec.Struct, frozen=True):
    """A stream claimed: its fencing number, and how long nobody kept it (None: nobody ever did)."""

    stream: str
    epoch: int
    idle: timedelta | None


class Holder(msgspec.Struct, frozen=True):
    """Who keeps a stream now; nobody where `owner` is empty."""

    stream: str
    kind: str
    owner: str
    epoch: int
    ended: bool


def open_lease(conn: psycopg.Connection[Any], stream: str, kind: str) -> None:
    """Let a stream be kept from now on, inside the caller's transaction."""
    psycopg.Cursor(conn, row_factory=tuple_row).execute(_OPEN, [stream, kind])


async def claim(conn: Async, kind: str, owner: str, seconds: float, limit: int) -> list[Lease]:
    """Take up to `limit` streams of a kind that nobody keeps."""
    found = await conn.execute(_CLAIM, [kind, limit, owner, seconds])
    return [Lease(*row) for row in await found.fetchall()]


async def renew(conn: Async, owner: str, seconds: float) -> dict[str, int]:
    """Keep everything that is still ours and return it, each stream with its fencing number."""
    return dict(await (await conn.execute(_RENEW, [seconds, owner])).fetchall())


async def release(conn: Async, owner: str) -> None:
    """Give back everything at once; the last sign of life stays what it was."""
    await conn.execute(_RELEASE, [owner])


async def finish(conn: Async, stream: str, epoch: int) -> None:
    """Say that nothing is left to keep of a stream."""
    await conn.execute(_FINISH, [stream, epoch])


async def outgrow(conn: Async, lease: Lease, epoch: int) -> None:
    """Give back a lease whose number was used before, and have the next one number it higher."""
    await conn.execute(_OUTGROW, [epoch, lease.stream, lease.epoch])


async def holders(conn: Async, streams: Sequence[str]) -> dict[str, Holder]:
    """Return who keeps these streams; those that were never opened are missing."""
    rows = await (await conn.execute(_HOLDERS, [list(streams)])).fetchall()
    return {row[0]: Holder(*row) for row in rows}
