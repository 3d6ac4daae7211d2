"""A client of a live room over a WebSocket of its own making: frames as RFC 6455 has them."""

import asyncio
import os
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from hmac import digest
from typing import Any, Self

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from poletai.core.rooms import Said, signed_bytes

_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10
_SHORT, _LONG = 126, 127


class ClosedError(ConnectionError):
    """The room has closed the connection."""


@dataclass(frozen=True, slots=True)
class Bidder:
    """Who bids in one room: the plate, the ticket, the session's secret and key."""

    room: str
    plate: str
    ticket: str
    secret: bytes = field(repr=False)
    key: Ed25519PrivateKey = field(repr=False)

    def said(self, seq: int, *, proof: str = "signature", **what: Any) -> dict[str, Any]:
        """Return the message of something said, signed or under the session's secret."""
        said = Said(seq=seq, **what)
        told = signed_bytes(self.room, self.plate, said)
        if proof == "signature":
            shown = {"sig": b64encode(self.key.sign(told)).decode()}
        else:
            shown = {"mac": b64encode(digest(self.secret, told, "sha256")).decode()}
        return {"t": "say", "seq": seq, **what, **shown}


class RoomClient:
    """One connection; every message that comes is kept in `came` until somebody asks for it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self.came: list[dict[str, Any]] = []

    @classmethod
    async def connect(cls, port: int, room: str, headers: str = "") -> Self:
        """Open a WebSocket to a room."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        key = b64encode(os.urandom(16)).decode()
        writer.write(
            f"GET /rooms/{room}/ws HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
            f"Sec-WebSocket-Version: 13\r\n{headers}\r\n".encode()
        )
        answer = await reader.readuntil(b"\r\n\r\n")
        if b" 101 " not in answer.split(b"\r\n", 1)[0]:
            writer.close()
            raise ClosedError(answer.decode())
        return cls(reader, writer)

    def send(self, message: dict[str, Any]) -> None:
        """Send one message."""
        self.send_frame(msgspec.json.encode(message))

    def send_frame(self, data: bytes, kind: int = _TEXT) -> None:
        """Send one frame, masked by nothing: a mask of zeros is as good as any for a test."""
        size = len(data)
        if size < _SHORT:
            head = bytes([0x80 | kind, 0x80 | size])
        else:
            head = bytes([0x80 | kind, 0x80 | _SHORT]) + size.to_bytes(2, "big")
        self._writer.write(head + bytes(4) + data)

    async def receive(self) -> dict[str, Any]:
        """Return the next message; raises ClosedError."""
        while True:
            try:
                kind, data = await self._frame()
            except (asyncio.IncompleteReadError, OSError) as problem:
                raise ClosedError from problem
            if kind == _PING:
                self.send_frame(data, _PONG)
            elif kind == _CLOSE:
                raise ClosedError
            elif kind == _TEXT:
                message: dict[str, Any] = msgspec.json.decode(data)
                self.came.append(message)
                return message

    async def _frame(self) -> tuple[int, bytes]:
        first, second = await self._reader.readexactly(2)
        size = second & 0x7F
        if size >= _SHORT:
            more = 2 if size == _SHORT else 8
            size = int.from_bytes(await self._reader.readexactly(more), "big")
        return first & 0x0F, await self._reader.readexactly(size)

    async def until(
        self, wanted: Callable[[dict[str, Any]], bool] | str, patience: float = 10.0
    ) -> dict[str, Any]:
        """Return the next message that is wanted, passing over the others."""
        asked = (lambda m: m["t"] == wanted) if isinstance(wanted, str) else wanted
        async with asyncio.timeout(patience):
            while True:
                message = await self.receive()
                if asked(message):
                    return message

    async def answer(self, seq: int, patience: float = 10.0) -> dict[str, Any]:
        """Return the answer to what was said with this seq."""
        return await self.until(
            lambda m: m["t"] in {"taken", "refused"} and m["seq"] == seq, patience
        )

    async def hello(self, bidder: Bidder) -> dict[str, Any]:
        """Enter with a ticket; return the welcome."""
        self.send({"t": "hello", "ticket": bidder.ticket})
        return await self.until("welcome")

    async def hello_running(self, bidder: Bidder) -> None:
        """Enter with a ticket, and wait until the clock runs."""
        if (await self.hello(bidder))["state"]["still"]:
            await self.until(running)

    async def watch(self) -> dict[str, Any]:
        """Come to watch; return the welcome."""
        self.send({"t": "watch"})
        return await self.until("welcome")

    async def push(self, data: bytes) -> None:
        """Send bytes as they are, whatever they are."""
        self._writer.write(data)
        await self._writer.drain()

    def stop_reading(self) -> None:
        """Take nothing in any more, as a client does that hangs."""
        transport = self._writer.transport
        assert isinstance(transport, asyncio.ReadTransport)
        transport.pause_reading()

    def abort(self) -> None:
        """Be gone without a word."""
        self._writer.transport.abort()

    async def close(self) -> None:
        """Close the connection."""
        self._writer.close()
        with suppress(OSError):
            await self._writer.wait_closed()


def running(message: dict[str, Any]) -> bool:
    """Say whether a message tells that the clock runs."""
    return message["t"] == "state" and not message["state"]["still"]


@asynccontextmanager
async def visiting(port: int) -> AsyncIterator[Callable[..., Awaitable[RoomClient]]]:
    """Give what opens connections to the rooms of a process; all are closed at the end."""
    opened: list[RoomClient] = []

    async def visit(room: str, port: int = port) -> RoomClient:
        opened.append(await RoomClient.connect(port, room))
        return opened[-1]

    try:
        yield visit
    finally:
        for client in opened:
            await client.close()
