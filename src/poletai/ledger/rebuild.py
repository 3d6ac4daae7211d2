"""Rebuilding: a published folder made anew from the events in the database, which are the truth."""

from pathlib import Path
from typing import Any

import psycopg

from poletai.ledger.checkpoints import KeptCheckpoint, latest_checkpoints, latest_quorum
from poletai.ledger.errors import DisagreementError
from poletai.ledger.growth import Edge, grow
from poletai.ledger.policy import Policy, format_policy
from poletai.ledger.publishing import CHECKPOINT, POLICY, SIGNED, PublishedFolder

_AT_ONCE = 16_384
_ENTRIES = b"""
SELECT entry FROM ledger_leaf JOIN ledger_event ON ledger_event.id = ledger_leaf.event
WHERE index >= %s AND index < %s ORDER BY index
"""


def rebuild(dsn: str, folder: str | Path, policy: Policy) -> None:
    """Write tiles and checkpoints into an empty folder; blobs are not in the database: copy them.

    Raises DisagreementError when the folder is not empty or the entries do not lead to the root
    of the newest checkpoint.
    """
    target = Path(folder)
    if target.exists() and any(target.iterdir()):
        raise DisagreementError(str(target), "it is not empty; a rebuild never writes over a log")
    published = PublishedFolder(target)
    with psycopg.connect(dsn) as conn:
        newest, cosigned = latest_checkpoints(conn, 1), latest_quorum(conn)
        edge = Edge()
        # Both checkpoints are published, so both need their partial tiles.
        for kept in filter(None, [cosigned, *newest]):
            edge = _grow_to(conn, published, edge, kept)
    published.write(POLICY, format_policy(policy))
    for kept in newest:
        published.write(SIGNED, kept.note)
    if cosigned is not None:
        published.write(CHECKPOINT, cosigned.note)


def _grow_to(
    conn: psycopg.Connection[Any], published: PublishedFolder, edge: Edge, kept: KeptCheckpoint
) -> Edge:
    """Write the tiles up to a checkpoint, whose root they must lead to."""
    while edge.size < kept.size:
        end = min(kept.size, (edge.size // _AT_ONCE + 1) * _AT_ONCE)
        rows = conn.execute(_ENTRIES, [edge.size, end]).fetchall()
        if not rows:
            break
        growth = grow(edge, [row[0] for row in rows])
        published.add_tiles(growth.files)
        edge = growth.edge
    if (edge.size, edge.root) != (kept.size, kept.root):
        told = f"the database gives size {edge.size}, root {edge.root.hex()}"
        where = f"checkpoint of size {kept.size}, root {kept.root.hex()}"
        raise DisagreementError(where, told)
    return edge
