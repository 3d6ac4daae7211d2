"""The plaintext of a part: an inner manifest that repeats the context, the content, zeros.

`u32 length || J(manifest) || content || zeros` up to a Padmé length; the manifest is the context
object plus `len`, the content's length in bytes. What opens must say itself what it is.
"""

from typing import Any

import msgspec

from poletai.core.basics.canonical import canonical, parse
from poletai.sealing.errors import UnreadableError
from poletai.sealing.padme import pad, padded_length

_LENGTH_SIZE = 4


def wrap(context_object: dict[str, Any], content: bytes) -> bytes:
    """Return the padded plaintext for a part's content."""
    manifest = canonical({**context_object, "len": len(content)})
    return pad(len(manifest).to_bytes(_LENGTH_SIZE) + manifest + content)


def unwrap(context_object: dict[str, Any], plaintext: bytes) -> bytes:
    """Return the content; raises UnreadableError unless manifest and padding are exactly right."""
    manifest, body = _split(plaintext)
    length = manifest.get("len")
    if manifest != {**context_object, "len": length}:
        message = "the inner manifest does not repeat the header"
        raise UnreadableError(message)
    if type(length) is not int or not 0 <= length <= len(body):
        message = f"the inner manifest claims a length of {length!r}, {len(body)} bytes are there"
        raise UnreadableError(message)
    _require_padding(plaintext, unpadded=len(plaintext) - len(body) + length)
    return body[:length]


def _split(plaintext: bytes) -> tuple[dict[str, Any], bytes]:
    start = _LENGTH_SIZE + int.from_bytes(plaintext[:_LENGTH_SIZE])
    encoded = plaintext[_LENGTH_SIZE:start]
    try:
        manifest = parse(encoded)
    except msgspec.DecodeError as problem:
        message = "the inner manifest is not JSON"
        raise UnreadableError(message) from problem
    if not isinstance(manifest, dict) or len(plaintext) < start:
        message = "the inner manifest is not a whole JSON object"
        raise UnreadableError(message)
    return manifest, plaintext[start:]


def _require_padding(plaintext: bytes, *, unpadded: int) -> None:
    if len(plaintext) != padded_length(unpadded) or plaintext.count(0, unpadded) != (
        len(plaintext) - unpadded
    ):
        message = "the padding is not zeros up to the Padmé length"
        raise UnreadableError(message)
