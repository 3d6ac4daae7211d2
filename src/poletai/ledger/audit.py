"""The audit: the database compared with the published log, row by row, by who runs both."""

from collections.abc import Iterator
from typing import Any

import psycopg

from poletai.core.basics.problem import Problem
from poletai.ledger.checkpoint import read_checkpoint
from poletai.ledger.envelope import entry_of
from poletai.ledger.errors import LedgerError
from poletai.ledger.publishing import SIGNED
from poletai.ledger.reading import all_entries
from poletai.ledger.source import Source
from poletai.ledger.store import Store
from poletai.ledger.stored import Row, open_row

# A named cursor fetches in runs, so that a log of any size is audited in little memory.
_ROWS = b"""
SELECT id, stream, position, digest, entry, sealed, index
FROM ledger_leaf JOIN ledger_event ON ledger_event.id = ledger_leaf.event
WHERE index < %s ORDER BY index
"""


def audit(conn: psycopg.Connection[Any], store: Store, source: Source) -> list[Problem]:
    """Compare every sequenced event with its leaf, and each envelope with its digest.

    Opens what is sealed, so it needs the store key. An empty answer means that no row under the
    newest signed checkpoint was changed, moved or lost.
    """
    size = read_checkpoint(source(SIGNED).decode()).size
    problems: list[Problem] = []
    rows = _rows(conn, size)
    for index, published in all_entries(source, size):
        row = next(rows, None)
        if row is None or row.index != index:
            problems.append(_problem(index, "missing", "the database holds no event for it"))
            return problems
        problems += _judge(row, published, store)
    return problems


def _rows(conn: psycopg.Connection[Any], size: int) -> Iterator[Row]:
    with conn.cursor(name="ledger_audit") as cursor:
        cursor.execute(_ROWS, [size])
        for row in cursor:
            yield Row(*row)


def _judge(row: Row, published: bytes, store: Store) -> list[Problem]:
    """Compare one row with the entry published for it."""
    index = row.index or 0
    if row.entry != published:
        return [_problem(index, "disagreement", f"event {row.id} has another entry")]
    try:
        event = open_row(row, store.key, store.blobs)
    except (LedgerError, ValueError) as problem:
        return [_problem(index, "disagreement", f"event {row.id}: {problem}")]
    if entry_of(event.envelope, event.salt) != published:
        return [_problem(index, "disagreement", f"event {row.id} is not what its leaf hides")]
    return []


def _problem(index: int, code: str, message: str) -> Problem:
    return Problem(code=code, where=f"leaf {index}", message=message)
