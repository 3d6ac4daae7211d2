"""A room's WebSocket opens for its own pages, ends by the standard, and holds back for the slow."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from poletai.ledger.blobs import BlobStore
from poletai.ledger.store import Store
from poletai.ledger.store_key import StoreKey
from poletai.live.app import Application
from poletai.live.audience import Listener
from poletai.live.house import House
from poletai.live.websocket import RoomSocket, sockets_of

ROOM = "ab" * 16
GOOD = {
    "Host": "127.0.0.1",
    "Upgrade": "websocket",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
}


class Wire:
    """A transport that keeps what is written to it."""

    def __init__(self) -> None:
        self.sent, self.closed, self.aborted = b"", False, False

    def write(self, data: bytes) -> None:
        self.sent += data

    def close(self) -> None:
        self.closed = True

    def abort(self) -> None:
        self.aborted = True

    def set_write_buffer_limits(self, high: int) -> None:
        assert high > 0

    def get_extra_info(self, _name: str) -> None:
        return None

    def take(self) -> bytes:
        sent, self.sent = self.sent, b""
        return sent


def request(path: str = f"/rooms/{ROOM}/ws", **more: str | None) -> bytes:
    told = {**GOOD, **{name.replace("_", "-"): value for name, value in more.items()}}
    lines = [f"{name}: {value}" for name, value in told.items() if value is not None]
    return "\r\n".join([f"GET {path} HTTP/1.1", *lines, "", ""]).encode()


def frame(kind: int, payload: bytes) -> bytes:
    return bytes([0x80 | kind, 0x80 | len(payload)]) + bytes(4) + payload


@pytest.fixture
def met(tmp_path: Path) -> Callable[[Callable[[RoomSocket, Wire], Any]], None]:
    """Return what plays a story with one connection, inside a loop."""

    def play(story: Callable[[RoomSocket, Wire], Any]) -> None:
        async def inside() -> None:
            store = Store(StoreKey(b"k" * 32), BlobStore(tmp_path))
            house = House("", store, lambda: datetime.now(UTC))
            socket = sockets_of(Application(house, ["exchange.example"]))()
            wire = Wire()
            socket.connection_made(cast("asyncio.Transport", wire))
            await story(socket, wire)
            socket.connection_lost(None)

        asyncio.run(inside())

    return play


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (request(), 101),
        (request(f"/rooms/{ROOM}/ws?again=1"), 101),
        (request(Origin="https://exchange.example"), 101),
        (request(Origin="https://elsewhere.example"), 403),
        (request(f"/rooms/{ROOM}/events"), 404),
        (request("/"), 404),
        (request(Sec_WebSocket_Version="8"), 426),
        (request(Sec_WebSocket_Key=None), 426),
    ],
)
def test_it_opens_for_its_own_pages_and_rooms_alone(met: Any, asked: bytes, status: int) -> None:
    async def story(socket: RoomSocket, wire: Wire) -> None:
        socket.data_received(asked)
        assert wire.sent.startswith(b"HTTP/1.1 %d " % status)
        assert wire.closed == (status != 101)

    met(story)


def test_a_ping_is_answered_and_a_farewell_returned(met: Any) -> None:
    async def story(socket: RoomSocket, wire: Wire) -> None:
        socket.data_received(request())
        assert b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" in wire.take()
        socket.data_received(frame(9, b"?") + frame(10, b"unasked"))
        assert wire.take() == b"\x8a\x01?"
        socket.data_received(frame(8, b"\x03\xe8") + frame(9, b"too late"))
        assert (wire.take(), wire.closed) == (b"\x88\x02\x03\xe8", True)

    met(story)


def test_what_no_client_may_send_ends_it_with_the_code_of_the_standard(met: Any) -> None:
    async def story(socket: RoomSocket, wire: Wire) -> None:
        socket.data_received(request())
        wire.take()
        socket.data_received(b"\x81\x01x")
        assert (wire.sent, wire.closed) == (b"\x88\x02\x03\xea", True)

    met(story)


def test_a_message_that_is_none_is_told_so_in_one_write_with_others(met: Any) -> None:
    async def story(socket: RoomSocket, wire: Wire) -> None:
        socket.data_received(request())
        wire.take()
        socket.data_received(frame(1, b"{}") + frame(1, b"[]"))
        assert wire.sent == b""
        await asyncio.sleep(0)
        assert wire.sent.count(b"room.unreadable") == 2

    met(story)


def test_who_takes_nothing_in_is_written_nothing_until_it_does(
    met: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Listener] = []

    class Watched(Listener):
        __slots__ = ()

        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            made.append(self)

    monkeypatch.setattr("poletai.live.websocket.Listener", Watched)

    async def story(socket: RoomSocket, wire: Wire) -> None:
        socket.data_received(request())
        wire.take()
        socket.pause_writing()
        for number in range(3):
            made[0].show(b"state %d" % number, 0)
        await asyncio.sleep(0)
        socket.data_received(frame(9, b"?"))
        assert wire.sent == b""
        socket.resume_writing()
        assert wire.sent == b"\x81\x07state 2"

    met(story)
