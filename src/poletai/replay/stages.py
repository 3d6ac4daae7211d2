"""Stages again: whether any part was released or opened before its time, or of a bid set aside.

It reads public events alone, so that it finds a price opened early while much is still withheld.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from poletai.core.procedures.stages import opens
from poletai.replay.record import Shown
from poletai.replay.report import Difference
from poletai.sealing.lot_stages import StageMove, Stages, admitted_by, moves_from, standing_of
from poletai.sealing.lot_terms import LoggedEvent

_CARRIED = ("shares", "keys", "openings")


def stage_difference(stages: Stages, shown: Sequence[Shown]) -> Difference | None:
    """Return the first event that released or opened what was not due; None where none did."""
    if not stages.apart:
        return None
    events = [LoggedEvent(s.index, s.digest, s.name, s.data) for s in shown]
    return next(_differences(stages, events), None)


def _differences(stages: Stages, events: Sequence[LoggedEvent]) -> Iterator[Difference]:
    for at, event in enumerate(events):
        carried = [one for name in _CARRIED for one in _list(event.data.get(name))]
        lot = event.data.get("lot")
        if carried and isinstance(lot, str):
            yield from _judged(stages, events[:at], event, lot, carried)


def _judged(
    stages: Stages,
    before: Sequence[LoggedEvent],
    event: LoggedEvent,
    lot: str,
    carried: Sequence[Mapping[str, Any]],
) -> Iterator[Difference]:
    stands = standing_of(stages, before, lot)
    moves = moves_from(stages, stands, event.name)
    if not moves:
        what = f"{event.name} was forbidden"
        yield Difference(event.index, what, lot, f"the lot stood at {' or '.join(sorted(stands))}")
    yield from _parts(moves, event, carried)
    yield from _bids(admitted_by(stages, before, lot), event, carried)


def _parts(
    moves: Sequence[StageMove], event: LoggedEvent, carried: Sequence[Mapping[str, Any]]
) -> Iterator[Difference]:
    due = {move.part for move in moves}
    found = {part for one in carried for part in (*one.get("parts", ()), one.get("part")) if part}
    if moves and "" not in due and not found <= due:
        yield Difference(event.index, f"{event.name}: parts", sorted(found), sorted(due))


def _bids(
    admitted: frozenset[str] | None, event: LoggedEvent, carried: Sequence[Mapping[str, Any]]
) -> Iterator[Difference]:
    shares = (share["bid"] for one in carried for share in one.get("shares", ()))
    found = {*shares, *(one["bid"] for one in carried if "bid" in one and opens(one))}
    if admitted is not None and not found <= admitted:
        yield Difference(event.index, f"{event.name}: bids", sorted(found), sorted(admitted))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
