"""Changes: public events of procedures in leaf order, after the leaf a reader has come to."""

from dataclasses import dataclass
from datetime import datetime

from poletai.core.basics.instant import parse_instant
from poletai.exchange.house import House
from poletai.exchange.trades import raw_connection
from poletai.ledger.store import read_leaves
from poletai.ledger.stored import StoredEvent

_BATCH = 1000
# One request reads at most this many leaves; where they hold nothing public, its page is empty
# and its cursor still moves on.
_MOST_BATCHES = 10


@dataclass(frozen=True, slots=True)
class Change:
    """One public event: its leaf, its procedure, what happened and when."""

    index: int
    procedure: str
    event: str
    at: datetime
    digest: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Public events after a leaf, up to leaf `read_to`; events that are hidden leave gaps."""

    found: tuple[Change, ...]
    read_to: int


def changes_after(house: House, after: int, most: int) -> Changes:
    """Return at least the first `most` public changes after a leaf, or all there are."""
    found: list[Change] = []
    for _ in range(_MOST_BATCHES):
        events = read_leaves(raw_connection(), house.store, after + 1, _BATCH)
        found += [_change(event) for event in events if _is_public(event)]
        after = events[-1].index if events and events[-1].index is not None else after
        if len(events) < _BATCH or len(found) >= most:
            break
    return Changes(tuple(found), after)


def _is_public(event: StoredEvent) -> bool:
    return not event.confidential and event.envelope["kind"] == "procedure"


def _change(event: StoredEvent) -> Change:
    return Change(
        index=event.index or 0,
        procedure=event.stream,
        event=event.name,
        at=parse_instant(event.envelope["at"]),
        digest=event.digest,
    )
