"""Gathering evidence: a log and a record read through a source, for one lot, before a release."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from poletai.core.basics.canonical import parse
from poletai.core.basics.errors import NotCanonicalError
from poletai.core.basics.problem import Refusal
from poletai.ledger.checkpoint import Checkpoint
from poletai.ledger.envelope import blob_of
from poletai.ledger.errors import DisagreementError, MalformedError, MissingError
from poletai.ledger.policy import Policy
from poletai.ledger.source import Source
from poletai.ledger.tree import hash_leaf
from poletai.sealing.errors import BadSealingInputError
from poletai.sealing.evidence import Evidence, Manifest
from poletai.sealing.log_walk import read_entries, read_prefix, roots_at
from poletai.sealing.lot_stages import read_stages
from poletai.sealing.lot_terms import LoggedEvent, pinned_definition, read_deeds
from poletai.sealing.manifest import read_lot_close, read_submission
from poletai.sealing.release_checks import check_current, refuse


class Memory(msgspec.Struct, frozen=True, kw_only=True):
    """What a custodian remembers of a lot: since when it watches, what it saw and answered last."""

    procedure: str
    lot: str
    custodian: str
    public: str
    start: int
    last_seen: Checkpoint | None
    answered: str


def gather(
    source: Source, policy: Policy, memory: Memory, now: datetime
) -> tuple[str, Evidence] | Refusal:
    """Read everything the release checks ask for; returns the current note with the evidence.

    `source` is the exchange (its `log/` and `record/`). Raises LedgerError where something is
    missing or malformed, which is no refusal: it may be there at the next attempt.
    """
    note = source("log/checkpoint").decode()
    cosigned = check_current(policy, note)
    if isinstance(cosigned, Refusal):
        return cosigned
    current = cosigned.checkpoint
    if memory.last_seen and memory.last_seen.size > current.size:
        return refuse("log-rewritten", f"{memory.last_seen.size} entries were there already")
    try:
        return note, _read(source, policy, memory, current, now)
    except (BadSealingInputError, NotCanonicalError) as problem:
        return refuse("manifest-malformed", str(problem))


def _read(
    source: Source, policy: Policy, memory: Memory, current: Checkpoint, now: datetime
) -> Evidence:
    start = min(memory.start, current.size)
    log = _below(source, "log/")
    entries = read_entries(log, start, current.size)
    events = read_events(log, memory.procedure, start, entries)
    manifests = _manifests(events, memory.lot)
    seen = (current, memory.last_seen) if memory.last_seen else (current,)
    sizes = {*(one.size for one in seen), *(one.close.closing.size for one in manifests)}
    leaves = {listed.leaf: listed.header for one in manifests for listed in one.close.bids}
    roots = roots_at(read_prefix(log, start, current.size), entries, sizes)
    definition = read_blob(log, pinned_definition(events))
    return Evidence(
        procedure=memory.procedure,
        lot=memory.lot,
        policy=policy,
        current=current,
        last_seen=memory.last_seen,
        roots=roots,
        events=events,
        manifests=manifests,
        deeds=read_deeds(definition),
        stages=read_stages(definition),
        entries={leaf: entries[leaf - start] for leaf in leaves if start <= leaf < current.size},
        envelopes=_envelopes(source, memory.procedure),
        submissions={
            leaf: read_submission(_json(read_blob(log, blob.sha256), f"header of leaf {leaf}"))
            for leaf, blob in leaves.items()
        },
        custodian=memory.custodian,
        public=memory.public,
        answered=memory.answered,
        now=now,
    )


def read_blob(log: Source, sha256: str) -> bytes:
    """Read a body published beside the log; raises DisagreementError unless its hash is right."""
    path = f"blob/{sha256}"
    body = log(path)
    found = hashlib.sha256(body).hexdigest()
    if found != sha256:
        raise DisagreementError(path, f"the body there has the hash {found}")
    return body


def _below(source: Source, prefix: str) -> Source:
    return lambda path: source(prefix + path)


def read_events(
    log: Source, procedure: str, start: int, entries: Sequence[bytes]
) -> tuple[LoggedEvent, ...]:
    """Return the public events of a procedure among these entries."""
    # Entries are canonical, so the stream's name stands in them in exactly one way; most entries
    # are other procedures' and need not be decoded.
    mark = b'"stream":"%s"' % procedure.encode()
    return tuple(
        event
        for index, entry in enumerate(entries, start)
        if mark in entry and (event := _event(log, procedure, index, entry))
    )


def _event(log: Source, procedure: str, index: int, entry: bytes) -> LoggedEvent | None:
    match _json(entry, f"entry {index}"):
        case {"t": "event", "stream": stream, "name": str(name), "data": dict(data)} if (
            stream == procedure
        ):
            return LoggedEvent(index, hash_leaf(entry).hex(), name, _body(log, data))
    return None


def _body(log: Source, data: dict[str, Any]) -> dict[str, Any]:
    blob = blob_of(data)
    body = _json(read_blob(log, blob[0]), f"blob {blob[0]}") if blob else data
    if not isinstance(body, dict):
        where = "event"
        raise MalformedError(where, "its data are no JSON object")
    return body


def _json(data: bytes, where: str) -> Any:
    try:
        return parse(data)
    except msgspec.DecodeError as problem:
        raise MalformedError(where, "it is not JSON") from problem


def _manifests(events: Sequence[LoggedEvent], lot: str) -> tuple[Manifest, ...]:
    return tuple(
        Manifest(event.index, event.leaf, read_lot_close(event.data))
        for event in events
        if event.data.get("t") == "lot-close" and event.data.get("lot") == lot
    )


def _envelopes(source: Source, procedure: str) -> Mapping[int, Mapping[str, Any]]:
    where = f"record of {procedure}"
    try:
        index = source(f"record/{procedure}/")
    except MissingError:
        # A record kept as a folder has its index in a file.
        index = source(f"record/{procedure}/index.json")
    try:
        return {event["index"]: event["envelope"] for event in _json(index, where)["events"]}
    except (KeyError, TypeError) as problem:
        raise MalformedError(where, "it lists no events with index and envelope") from problem
