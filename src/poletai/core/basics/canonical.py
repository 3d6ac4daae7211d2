"""Canonical bytes: JSON as RFC 8785 (JCS) has it, restricted to ASCII keys and no floats."""

import hashlib
from typing import Any

import msgspec

from poletai.core.basics.errors import NotCanonicalError

_LARGEST_INTEGER = 2**53 - 1
_encoder = msgspec.json.Encoder(order="sorted")


def canonical(value: Any) -> bytes:
    """Return the RFC 8785 bytes of a JSON value.

    Raises NotCanonicalError for floats, for keys outside ASCII, for integers JSON cannot carry
    exactly, and for anything that is not a JSON value: money and times travel as strings.
    """
    _require_canonical(value, "$")
    return _encoder.encode(value)


def parse(data: bytes) -> Any:
    """Read JSON bytes; raises msgspec.DecodeError where they are not JSON."""
    return msgspec.json.decode(data)


def digest(prefix: str, label: str, *parts: bytes) -> bytes:
    """Return SHA256(prefix || label || 00 || parts...), the one labelled hash of the protocols."""
    return hashlib.sha256(prefix.encode() + label.encode() + b"\x00" + b"".join(parts)).digest()


def _require_canonical(value: Any, where: str) -> None:
    match value:
        case None | bool() | str():
            return
        case int():
            if abs(value) > _LARGEST_INTEGER:
                raise NotCanonicalError(where, "an integer beyond 2^53 - 1")
        case dict():
            for key, item in value.items():
                if not (isinstance(key, str) and key.isascii()):
                    raise NotCanonicalError(where, f"the key {key!r} is not ASCII text")
                _require_canonical(item, f"{where}.{key}")
        case list() | tuple():
            for index, item in enumerate(value):
                _require_canonical(item, f"{where}[{index}]")
        case _:
            raise NotCanonicalError(where, f"a {type(value).__name__}")
