"""Frames are read the same however their bytes are cut, and what no client may send ends it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poletai.live.frames import (
    BINARY,
    CLOSE,
    PING,
    PROTOCOL_ERROR,
    TEXT,
    TOO_BIG,
    FrameReader,
    FramingError,
    accepted,
    close_frame,
    pong_frame,
    text_frame,
)

FINAL, MASKED = 0x80, 0x80
LARGEST = 70_000


def frame(
    kind: int, payload: bytes, mask: bytes = b"\x01\x02\x03\x04", *, final: bool = True
) -> bytes:
    size = len(payload)
    head = bytes([(FINAL if final else 0) | kind])
    if size < 126:
        head += bytes([MASKED | size])
    elif size < 1 << 16:
        head += bytes([MASKED | 126]) + size.to_bytes(2, "big")
    else:
        head += bytes([MASKED | 127]) + size.to_bytes(8, "big")
    return head + mask + bytes(byte ^ mask[n % 4] for n, byte in enumerate(payload))


def read(*pieces: bytes) -> list[tuple[int, bytes]]:
    reader = FrameReader(LARGEST)
    return [message for piece in pieces for message in reader.feed(piece)]


@given(
    st.lists(st.tuples(st.sampled_from([TEXT, BINARY]), st.binary(max_size=300)), max_size=6),
    st.binary(min_size=4, max_size=4),
    st.lists(st.integers(min_value=0, max_value=2000), max_size=8),
)
def test_messages_are_read_however_the_bytes_are_cut(
    messages: list[tuple[int, bytes]], mask: bytes, cuts: list[int]
) -> None:
    sent = b"".join(frame(kind, payload, mask) for kind, payload in messages)
    places = sorted({0, len(sent), *(cut for cut in cuts if cut < len(sent))})

    assert read(*(sent[a:b] for a, b in pairwise(places))) == messages


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536])
def test_every_way_to_write_a_length_is_read(size: int) -> None:
    assert read(frame(TEXT, b"x" * size)) == [(TEXT, b"x" * size)]


def test_a_message_in_pieces_is_whole_and_a_ping_comes_between() -> None:
    sent = frame(TEXT, b"one ", final=False) + frame(PING, b"?") + frame(0, b"two")

    assert read(sent) == [(PING, b"?"), (TEXT, b"one two")]


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"\x81\x01x", PROTOCOL_ERROR),
        (frame(TEXT | 0x40, b"x"), PROTOCOL_ERROR),
        (frame(3, b"x"), PROTOCOL_ERROR),
        (frame(0, b"goes on with nothing"), PROTOCOL_ERROR),
        (frame(TEXT, b"a", final=False) + frame(TEXT, b"b"), PROTOCOL_ERROR),
        (frame(PING, b"x", final=False), PROTOCOL_ERROR),
        (frame(CLOSE, b"x" * 126), PROTOCOL_ERROR),
        (frame(11, b""), PROTOCOL_ERROR),
        (frame(TEXT, b"x" * (LARGEST + 1))[:14], TOO_BIG),
        (frame(TEXT, b"x" * LARGEST, final=False) + frame(0, b"x"), TOO_BIG),
    ],
)
def test_what_no_client_may_send_ends_the_connection(sent: bytes, code: int) -> None:
    with pytest.raises(FramingError) as caught:
        read(sent)
    assert caught.value.code == code


def test_the_answers_are_those_of_the_standard() -> None:
    # The example of RFC 6455, section 1.3.
    assert accepted(b"dGhlIHNhbXBsZSBub25jZQ==") == b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
    assert text_frame(b"x" * 125)[:2] == bytes([0x81, 125])
    assert text_frame(b"x" * 126)[:4] == b"\x81\x7e\x00\x7e"
    assert text_frame(b"x" * 65_536)[:10] == b"\x81\x7f" + (65_536).to_bytes(8, "big")
    assert pong_frame(b"?") == b"\x8a\x01?"
    assert close_frame(1000) == b"\x88\x02\x03\xe8"
