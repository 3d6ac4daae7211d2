"""Canonical bytes: JSON as RFC 8785 (JCS) has it, restricted to ASCII keys and no floats."""

import hashlib
from collections.abc import Iterator
from typing import Any

import msgspec

from poletai.core.basics.errors import NotCanonicalError

_LARGEST_INTEGER = 2**53 - 1
# Far below where any interpreter gives up: how deep a value may be must not depend on the machine.
_DEEPEST = 64
_encoder = msgspec.json.Encoder(order="sorted")


def canonical(value: Any) -> bytes:
    """Return the RFC 8785 bytes of a JSON value.

    Raises NotCanonicalError for floats, for keys outside ASCII, for integers JSON cannot carry
    exactly, for more than 64 levels, and for anything that is not a JSON value: money and times
    travel as strings.
    """
    if not _surely_canonical(value, _DEEPEST):
        _require_canonical(value, "$", _DEEPEST)
    try:
        return _encoder.encode(value)
    except UnicodeEncodeError as problem:
        where = "$"
        raise NotCanonicalError(where, "half of a surrogate pair") from problem


def parse(data: bytes) -> Any:
    """Read JSON bytes; raises msgspec.DecodeError where they are not JSON, or nested without end.

    Whatever a stranger sends ends in that one error: bytes that are not UTF-8 as well.
    """
    try:
        return msgspec.json.decode(data)
    except (RecursionError, UnicodeDecodeError) as problem:
        raise msgspec.DecodeError(str(problem)) from problem


def digest(prefix: str, label: str, *parts: bytes) -> bytes:
    """Return SHA256(prefix || label || 00 || parts...), the one labelled hash of the protocols."""
    return hashlib.sha256(prefix.encode() + label.encode() + b"\x00" + b"".join(parts)).digest()


def _surely_canonical(value: Any, levels: int) -> bool:
    """Say whether a value is canonical at a glance; what is not is looked at again, to name it."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return True
    if kind is int:
        return bool(-_LARGEST_INTEGER <= value <= _LARGEST_INTEGER)
    if kind is dict and levels:
        return _surely_members(value, levels - 1)
    if (kind is list or kind is tuple) and levels:
        return all(_surely_canonical(item, levels - 1) for item in value)
    return False


def _surely_members(value: dict[Any, Any], levels: int) -> bool:
    for key, item in value.items():
        if type(key) is not str or not key.isascii():
            return False
        if type(item) is not str and not _surely_canonical(item, levels):
            return False
    return True


def _require_canonical(value: Any, where: str, levels: int) -> None:
    match value:
        case None | bool() | str():
            return
        case int():
            if abs(value) > _LARGEST_INTEGER:
                raise NotCanonicalError(where, "an integer beyond 2^53 - 1")
        case dict() | list() | tuple() if levels:
            for place, item in _members(value, where):
                _require_canonical(item, place, levels - 1)
        case dict() | list() | tuple():
            raise NotCanonicalError(where, f"more than {_DEEPEST} levels")
        case _:
            raise NotCanonicalError(where, f"a {type(value).__name__}")


def _members(value: Any, where: str) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, dict):
        for index, item in enumerate(value):
            yield f"{where}[{index}]", item
        return
    for key, item in value.items():
        if not (isinstance(key, str) and key.isascii()):
            raise NotCanonicalError(where, f"the key {key!r} is not ASCII text")
        yield f"{where}.{key}", item
