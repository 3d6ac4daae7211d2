"""The plaintext of a part: an inner manifest that repeats the context, the content, zeros.

`u32 length || J(manifest) || content || zeros` up to a Padmé length; the manifest is the context
object plus `len`, the content's length in bytes. What opens must say itself what it is.
"""

from typing import Any

import msgspec

from poletai.core.basics.canonical import canonical, parse
from poletai.sealing.errors import UnreadableError
from poletai.sealing.padme import padded_length, padding

_LENGTH_SIZE = 4


def wrap(context_object: dict[str, Any], content: bytes) -> bytes:
    """Return the padded plaintext for a part's content."""
    manifest = _manifest(context_object, len(content))
    # One join: a part may be hundreds of megabytes, and every copy of it costs.
    return b"".join((manifest, content, padding(len(manifest) + len(content))))


def unwrap(context_object: dict[str, Any], plaintext: bytes) -> bytes:
    """Return the content; raises UnreadableError unless manifest and padding are exactly right."""
    length = _claimed_length(plaintext)
    manifest = _manifest(context_object, length)
    # Bytes are compared, not values: 1, 1.0 and true are equal in one language and not in another,
    # and every verifier must come to the same verdict.
    if not plaintext.startswith(manifest):
        message = "the inner manifest does not repeat the header"
        raise UnreadableError(message)
    start, end = len(manifest), len(manifest) + length
    _require_padding(plaintext, unpadded=end)
    return plaintext[start:end]


def _manifest(context_object: dict[str, Any], length: int) -> bytes:
    manifest = canonical({**context_object, "len": length})
    return len(manifest).to_bytes(_LENGTH_SIZE) + manifest


def _claimed_length(plaintext: bytes) -> int:
    end = _LENGTH_SIZE + int.from_bytes(plaintext[:_LENGTH_SIZE])
    try:
        manifest = parse(plaintext[_LENGTH_SIZE:end])
    except msgspec.DecodeError as problem:
        message = "the inner manifest is not JSON"
        raise UnreadableError(message) from problem
    length = manifest.get("len") if isinstance(manifest, dict) else None
    if type(length) is not int or not 0 <= length <= len(plaintext) - end:
        message = f"the inner manifest claims a length of {length!r}, which is not there"
        raise UnreadableError(message)
    return length


def _require_padding(plaintext: bytes, *, unpadded: int) -> None:
    if len(plaintext) != padded_length(unpadded) or plaintext.count(0, unpadded) != (
        len(plaintext) - unpadded
    ):
        message = "the padding is not zeros up to the Padmé length"
        raise UnreadableError(message)
