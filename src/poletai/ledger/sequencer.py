"""The sequencer: gives committed events their leaves and publishes signed checkpoints over them.

One process at a time holds the log, by an advisory lock. A checkpoint is in the database before
it is on disk, and on disk only after its tiles: whatever stops it, it goes on where it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from typing import Self

import psycopg
from psycopg.rows import tuple_row

from poletai.ledger.checkpoint import Checkpoint, format_checkpoint
from poletai.ledger.checkpoints import (
    KeptCheckpoint,
    keep_checkpoint,
    latest_quorum,
    update_checkpoint,
)
from poletai.ledger.clock import Clock
from poletai.ledger.errors import LockedError
from poletai.ledger.growth import Edge, grow
from poletai.ledger.note import Signature, Signer, sign_note
from poletai.ledger.policy import Policy, format_policy, missing_for_quorum, open_cosigned
from poletai.ledger.publishing import CHECKPOINT, POLICY, SIGNED, PublishedFolder
from poletai.ledger.reading import tile_reader
from poletai.ledger.recovery import resume
from poletai.ledger.source import open_source
from poletai.ledger.tree import consistency_proof
from poletai.ledger.witness_client import WitnessCaller

_MOST_LEAVES = 50_000
_LOCK = b"SELECT pg_try_advisory_lock(7306041126)"
# One statement, so that no committed event is ever seen by two batches or by none.
_MOVE = b"""
WITH next AS (
    SELECT coalesce(max(index) + 1, 0) AS index FROM ledger_leaf
), gone AS (
    DELETE FROM ledger_pending
    WHERE event IN (SELECT event FROM ledger_pending ORDER BY event LIMIT %s)
    RETURNING event
)
INSERT INTO ledger_leaf (index, event)
SELECT next.index + row_number() OVER (ORDER BY gone.event) - 1, gone.event FROM gone, next
"""
_ENTRIES = b"""
SELECT entry FROM ledger_leaf JOIN ledger_event ON ledger_event.id = ledger_leaf.event
WHERE index >= %s ORDER BY index LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Step:
    """What one step did: leaves added, the log's size, whether its checkpoint meets the policy."""

    added: int
    size: int
    quorum: bool


class Sequencer:
    """The one writer of a log: a connection that holds the lock, and the log's right edge."""

    def __init__(
        self, dsn: str, folder: str | Path, signer: Signer, policy: Policy, clock: Clock
    ) -> None:
        """Take the lock and compare disk and database.

        Raises LockedError when another sequencer runs, DisagreementError when disk and database
        do not tell of the same log.
        """
        self._signer, self._policy, self._clock = signer, policy, clock
        self._published = PublishedFolder(Path(folder))
        self._source = open_source(folder)
        self._witnesses = WitnessCaller(policy.witnesses)
        self._conn = psycopg.connect(dsn, autocommit=True, row_factory=tuple_row)
        try:
            self._kept, self._edge = self._start()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the lock back."""
        self._conn.close()
        self._witnesses.client.close()

    def step(self) -> Step:
        """Sequence what is pending, publish a checkpoint over it, have it cosigned."""
        self._conn.execute(_MOVE, [_MOST_LEAVES])
        rows = self._conn.execute(_ENTRIES, [self._edge.size, _MOST_LEAVES]).fetchall()
        kept = self._kept
        if rows or kept is None:
            kept = self._publish([row[0] for row in rows])
        if not kept.quorum:
            kept = self._cosign(kept)
        self._kept = kept
        return Step(len(rows), kept.size, kept.quorum)

    def run(self, stop: Event, pause: float = 0.5) -> None:
        """Step until told to stop, resting `pause` seconds before each checkpoint.

        The rest is what gathers events: a checkpoint costs the disk the same for one or thousands.
        """
        while not stop.wait(pause):
            self.step()

    def troubles(self) -> dict[str, str]:
        """Say which witnesses fail, and how."""
        return self._witnesses.troubles()

    def _start(self) -> tuple[KeptCheckpoint | None, Edge]:
        if not self._locked():
            raise LockedError(where="sequencer", what="another one holds this log")
        self._conn.execute(b"SET synchronous_commit = on")
        found = resume(self._conn, self._published, self._source, self._signer.verifier)
        self._published.write(POLICY, format_policy(self._policy))
        cosigned = latest_quorum(self._conn)
        if cosigned is not None:
            self._published.write(CHECKPOINT, cosigned.note)
        return found

    def _locked(self) -> bool:
        row = self._conn.execute(_LOCK).fetchone()
        return row is not None and bool(row[0])

    def _publish(self, entries: Sequence[bytes]) -> KeptCheckpoint:
        growth = grow(self._edge, entries)
        self._published.add_tiles(growth.files)
        edge = growth.edge
        checkpoint = Checkpoint(self._signer.name, edge.size, edge.root)
        note = sign_note(format_checkpoint(checkpoint), self._signer)
        kept = KeptCheckpoint(edge.size, edge.root, note, not self._missing(note))
        keep_checkpoint(self._conn, kept, self._clock())
        self._show(kept)
        self._published.drop_partials(self._edge.size, edge.size)
        self._edge = edge
        return kept

    def _cosign(self, kept: KeptCheckpoint) -> KeptCheckpoint:
        """Ask the witnesses; returns the checkpoint with the cosignatures gained."""
        read = tile_reader(self._source, kept.size)
        proof_from = partial(consistency_proof, read, new=kept.size)
        gained = self._witnesses.cosign(kept.note, kept.size, proof_from)
        note = kept.note + "".join(map(str, _unheld(gained, kept.note)))
        if note == kept.note:
            return kept
        kept = KeptCheckpoint(kept.size, kept.root, note, not self._missing(note))
        update_checkpoint(self._conn, kept)
        self._show(kept)
        return kept

    def _missing(self, note: str) -> str:
        return missing_for_quorum(self._policy, open_cosigned(self._policy, note).times)

    def _show(self, kept: KeptCheckpoint) -> None:
        self._published.write(SIGNED, kept.note)
        if kept.quorum:
            self._published.write(CHECKPOINT, kept.note)


def _unheld(gained: Sequence[Signature], note: str) -> list[Signature]:
    """Leave out witnesses that have cosigned this note already."""
    return [one for one in gained if f"— {one.name} " not in note]
