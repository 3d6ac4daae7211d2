"""The terms of a lot as its log tells them: keyset, deadlines, when opening may begin, its end.

What an event does is looked up in the definition the notice pinned, never guessed from its name.
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from poletai.core.basics.canonical import parse
from poletai.core.basics.errors import NotAnInstantError
from poletai.core.basics.instant import parse_instant
from poletai.sealing.errors import BadSealingInputError
from poletai.sealing.keyset import Keyset

Deeds = Mapping[str, frozenset[str]]

# A clarification (`answer`) moves the deadline as an amendment does.
_SETTING = frozenset({"announce-lots", "announce-round", "amend", "answer"})
_ROUND = "announce-round"
ANNOUNCING = frozenset({"announce-lots", _ROUND})
_ENDING = frozenset({"fail", "cancel", "end"})
_GOING_ON = frozenset({"resume", "lapse"})
_DEFAULT_WINDOW = 600


class LoggedEvent(msgspec.Struct, frozen=True):
    """One public event as the log holds it: leaf index, leaf hash, name, and its whole data."""

    index: int
    leaf: str
    name: str
    data: dict[str, Any]


class LotTerms(msgspec.Struct, frozen=True):
    """What was announced for a lot; `deadlines` in the order they were logged."""

    keyset: Keyset
    deadlines: tuple[datetime, ...]
    open_not_before: datetime
    closing_window: int


def read_deeds(definition: bytes) -> Deeds:
    """Return what each event of a definition (TOML, or the same as JSON) stands for.

    Raises BadSealingInputError for bytes that are no definition.
    """
    try:
        moves = _read_table(definition)["move"]
        names = {move["then"] for move in moves}
        return {
            name: frozenset(move["does"] for move in moves if move["then"] == name)
            for name in names
        }
    except (KeyError, TypeError, ValueError, msgspec.DecodeError) as problem:
        where = "pinned definition"
        raise BadSealingInputError(where, f"has no readable moves ({problem})") from problem


def pinned_definition(events: Sequence[LoggedEvent]) -> str:
    """Return the hash of the definition the notice pinned; raises BadSealingInputError."""
    for event in events:
        match event.data.get("pins"):
            case {"definition": str(digest)} | {"definition": {"sha256": str(digest)}}:
                return digest
    where = "pinned definition"
    raise BadSealingInputError(where, "no event of this procedure pins one")


def read_lot_terms(events: Sequence[LoggedEvent], deeds: Deeds, lot: str) -> LotTerms:
    """Fold the announcement and the amendments of a lot; raises BadSealingInputError."""
    announced = [
        table
        for event in _own_round(events, deeds, lot)
        if deeds.get(event.name, frozenset()) & _SETTING
        for table in _tables(event.data, lot)
    ]
    deadlines = _instants(announced, "deadline")
    if not deadlines:
        where = f"lot {lot}"
        raise BadSealingInputError(where, "the log announces no deadline for it")
    return LotTerms(
        keyset=_keyset(events, lot),
        deadlines=deadlines,
        open_not_before=max((*_instants(announced, "open_not_before"), deadlines[-1])),
        closing_window=_window(announced),
    )


def since_announced(
    events: Sequence[LoggedEvent], announcing: Collection[str], lot: str
) -> Sequence[LoggedEvent]:
    """Return the events from the one that announced a lot; all, where none in view did."""
    found = (i for i, e in enumerate(events) if e.name in announcing and _lists(e.data, lot))
    return events[next(found, 0) :]


def _own_round(events: Sequence[LoggedEvent], deeds: Deeds, lot: str) -> Sequence[LoggedEvent]:
    """Return the events of the round a lot was announced in: a later one has its own deadline."""
    announcing = {name for name, does in deeds.items() if does & ANNOUNCING}
    own = since_announced(events, announcing, lot)
    later = (
        i
        for i, event in enumerate(own)
        if _ROUND in deeds.get(event.name, ()) and not _lists(event.data, lot)
    )
    return own[: next(later, len(own))]


def _lists(data: Mapping[str, Any], lot: str) -> bool:
    lots = data.get("lots")
    return isinstance(lots, list) and any(
        isinstance(table, dict) and table.get("lot") == lot for table in lots
    )


def halted_by(events: Sequence[LoggedEvent], deeds: Deeds, lot: str) -> LoggedEvent | None:
    """Return the event that ended or still suspends this lot, if there is one."""
    suspended: LoggedEvent | None = None
    for event in events:
        if concerns(event.data, lot):
            does = deeds.get(event.name, frozenset())
            if does & _ENDING:
                return event
            suspended = event if "suspend" in does else suspended
            suspended = None if does & _GOING_ON else suspended
    return suspended


def _tables(data: Mapping[str, Any], lot: str) -> Iterator[Mapping[str, Any]]:
    if concerns(data, lot):
        yield data
    lots = data.get("lots")
    for table in lots if isinstance(lots, list) else ():
        if isinstance(table, dict) and table.get("lot") == lot:
            yield table


def concerns(data: Mapping[str, Any], lot: str) -> bool:
    """Tell whether an event is about this lot; one that names no lot is about all of them."""
    return "lot" not in data or bool(data["lot"] == lot)


def _keyset(events: Sequence[LoggedEvent], lot: str) -> Keyset:
    found = [
        keyset
        for event in events
        for keyset in (
            *(table.get("keyset") for table in _tables(event.data, lot)),
            _mapping(event.data.get("keysets")).get(lot),
        )
        if isinstance(keyset, dict)
    ]
    where = f"lot {lot}"
    if not found or any(keyset != found[0] for keyset in found):
        raise BadSealingInputError(where, f"the log announces {len(found)} keysets, not one")
    try:
        return msgspec.convert(found[0], Keyset)
    except msgspec.ValidationError as problem:
        raise BadSealingInputError(where, f"its keyset: {problem}") from problem


def _instants(tables: Sequence[Mapping[str, Any]], name: str) -> tuple[datetime, ...]:
    try:
        return tuple(parse_instant(table[name]) for table in tables if name in table)
    except NotAnInstantError as problem:
        raise BadSealingInputError(name, str(problem)) from problem


def _window(tables: Sequence[Mapping[str, Any]]) -> int:
    # The first one announced: a window widened later would let a late closing pass.
    window = next((t["closing_window_s"] for t in tables if "closing_window_s" in t), None)
    if window is None:
        return _DEFAULT_WINDOW
    if type(window) is not int:
        where = "closing_window_s"
        raise BadSealingInputError(where, f"must be whole seconds, not {window!r}")
    return window


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _read_table(definition: bytes) -> Mapping[str, Any]:
    if definition.lstrip().startswith(b"{"):
        return _mapping(parse(definition))
    return tomllib.loads(definition.decode())
