"""Reports: what a replay found, whether it agrees, and everything that is still withheld."""

from typing import Any

import msgspec


class Difference(msgspec.Struct, frozen=True):
    """Where record and recomputation part: the leaf, what is recorded, what it should be."""

    index: int
    what: str
    recorded: Any
    recomputed: Any


class Award(msgspec.Struct, frozen=True):
    """One lot's outcome as recomputed: its ranking in order, and who was awarded at what price."""

    lot: str
    state: str
    ranking: tuple[dict[str, Any], ...]
    award: dict[str, Any] | None


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a replay recomputed; `difference` is None where everything agrees.

    `withheld` lists each leaf whose content a rule still hides, with that rule; where one of them
    is needed to go on, `stopped` says so and the replay covers the events before it.
    """

    procedure: str
    definition: str
    state: str
    events: int
    judged: int
    awards: tuple[Award, ...]
    withheld: tuple[dict[str, Any], ...]
    difference: Difference | None = None
    stopped: str = ""

    @property
    def agrees(self) -> bool:
        """Whether nothing recomputed differs from what is recorded."""
        return self.difference is None


class RecordError(Exception):
    """The record cannot be what the log holds: an entry, a chain or a pinned file is another."""

    code = "replay.record"

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}; the record was changed, or belongs to another log")
