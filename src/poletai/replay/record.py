"""The record as a stranger reads it: every event proven to be in the log, every chain unbroken."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from poletai.core.basics.canonical import parse
from poletai.ledger.blobs import check_blob
from poletai.ledger.checkpoint import Checkpoint
from poletai.ledger.envelope import blob_of, entry_of, envelope_digest, private_digest
from poletai.ledger.policy import Policy, check_quorum, parse_policy
from poletai.ledger.proof import verify_inclusion
from poletai.ledger.publishing import CHECKPOINT, POLICY
from poletai.ledger.reading import tile_reader
from poletai.ledger.source import Source
from poletai.ledger.tree import hash_leaf, inclusion_proof
from poletai.replay.report import RecordError


class Shown(msgspec.Struct, frozen=True):
    """One event of the record: its leaf, its envelope, and its data as far as they are shown.

    `complete` says that nothing of it is withheld.
    """

    index: int
    envelope: dict[str, Any]
    data: dict[str, Any]
    by: dict[str, str]
    digest: str
    complete: bool

    @property
    def name(self) -> str:
        """What happened."""
        return str(self.envelope["name"])


class Record(msgspec.Struct, frozen=True):
    """A procedure's record, checked: events in leaf order, pins, and what is withheld."""

    procedure: str
    definition: str
    pins: dict[str, str]
    events: tuple[Shown, ...]
    withheld: tuple[dict[str, Any], ...]
    checkpoint: Checkpoint


def read_record(source: Source, procedure: str, policy: Policy | None = None) -> Record:
    """Read a record from an exchange (`record/`, `log/`) and prove each event against the log.

    Without a policy the log's own file counts. Raises RecordError, or LedgerError for what the
    log itself gets wrong.
    """
    log = below(source, "log/")
    trusted = policy or parse_policy(log(POLICY).decode())
    checkpoint = check_quorum(trusted, log(CHECKPOINT).decode()).checkpoint
    index = parse(source(f"record/{procedure}/"))
    if index.get("procedure") != procedure:
        raise RecordError("record", f"it is about {index.get('procedure')!r}")
    # What came after the checkpoint is not logged for anybody yet: the next replay covers it.
    entries = [entry for entry in index["events"] if entry["index"] < checkpoint.size]
    withheld = tuple(one for one in index["withheld"] if one["index"] < checkpoint.size)
    events = tuple(_shown(log, entry) for entry in entries)
    _require_logged(log, checkpoint, entries, events)
    _require_chains(events, withheld)
    return Record(procedure, index["definition"], index["pins"], events, withheld, checkpoint)


def below(source: Source, prefix: str) -> Source:
    """Return the part of a source under a prefix."""
    return lambda path: source(prefix + path)


def blob(log: Source, sha256: str) -> bytes:
    """Return a blob of the log; raises DisagreementError where its hash is another."""
    return check_blob(sha256, log(f"blob/{sha256}"))


def _shown(log: Source, entry: Mapping[str, Any]) -> Shown:
    envelope = entry["envelope"]
    named = blob_of(envelope["data"])
    body = parse(blob(log, named[0])) if named else envelope["data"]
    private = entry.get("private")
    if private is not None:
        found = private_digest(bytes.fromhex(entry["salt2"]), private).hex()
        if found != envelope.get("private"):
            raise RecordError(_leaf(entry["index"]), "its private part is another")
    data = {**body, **(private or {})}
    by = data.pop("by", envelope["by"])
    complete = private is not None or "private" not in envelope
    digest = envelope_digest(envelope).hex()
    return Shown(entry["index"], envelope, data, by, digest, complete)


def _leaf(index: int) -> str:
    return f"leaf {index}"


def _require_logged(
    log: Source,
    checkpoint: Checkpoint,
    entries: Sequence[Mapping[str, Any]],
    events: Sequence[Shown],
) -> None:
    read = tile_reader(log, checkpoint.size)
    for entry, event in zip(entries, events, strict=True):
        salt = bytes.fromhex(entry["salt"]) if "salt" in entry else None
        verify_inclusion(
            hash_leaf(entry_of(event.envelope, salt)),
            index=event.index,
            size=checkpoint.size,
            proof=inclusion_proof(read, event.index, checkpoint.size),
            root=checkpoint.root,
        )


def _require_chains(events: Sequence[Shown], withheld: Sequence[Mapping[str, Any]]) -> None:
    """Every stream must run from position 0 without a gap, each event naming the one before."""
    streams: dict[str, dict[int, tuple[str, str | None]]] = {}
    for event in events:
        place = streams.setdefault(event.envelope["stream"], {})
        place[event.envelope["position"]] = (event.digest, event.envelope["prev"])
    for hidden in withheld:
        if "digest" in hidden:
            streams.setdefault(hidden["stream"], {})[hidden["position"]] = (hidden["digest"], None)
    for stream, places in streams.items():
        _require_chain(stream, places)


def _require_chain(stream: str, places: Mapping[int, tuple[str, str | None]]) -> None:
    before, where = "", f"stream {stream}"
    for position in range(len(places)):
        if position not in places:
            raise RecordError(where, f"position {position} is missing")
        digest, prev = places[position]
        if prev is not None and prev != before:
            raise RecordError(where, f"position {position} follows another event")
        before = digest
