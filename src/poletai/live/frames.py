"""Frames: WebSocket as RFC 6455 has it, bytes in and bytes out, without extensions."""

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha1
from struct import pack

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_FINAL, _OPCODE, _MASKED, _LENGTH, _RESERVED = 0x80, 0x0F, 0x80, 0x7F, 0x70
_TWO_BYTES, _EIGHT_BYTES = 126, 127
_LONGEST_CONTROL = 125
CONTINUED, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
DONE, PROTOCOL_ERROR, TOO_BIG, TRY_AGAIN = 1000, 1002, 1009, 1012


class FramingError(ValueError):
    """Bytes no client may send; `code` is what the connection is closed with."""

    def __init__(self, code: int, what: str) -> None:
        super().__init__(what)
        self.code = code


def accepted(key: bytes) -> bytes:
    """Return what shows a client that its opening was understood as one of a WebSocket."""
    return b64encode(sha1(key + _GUID, usedforsecurity=False).digest())


def text_frame(payload: bytes) -> bytes:
    """Return the frame of a whole text message, as a server sends it."""
    return _head(_FINAL | TEXT, len(payload)) + payload


def pong_frame(payload: bytes) -> bytes:
    """Return the answer to a ping."""
    return _head(_FINAL | PONG, len(payload)) + payload


def close_frame(code: int) -> bytes:
    """Return the last frame of a connection."""
    return _head(_FINAL | CLOSE, 2) + pack("!H", code)


def _head(first: int, size: int) -> bytes:
    if size < _TWO_BYTES:
        return bytes((first, size))
    if size < 1 << 16:
        return pack("!BBH", first, _TWO_BYTES, size)
    return pack("!BBQ", first, _EIGHT_BYTES, size)


class FrameReader:
    """Reads the messages of one client out of the bytes as they come."""

    __slots__ = ("_buffer", "_largest", "_message", "_opcode")

    def __init__(self, largest: int) -> None:
        """Take how long a message may be; a longer one is an error."""
        self._largest = largest
        self._buffer = b""
        # A message that comes in pieces.
        self._message, self._opcode = b"", CONTINUED

    def feed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield the kind and the payload of every message now complete; raises FramingError."""
        buffer = self._buffer + data if self._buffer else data
        at = 0
        try:
            while (found := self._frame(buffer, at)) is not None:
                first, payload, at = found
                if whole := self._whole(first, payload):
                    yield whole
        finally:
            self._buffer = buffer[at:]

    def _frame(self, buffer: bytes, at: int) -> tuple[int, bytes, int] | None:
        """Return the first byte, the payload and the end of the frame that begins at a place."""
        if len(buffer) - at < 2:  # noqa: PLR2004 - a head has two bytes at least
            return None
        first, second, start = buffer[at], buffer[at + 1], at + 2
        if first & _RESERVED or not second & _MASKED:
            raise FramingError(PROTOCOL_ERROR, "extended or not masked")
        size = second & _LENGTH
        if size >= _TWO_BYTES:
            wide = 2 if size == _TWO_BYTES else 8
            if len(buffer) < start + wide:
                return None
            size = int.from_bytes(buffer[start : start + wide], "big")
            start += wide
        if size > self._largest:
            raise FramingError(TOO_BIG, f"a message has at most {self._largest} bytes")
        end = start + 4 + size
        if len(buffer) < end:
            return None
        return first, _unmasked(buffer[start : start + 4], buffer[start + 4 : end]), end

    def _whole(self, first: int, payload: bytes) -> tuple[int, bytes] | None:
        """Return the message a frame completes, if it does."""
        opcode, final = first & _OPCODE, bool(first & _FINAL)
        if opcode >= CLOSE:
            return self._control(opcode, payload, final=final)
        # A piece goes on with what was begun, and nothing else is begun before it is complete.
        if (opcode == CONTINUED) != (self._opcode != CONTINUED) or opcode > BINARY:
            raise FramingError(PROTOCOL_ERROR, f"a frame of kind {opcode} has no place here")
        if opcode and final:
            return opcode, payload
        self._opcode, self._message = opcode or self._opcode, self._message + payload
        if len(self._message) > self._largest:
            raise FramingError(TOO_BIG, f"a message has at most {self._largest} bytes")
        if not final:
            return None
        whole = self._opcode, self._message
        self._opcode, self._message = CONTINUED, b""
        return whole

    @staticmethod
    def _control(opcode: int, payload: bytes, *, final: bool) -> tuple[int, bytes]:
        if not final or len(payload) > _LONGEST_CONTROL or opcode > PONG:
            raise FramingError(PROTOCOL_ERROR, "a control frame is short and whole")
        return opcode, payload


def _unmasked(mask: bytes, payload: bytes) -> bytes:
    """Take the mask off: all bytes at once, as two large numbers."""
    size = len(payload)
    stream = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(payload, "little") ^ int.from_bytes(stream, "little")).to_bytes(
        size, "little"
    )
