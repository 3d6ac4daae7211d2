"""Checkpoints kept in the database, written there before they are published."""

from datetime import datetime
from typing import Any

import msgspec
import psycopg
from psycopg.rows import tuple_row

_COLUMNS = "SELECT size, root, note, quorum FROM ledger_checkpoint"


class KeptCheckpoint(msgspec.Struct, frozen=True):
    """One checkpoint: its size and root, its note as far as it is cosigned, and whether enough."""

    size: int
    root: bytes
    note: str
    quorum: bool


def latest_checkpoints(conn: psycopg.Connection[Any], count: int) -> list[KeptCheckpoint]:
    """Return the newest checkpoints, the newest first."""
    return _select(conn, f"{_COLUMNS} ORDER BY size DESC LIMIT %s", count)


def latest_quorum(conn: psycopg.Connection[Any]) -> KeptCheckpoint | None:
    """Return the newest checkpoint that meets its policy."""
    found = _select(conn, f"{_COLUMNS} WHERE quorum ORDER BY size DESC LIMIT %s", 1)
    return found[0] if found else None


def first_quorum_with(conn: psycopg.Connection[Any], index: int) -> KeptCheckpoint | None:
    """Return the first checkpoint meeting its policy that contains leaf `index`, if any yet."""
    query = f"{_COLUMNS} WHERE quorum AND size > %s ORDER BY size LIMIT 1"
    found = _select(conn, query, index)
    return found[0] if found else None


def keep_checkpoint(conn: psycopg.Connection[Any], kept: KeptCheckpoint, at: datetime) -> None:
    """Add a checkpoint; a second one of the same size is an error of the database."""
    _cursor(conn).execute(
        b"INSERT INTO ledger_checkpoint (size, root, note, quorum, at) VALUES (%s,%s,%s,%s,%s)",
        [kept.size, kept.root, kept.note, kept.quorum, at],
    )


def update_checkpoint(conn: psycopg.Connection[Any], kept: KeptCheckpoint) -> None:
    """Keep the cosignatures that a checkpoint has gained."""
    _cursor(conn).execute(
        b"UPDATE ledger_checkpoint SET note = %s, quorum = %s WHERE size = %s AND root = %s",
        [kept.note, kept.quorum, kept.size, kept.root],
    )


def _select(conn: psycopg.Connection[Any], query: str, value: int) -> list[KeptCheckpoint]:
    rows = _cursor(conn).execute(query.encode(), [value]).fetchall()
    return [KeptCheckpoint(*row) for row in rows]


def _cursor(conn: psycopg.Connection[Any]) -> psycopg.Cursor[tuple[Any, ...]]:
    return psycopg.Cursor(conn, row_factory=tuple_row)
