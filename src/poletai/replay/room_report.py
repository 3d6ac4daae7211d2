"""Reports of rooms: what computing a room again from the public record found."""

from typing import Any

import msgspec

from poletai.replay.report import Difference


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """One input of a room as recomputed: by both clocks, with the end as it stood afterwards."""

    number: int
    index: int
    at: str
    clock: str
    plate: str
    said: str
    closes: str
    signed: bool
    proxy: bool = False


class RoomReport(msgspec.Struct, frozen=True, kw_only=True):
    """What was recomputed of one room; `difference` is None where everything agrees.

    `stopped` says what is still withheld without which the room cannot be computed further;
    `drift` is how far the exchange's clock went from the process's own between two bids at most;
    `settlement` is `as heard`, `held elsewhere`, or empty where the lot is not settled.
    """

    room: str
    lot: str
    mechanism: str
    state: str
    events: int
    judged: int
    heard: tuple[Heard, ...]
    bidders: dict[str, str]
    stood: str
    drift: str
    withheld: int
    settlement: str = ""
    winners: tuple[dict[str, Any], ...] = ()
    difference: Difference | None = None
    stopped: str = ""

    @property
    def agrees(self) -> bool:
        """Whether nothing recomputed differs from what is recorded."""
        return self.difference is None
