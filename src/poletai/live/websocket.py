"""The WebSocket of a room: frames go from the socket to the door with nothing in between.

uvicorn hands over a connection whose client asks for an upgrade; a class of `websockets` is what
it is given as `ws`. No task and no queue stands between a frame and the room that hears it.
"""

import asyncio
import socket
from http import HTTPStatus
from typing import Any, cast

from poletai.live import messages
from poletai.live.app import Application, room_of
from poletai.live.audience import Listener
from poletai.live.door import Door
from poletai.live.frames import (
    CLOSE,
    DONE,
    PING,
    PONG,
    TRY_AGAIN,
    FrameReader,
    FramingError,
    accepted,
    close_frame,
    pong_frame,
    text_frame,
)

_FIRST_WORD, _LINGER = 10.0, 2.0
# What is written and not yet taken by the client, before only the newest state is kept for it.
_MOST_WAITING = 64 * 1024
# Seconds of silence, seconds between questions, questions without an answer.
_SIGNS_OF_LIFE = {"TCP_KEEPIDLE": 20, "TCP_KEEPINTVL": 10, "TCP_KEEPCNT": 3}
_VERSION = b"13"
# The door says why it refuses what is too large; what is far too large is not even read.
_LARGEST = 4 * messages.LARGEST


class RoomSocket(asyncio.Protocol):
    """One connection to a room, from the request to upgrade it to its end."""

    application: Application

    def __init__(self, **_given: Any) -> None:
        """Take whatever uvicorn gives its own protocols."""
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._frames = FrameReader(_LARGEST)
        self._listener = Listener(self._wake)
        self._door: Door | None = None
        self._patience: asyncio.TimerHandle | None = None
        self._awake, self._full, self._closed = False, False, False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection over."""
        self._transport = cast("asyncio.Transport", transport)
        self._transport.set_write_buffer_limits(high=_MOST_WAITING)
        _notice_death(self._transport.get_extra_info("socket"))

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the client."""
        self._closed = True
        if self._patience is not None:
            self._patience.cancel()
        if self._door is not None:
            self._door.gone()

    def pause_writing(self) -> None:
        """Keep back what the client does not take yet."""
        self._full = True

    def resume_writing(self) -> None:
        """Go on: of states, only the newest is left."""
        self._full = False
        self._flush()

    def data_received(self, data: bytes) -> None:
        """Answer the request to upgrade, which comes first and whole, then hear frames."""
        if self._door is None:
            return self._open(data)
        try:
            for kind, payload in self._frames.feed(data):
                self._hear(kind, payload)
                if self._closed:
                    break
        except FramingError as problem:
            self._close(problem.code)
        return None

    def _open(self, request: bytes) -> None:
        line, *rest = request.partition(b"\r\n\r\n")[0].split(b"\r\n")
        pairs = (one.split(b":", 1) for one in rest)
        headers = {name.strip().lower(): value.strip() for name, value in pairs}
        origin, path = headers.get(b"origin", b"").decode("latin-1"), line.split(b" ")[1]
        room = room_of(path.partition(b"?")[0].decode("latin-1"))
        key = headers.get(b"sec-websocket-key", b"")
        if not room or not self.application.welcomes(origin):
            return self._refuse(HTTPStatus.NOT_FOUND if not room else HTTPStatus.FORBIDDEN)
        if not key or headers.get(b"sec-websocket-version") != _VERSION:
            return self._refuse(HTTPStatus.UPGRADE_REQUIRED)
        self._write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: %b\r\n\r\n" % accepted(key)
        )
        self._door = Door(self.application.house, room, self._listener)
        self._patience = self._loop.call_later(_FIRST_WORD, self._lose_patience)
        return None

    def _refuse(self, status: HTTPStatus) -> None:
        self._write(
            b"HTTP/1.1 %d %b\r\nSec-WebSocket-Version: 13\r\nContent-Length: 0\r\n"
            b"Connection: close\r\n\r\n" % (status.value, status.phrase.encode())
        )
        if self._transport is not None:
            self._transport.close()

    def _hear(self, kind: int, payload: bytes) -> None:
        if kind == CLOSE:
            self._close(DONE)
        elif kind == PING:
            # Who does not take answers in is not given more: it fills the memory.
            if not self._full:
                self._write(pong_frame(payload))
        elif kind != PONG and self._door is not None and not self._listener.over:
            if self._patience is not None:
                self._patience.cancel()
                self._patience = None
            self._door.receive(payload)

    def _lose_patience(self) -> None:
        """Send away who does not say who it is."""
        self._listener.end(messages.closing())

    def _wake(self) -> None:
        """Write what is in line once this turn of the loop is over: many answers are one write."""
        if not self._awake:
            self._awake = True
            self._loop.call_soon(self._flush)

    def _flush(self) -> None:
        self._awake = False
        if self._full and self._listener.over:
            # It takes nothing in: it would never hear that it is sent away.
            self._loop.call_later(_LINGER, self._cut)
        if self._full or self._closed:
            return
        if frames := self._listener.drain():
            self._write(b"".join([text_frame(frame) for frame in frames]))
        if self._listener.over:
            self._close(DONE if self._listener.plate else TRY_AGAIN)

    def _write(self, data: bytes) -> None:
        if self._transport is not None and not self._closed:
            self._transport.write(data)

    def _cut(self) -> None:
        if self._transport is not None and not self._closed:
            self._transport.abort()

    def _close(self, code: int) -> None:
        """Say goodbye once, and do not wait long for an answer."""
        if self._closed or self._transport is None:
            return
        self._write(close_frame(code))
        self._closed = True
        self._transport.close()
        self._loop.call_later(_LINGER, self._transport.abort)


def _notice_death(connection: socket.socket | None) -> None:
    """Have the system ask a silent client for a sign of life: half of a connection is none."""
    if connection is None:
        return
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _SIGNS_OF_LIFE.items():
        if hasattr(socket, name):
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


def sockets_of(application: Application) -> type[RoomSocket]:
    """Return the protocol of one application, for uvicorn to make one of for every client."""
    return type("RoomSocket", (RoomSocket,), {"application": application})
