"""Held streams: appends by the one process that keeps them, for all of them in one statement.

The keeper knows where its streams end, so nothing is read. The lease is locked by the statement
that appends: whoever was fenced writes nothing, and nobody is fenced while it writes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from weakref import WeakSet

import msgspec
from psycopg.errors import error_from_result
from psycopg.generators import execute
from psycopg.pq import ExecStatus, Format
from psycopg.pq.abc import PGconn, PGresult

from poletai.core.basics.canonical import canonical
from poletai.core.basics.instant import format_instant
from poletai.ledger.arrays import bigints, blobs, integers, texts
from poletai.ledger.drafting import draft_event
from poletai.ledger.envelope import LARGEST_BODY, NewEvent, labelled
from poletai.ledger.lease import Async
from poletai.ledger.store import Store
from poletai.ledger.stored import seal_parts

# The order by is what makes ids follow the order of the events of a stream.
_APPEND = b"""
WITH held AS (
    SELECT lease.stream FROM ledger_lease AS lease
    JOIN unnest($1::text[], $2::bigint[]) AS mine (stream, epoch)
        ON lease.stream = mine.stream AND lease.epoch = mine.epoch
    WHERE NOT lease.ended AND lease.until > clock_timestamp()
    FOR SHARE OF lease
), event AS (
    INSERT INTO ledger_event (stream, position, digest, entry, sealed)
    SELECT new.stream, position, digest, entry, sealed
    FROM unnest($3::text[], $4::integer[], $5::bytea[], $6::bytea[], $7::bytea[])
        WITH ORDINALITY AS new (stream, position, digest, entry, sealed, nth)
    JOIN held ON held.stream = new.stream
    ORDER BY nth
    RETURNING id
), waiting AS (
    INSERT INTO ledger_pending (event) SELECT id FROM event
)
SELECT stream FROM held
"""
_NAME = b"append_held"
_BINARY = [Format.BINARY] * 7
_prepared: WeakSet[Async] = WeakSet()


class Head(msgspec.Struct, frozen=True):
    """Where a stream ends: how long it is, and the digest of its last event in hex."""

    length: int = 0
    digest: str = ""


class Drafted(msgspec.Struct, frozen=True):
    """One event as it is about to become a row."""

    stream: str
    position: int
    digest: bytes
    entry: bytes
    sealed: bytes | None


def draft_held(
    store: Store, head: Head, events: Iterable[NewEvent]
) -> tuple[tuple[Drafted, ...], Head]:
    """Give events their places after a head; return them and the head after them."""
    drafted = []
    for event in events:
        one = _plain(head, event) or _whole(store, head, event)
        drafted.append(one)
        head = Head(one.position + 1, one.digest.hex())
    return tuple(drafted), head


async def append_held(
    conn: Async, batches: Mapping[str, tuple[int, Sequence[Drafted]]]
) -> set[str]:
    """Append to each stream what was drafted for it under its fencing number.

    Returns the streams whose lease is no longer held: nothing of theirs was written. Atomic and
    durable when this returns, unless the connection is inside a transaction.
    """
    rows = [one for _, drafted in batches.values() for one in drafted]
    columns = (
        texts(list(batches)),
        bigints([epoch for epoch, _ in batches.values()]),
        texts([one.stream for one in rows]),
        integers([one.position for one in rows]),
        blobs([one.digest for one in rows]),
        blobs([one.entry for one in rows]),
        blobs([one.sealed for one in rows]),
    )
    return set(batches) - await _streams(conn, columns)


async def _streams(conn: Async, columns: Sequence[bytes]) -> set[str]:
    """Run the statement, prepared once a connection, and return the streams that were held.

    A cursor does the same and costs as much as five events: it looks at every value, and keeps
    every result. What is sent here is ready, and what comes is one column.
    """
    async with conn.lock:
        if conn not in _prepared:
            _whole_result(await _asked(conn, lambda pq: pq.send_prepare(_NAME, _APPEND)))
            _prepared.add(conn)
        found = await _asked(
            conn, lambda pq: pq.send_query_prepared(_NAME, columns, _BINARY, Format.BINARY)
        )
    result = _whole_result(found)
    return {(result.get_value(row, 0) or b"").decode() for row in range(result.ntuples)}


async def _asked(conn: Async, ask: Callable[[PGconn], None]) -> list[PGresult]:
    ask(conn.pgconn)
    return await conn.wait(execute(conn.pgconn))


def _whole_result(found: Sequence[PGresult]) -> PGresult:
    (result,) = found
    if result.status not in {ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK}:
        raise error_from_result(result)
    return result


def _plain(head: Head, event: NewEvent) -> Drafted | None:
    """Draft an event of which nothing is hidden and that fits its leaf; None for the others.

    The bytes are those `draft_event` makes; it encodes an event three times, and this once.
    """
    if event.confidential or event.private is not None:
        return None
    entry = canonical({
        "t": "event",
        "v": 1,
        "stream": event.stream,
        "position": head.length,
        "prev": head.digest,
        "name": event.name,
        "at": format_instant(event.at),
        "by": event.by,
        "kind": event.kind,
        "data": event.data,
    })  # fmt: skip
    if len(entry) > LARGEST_BODY or set(event.data) == {"blob"}:
        return None
    return Drafted(event.stream, head.length, labelled("event", entry), entry, None)


def _whole(store: Store, head: Head, event: NewEvent) -> Drafted:
    heads = {event.stream: (head.length, head.digest)} if head.length else {}
    draft = draft_event(event, heads, store.blobs)
    sealed = seal_parts(store.key, draft.hidden, draft.digest)
    return Drafted(event.stream, head.length, draft.digest, draft.entry, sealed)
