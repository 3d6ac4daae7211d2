"""Starting again: what disk and database say of a log, compared before a leaf is added.

They may differ in one way only: the database holds one checkpoint more, kept just before a stop.
That one is published; everything else is refused, since repairing it could hide a change.
"""

from hashlib import sha256
from typing import Any

import psycopg

from poletai.ledger.checkpoint import Checkpoint, open_checkpoint
from poletai.ledger.checkpoints import KeptCheckpoint, latest_checkpoints
from poletai.ledger.errors import DisagreementError
from poletai.ledger.growth import Edge
from poletai.ledger.note import NoteVerifier
from poletai.ledger.publishing import SIGNED, PublishedFolder
from poletai.ledger.reading import fetch_entries, read_edge
from poletai.ledger.source import Source
from poletai.ledger.tiles import WIDTH, encode_entries, width_at

_NOTHING = "no checkpoint"
_LAST_ENTRIES = b"""
SELECT entry FROM ledger_leaf JOIN ledger_event ON ledger_event.id = ledger_leaf.event
WHERE index >= %s AND index < %s ORDER BY index
"""


def resume(
    conn: psycopg.Connection[Any],
    published: PublishedFolder,
    source: Source,
    log: NoteVerifier,
) -> tuple[KeptCheckpoint | None, Edge]:
    """Return the newest checkpoint (None for a new log) and the edge the log grows on from.

    Raises DisagreementError naming both values.
    """
    kept = latest_checkpoints(conn, 2)
    _require_known(_on_disk(published, log), kept)
    if not kept:
        return None, Edge()
    newest = kept[0]
    edge = read_edge(source, newest.size)
    if edge.root != newest.root:
        disk, database = _told(edge.size, edge.root), _told(newest.size, newest.root)
        raise DisagreementError(where="tiles", what=_both(disk, database))
    _require_last_entries(conn, source, newest.size)
    published.write(SIGNED, newest.note)
    return newest, edge


def _on_disk(published: PublishedFolder, log: NoteVerifier) -> Checkpoint | None:
    note = published.read(SIGNED)
    return None if note is None else open_checkpoint(note, [log])


def _require_known(disk: Checkpoint | None, kept: list[KeptCheckpoint]) -> None:
    """Accept the newest kept checkpoint, or the one before it, or nothing before the first."""
    allowed = [_told(one.size, one.root) for one in kept]
    if len(kept) < 2:  # noqa: PLR2004  # nothing came before the first
        allowed.append(_NOTHING)
    found = _told(disk.size, disk.root) if disk else _NOTHING
    if found not in allowed:
        raise DisagreementError(where="checkpoint", what=_both(found, allowed[0]))


def _require_last_entries(conn: psycopg.Connection[Any], source: Source, size: int) -> None:
    """Compare the last bundle with the database, which must hold at least these leaves."""
    bundle = max(0, size - 1) // WIDTH
    held = [row[0] for row in conn.execute(_LAST_ENTRIES, [bundle * WIDTH, size]).fetchall()]
    width = width_at(size, 0, bundle)
    published = fetch_entries(source, bundle, width) if width else []
    if held != published:
        where = f"entries {bundle * WIDTH}..{size - 1}"
        both = _both(_fingerprint(published), _fingerprint(held))
        raise DisagreementError(where, both)


def _fingerprint(entries: list[bytes]) -> str:
    return f"{len(entries)} entries, SHA-256 {sha256(encode_entries(entries)).hexdigest()}"


def _told(size: int, root: bytes) -> str:
    return f"size {size}, root {root.hex()}"


def _both(disk: str, database: str) -> str:
    both = f"on disk {disk}; in the database {database}"
    return f"{both}. Find out which is right; nothing was changed"
