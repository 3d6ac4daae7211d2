"""The event store: streams of events in PostgreSQL, within the caller's transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import psycopg
from psycopg.errors import UniqueViolation
from psycopg.rows import tuple_row

from poletai.ledger.blobs import BlobStore
from poletai.ledger.drafting import Draft, Heads, draft_event
from poletai.ledger.envelope import NewEvent
from poletai.ledger.errors import StreamConflictError
from poletai.ledger.store_key import StoreKey
from poletai.ledger.stored import Row, StoredEvent, open_row, seal_parts

_HEADS = """
SELECT wanted.stream, head.position, head.digest
FROM unnest(%s::text[]) AS wanted (stream)
CROSS JOIN LATERAL (
    SELECT position, digest FROM ledger_event
    WHERE ledger_event.stream = wanted.stream ORDER BY position DESC LIMIT 1
) AS head
"""
# The order by is what makes ids follow the order of the events within one append.
_INSERT = """
WITH event AS (
    INSERT INTO ledger_event (stream, position, digest, entry, sealed)
    SELECT stream, position, digest, entry, sealed
    FROM unnest(%s::text[], %s::integer[], %s::bytea[], %s::bytea[], %s::bytea[])
        WITH ORDINALITY AS new (stream, position, digest, entry, sealed, nth)
    ORDER BY nth
    RETURNING id
), waiting AS (
    INSERT INTO ledger_pending (event) SELECT id FROM event
)
SELECT id FROM event ORDER BY id
"""
# The id is drawn for rows of `provided` alone: after whatever lock that took.
_INSERT_PROVIDED = """
WITH {provided}, event AS (
    INSERT INTO ledger_event (stream, position, digest, entry, sealed)
    SELECT %s::text, 0, %s::bytea, %s::bytea, %s::bytea FROM provided
    RETURNING id
), waiting AS (
    INSERT INTO ledger_pending (event) SELECT id FROM event
)
SELECT id FROM event
"""
_SELECT = """
SELECT id, stream, position, digest, entry, sealed, leaf.index
FROM ledger_event LEFT JOIN ledger_leaf AS leaf ON leaf.event = ledger_event.id
"""


@dataclass(frozen=True, slots=True)
class Store:
    """What the store needs besides the database: its key and the folder of its blobs."""

    key: StoreKey
    blobs: BlobStore


def create_schema(conn: psycopg.Connection[Any]) -> None:
    """Make the tables where they are not there yet."""
    _cursor(conn).execute(schema())


def schema() -> bytes:
    """Return the SQL of the tables."""
    return (files("poletai.ledger") / "schema.sql").read_bytes()


def append(
    conn: psycopg.Connection[Any],
    store: Store,
    events: Sequence[NewEvent],
    expected: Mapping[str, int] | None = None,
) -> list[StoredEvent]:
    """Append events, each at the end of its stream, inside the caller's transaction.

    `expected` gives the length a stream must still have. Raises StreamConflictError when it has
    another, or when someone else took a position meanwhile (the transaction is then lost: roll
    back, read again, decide again). Blobs are durable before this returns.
    """
    if not events:
        return []
    heads = _heads(conn, sorted({event.stream for event in events}))
    _require_lengths(heads, expected or {})
    drafts = [draft_event(event, heads, store.blobs) for event in events]
    ids = _insert(conn, store.key, drafts)
    return [_appended(*pair) for pair in zip(ids, drafts, strict=True)]


def append_first(
    conn: psycopg.Connection[Any],
    store: Store,
    event: NewEvent,
    provided: str,
    values: Sequence[Any],
) -> StoredEvent | None:
    """Append the first event of a stream where `provided` yields a row, all in one statement.

    `provided` is the text of common table expressions of which the last is called so; `values`
    are theirs. None, and nothing written, where it yields no row. Raises StreamConflictError.
    """
    draft = draft_event(event, {}, store.blobs)
    sealed = seal_parts(store.key, draft.hidden, draft.digest)
    statement = _INSERT_PROVIDED.format(provided=provided).encode()
    row = [*values, event.stream, draft.digest, draft.entry, sealed]
    try:
        found = _cursor(conn).execute(statement, row).fetchone()
    except UniqueViolation as problem:
        raise _grew(event.stream) from problem
    return _appended(found[0], draft) if found else None


def read(conn: psycopg.Connection[Any], store: Store, stream: str) -> list[StoredEvent]:
    """Return the events of one stream in order; empty when the stream does not exist."""
    return read_streams(conn, store, [stream])


def read_streams(
    conn: psycopg.Connection[Any], store: Store, streams: Sequence[str]
) -> list[StoredEvent]:
    """Return the events of several streams, ordered by stream and position."""
    query = _SELECT + "WHERE stream = ANY(%s) ORDER BY stream, position"
    return _events(conn, store, query, [list(streams)])


def read_last(conn: psycopg.Connection[Any], store: Store, stream: str) -> StoredEvent | None:
    """Return the last event of a stream; None when the stream does not exist."""
    query = _SELECT + "WHERE stream = %s ORDER BY position DESC LIMIT 1"
    return next(iter(_events(conn, store, query, [stream])), None)


def read_leaves(
    conn: psycopg.Connection[Any], store: Store, since: int, limit: int
) -> list[StoredEvent]:
    """Return up to `limit` sequenced events from leaf `since` on, in leaf order."""
    query = _SELECT + "WHERE leaf.index >= %s ORDER BY leaf.index LIMIT %s"
    return _events(conn, store, query, [since, limit])


def stream_length(conn: psycopg.Connection[Any], stream: str) -> int:
    """Return how many events a stream has."""
    return _heads(conn, [stream]).get(stream, (0, ""))[0]


def _events(
    conn: psycopg.Connection[Any], store: Store, query: str, values: Sequence[object]
) -> list[StoredEvent]:
    rows = _cursor(conn).execute(query.encode(), values).fetchall()
    return [open_row(Row(*row), store.key, store.blobs) for row in rows]


def _heads(conn: psycopg.Connection[Any], streams: Sequence[str]) -> Heads:
    """Return for each stream its length and the digest of its last event in hex."""
    rows = _cursor(conn).execute(_HEADS, [list(streams)]).fetchall()
    return {stream: (position + 1, digest.hex()) for stream, position, digest in rows}


def _require_lengths(heads: Heads, expected: Mapping[str, int]) -> None:
    for stream, length in expected.items():
        found = heads.get(stream, (0, ""))[0]
        if found != length:
            raise StreamConflictError(
                where=f"stream {stream}", what=f"{found} events, expected {length}"
            )


def _insert(conn: psycopg.Connection[Any], key: StoreKey, drafts: Sequence[Draft]) -> list[int]:
    columns = [
        [one.event.stream for one in drafts],
        [one.envelope["position"] for one in drafts],
        [one.digest for one in drafts],
        [one.entry for one in drafts],
        [seal_parts(key, one.hidden, one.digest) for one in drafts],
    ]
    try:
        return [row[0] for row in _cursor(conn).execute(_INSERT, columns).fetchall()]
    except UniqueViolation as problem:
        raise _grew(", ".join(sorted(set(columns[0])))) from problem


def _grew(streams: str) -> StreamConflictError:
    return StreamConflictError(where=f"stream {streams}", what="it grew meanwhile")


def _appended(identity: int, draft: Draft) -> StoredEvent:
    hidden = draft.hidden
    return StoredEvent(
        id=identity,
        stream=draft.event.stream,
        position=draft.envelope["position"],
        envelope=draft.envelope,
        body=dict(draft.event.data),
        private=hidden.private,
        digest=draft.digest.hex(),
        salt=bytes.fromhex(hidden.salt) if hidden.salt else None,
        salt2=bytes.fromhex(hidden.salt2) if hidden.salt2 else None,
        confidential=draft.event.confidential,
        index=None,
    )


def _cursor(conn: psycopg.Connection[Any]) -> psycopg.Cursor[tuple[Any, ...]]:
    """Open a plain server-side-binding cursor, whatever factories the connection was given."""
    return psycopg.Cursor(conn, row_factory=tuple_row)
