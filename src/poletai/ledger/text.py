"""The small texts all formats of the log share: strict base64, hex and decimals."""

import base64
import binascii
import re

from poletai.ledger.errors import MalformedError

HASH_SIZE = 32
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


def encode_base64(data: bytes) -> str:
    """Write standard base64 with padding."""
    return base64.b64encode(data).decode()


def decode_base64(text: str, where: str) -> bytes:
    """Read standard padded base64 in its one canonical writing; raises MalformedError."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as problem:
        raise MalformedError(where, f"{text!r} is not base64") from problem
    if encode_base64(data) != text:
        raise MalformedError(where, f"{text!r} is not the canonical base64 of its bytes")
    return data


def decode_hash(text: str, where: str) -> bytes:
    """Read the base64 of one SHA-256 hash; raises MalformedError."""
    data = decode_base64(text, where)
    if len(data) != HASH_SIZE:
        raise MalformedError(where, f"a hash of {len(data)} bytes instead of {HASH_SIZE}")
    return data


def decode_decimal(text: str, where: str) -> int:
    """Read a decimal number without sign or leading zeros; raises MalformedError."""
    if not _DECIMAL.fullmatch(text):
        raise MalformedError(where, f"{text!r} is not a plain decimal number")
    return int(text)
