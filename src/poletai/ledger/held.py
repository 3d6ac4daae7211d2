"""Held streams: appends by the one process that keeps them, for all of them in one statement.

The keeper knows where its streams end, so nothing is read. The lease is locked by the statement
that appends: whoever was fenced writes nothing, and nobody is fenced while it writes.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

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
    JOIN unnest(%s::text[], %s::bigint[]) AS mine (stream, epoch)
        ON lease.stream = mine.stream AND lease.epoch = mine.epoch
    WHERE NOT lease.ended AND lease.until > clock_timestamp()
    FOR SHARE OF lease
), event AS (
    INSERT INTO ledger_event (stream, position, digest, entry, sealed)
    SELECT new.stream, position, digest, entry, sealed
    FROM unnest(%s::text[], %s::integer[], %s::bytea[], %s::bytea[], %s::bytea[])
        WITH ORDINALITY AS new (stream, position, digest, entry, sealed, nth)
    JOIN held ON held.stream = new.stream
    ORDER BY nth
    RETURNING id
), waiting AS (
    INSERT INTO ledger_pending (event) SELECT id FROM event
)
SELECT stream FROM held
"""


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
    found = await (await conn.execute(_APPEND, columns, binary=True)).fetchall()
    return set(batches) - {row[0] for row in found}


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
