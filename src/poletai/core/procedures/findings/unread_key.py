"""Keys of an opened bid that nobody reads: unknown ones, and those whose value is of no use."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from poletai.core.procedures.bidding.keys import unknown_keys
from poletai.core.procedures.bidding.parts import PARTS
from poletai.core.procedures.findings.finding import Case, Found, Kind
from poletai.core.procedures.findings.gathered import gathered


def _find(case: Case) -> Found:
    return gathered(
        ((bid.bid,), evidence)
        for bid in case.left
        for part, said in bid.facts.get("content", {}).items()
        for evidence in _of(part, said)
    )


def _of(part: str, said: Any) -> Iterator[Mapping[str, str]]:
    shape = PARTS.get(part)
    if shape is None or not isinstance(said, Mapping):
        return
    for key, _ in unknown_keys(said, shape):
        yield {"part": part, "unknown-key": key}
    for field in msgspec.structs.fields(shape):
        if field.encode_name in said and not _reads(said[field.encode_name], field.type):
            yield {"part": part, "unreadable-key": field.encode_name}


def _reads(value: Any, kind: Any) -> bool:
    try:
        msgspec.convert(value, kind, strict=True)
    except msgspec.ValidationError:
        return False
    return True


KIND = Kind("unread-key", _find)
