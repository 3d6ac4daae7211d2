"""Orders: what is asked of whoever keeps a stream, and what became of it."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import psycopg
from psycopg.rows import tuple_row
from psycopg.types.json import Jsonb

from poletai.ledger.lease import Async

_PLACE = b"INSERT INTO ledger_order (stream, body) VALUES (%s, %s) RETURNING id"
_OPEN = b"""
SELECT id, stream, body FROM ledger_order
WHERE done_at IS NULL AND stream = ANY(%s) ORDER BY id
"""
_DONE = b"""
UPDATE ledger_order SET done_at = clock_timestamp(), answer = told.answer
FROM unnest(%s::bigint[], %s::jsonb[]) AS told (id, answer)
WHERE ledger_order.id = told.id AND done_at IS NULL
"""
# As text: who asks may read JSON from its connection in another way.
_ANSWER = b"SELECT answer::text FROM ledger_order WHERE id = %s"


class Order(msgspec.Struct, frozen=True):
    """One thing asked: `body` holds "do", "by", "reason", "law" and what else it takes."""

    id: int
    stream: str
    body: dict[str, Any]


def place_order(conn: psycopg.Connection[Any], stream: str, body: Mapping[str, Any]) -> int:
    """Ask something of a stream's keeper, inside the caller's transaction; return its number."""
    row = _cursor(conn).execute(_PLACE, [stream, Jsonb(dict(body))]).fetchone()
    return int(row[0]) if row else 0


def order_answer(conn: psycopg.Connection[Any], number: int) -> dict[str, Any] | None:
    """Return what became of an order: {} when done, code and reason when refused, None so far."""
    row = _cursor(conn).execute(_ANSWER, [number]).fetchone()
    return msgspec.json.decode(row[0], type=dict[str, Any]) if row and row[0] else None


async def open_orders(conn: Async, streams: Sequence[str]) -> list[Order]:
    """Return what is asked of these streams and not yet answered, in the order it was asked."""
    rows = await (await conn.execute(_OPEN, [list(streams)])).fetchall()
    return [Order(*row) for row in rows]


async def answer_orders(conn: Async, answers: Mapping[int, Mapping[str, Any]]) -> None:
    """Say what became of orders, inside the caller's transaction."""
    told = [Jsonb(dict(answer)) for answer in answers.values()]
    await conn.execute(_DONE, [list(answers), told])


def _cursor(conn: psycopg.Connection[Any]) -> psycopg.Cursor[tuple[Any, ...]]:
    """Open a plain cursor, whatever factories the connection was given."""
    return psycopg.Cursor(conn, row_factory=tuple_row)
