"""The public log as pages show it: its checkpoint, who saw it when, any entry and its proof."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.conf import settings

from poletai.core.basics.canonical import parse
from poletai.ledger.checkpoint import read_checkpoint
from poletai.ledger.errors import LedgerError
from poletai.ledger.policy import Policy, missing_for_quorum, open_cosigned, parse_policy
from poletai.ledger.publishing import CHECKPOINT, POLICY, PublishedFolder
from poletai.ledger.reading import fetch_entry, tile_reader
from poletai.ledger.receipt import format_receipt, issue_receipt
from poletai.ledger.source import open_source
from poletai.ledger.tree import hash_leaf


@dataclass(frozen=True, slots=True)
class Sighting:
    """One witness of the policy, and when it says it saw the checkpoint; None where it did not."""

    witness: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class LogHead:
    """The latest published checkpoint; `root` is hex, `at` the latest time a witness saw it."""

    origin: str
    size: int
    root: str
    at: datetime | None
    quorum: bool
    sightings: tuple[Sighting, ...]
    note: str
    policy: str

    @property
    def cosigned(self) -> int:
        """How many witnesses saw this checkpoint."""
        return sum(1 for sighting in self.sightings if sighting.at is not None)

    @property
    def witnesses(self) -> int:
        """How many witnesses the policy names."""
        return len(self.sightings)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One leaf: its entry as text, its hash in hex, and the event it carries unless blinded."""

    index: int
    text: str
    leaf: str
    event: Mapping[str, Any] | None


def log_head() -> LogHead | None:
    """Read the latest checkpoint; None before the first one is published."""
    folder = PublishedFolder(settings.LOG_FOLDER)
    note, policy = folder.read(CHECKPOINT), folder.read(POLICY)
    return None if note is None or policy is None else _head(note, policy)


def log_entry(index: int, head: LogHead) -> LogEntry | None:
    """Read one leaf of the log as the checkpoint has it; None outside it."""
    if not 0 <= index < head.size:
        return None
    data = fetch_entry(open_source(settings.LOG_FOLDER), index, head.size)
    read = parse(data)
    event = read if isinstance(read, dict) and read.get("t") == "event" else None
    return LogEntry(index, data.decode(), hash_leaf(data).hex(), event)


def entry_proof(index: int, head: LogHead) -> str:
    """Write the .tlog-proof of a leaf under the latest checkpoint; raises IndexError outside it."""
    reader = tile_reader(open_source(settings.LOG_FOLDER), head.size)
    return format_receipt(issue_receipt(reader, head.note, index))


@lru_cache(maxsize=8)
def _head(note: str, policy_text: str) -> LogHead:
    policy = parse_policy(policy_text)
    checkpoint = read_checkpoint(note)
    times = _times(policy, note)
    seen = tuple(Sighting(one.name, _moment(times.get(one.name))) for one in policy.witnesses)
    return LogHead(
        origin=checkpoint.origin,
        size=checkpoint.size,
        root=checkpoint.root.hex(),
        at=max((one.at for one in seen if one.at is not None), default=None),
        quorum=not missing_for_quorum(policy, times),
        sightings=seen,
        note=note,
        policy=policy_text,
    )


def _times(policy: Policy, note: str) -> Mapping[str, int]:
    try:
        return open_cosigned(policy, note).times
    except LedgerError:
        # A page shows that nobody vouches for it; refusing to show it would hide just that.
        return {}


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
