"""Clients: many keep-alive connections that send prepared HTTP requests as fast as answers come."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter

_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer: its status, the seconds it took, its body."""

    status: int
    seconds: float
    body: bytes


@dataclass(slots=True)
class _Work:
    """What is still to be sent, and what has been answered."""

    requests: Iterator[bytes]
    open: int
    done: asyncio.Event = field(default_factory=asyncio.Event)
    answers: list[Answered] = field(default_factory=list)


class _Client(asyncio.Protocol):
    """One connection: sends the next request once the last one is answered."""

    def __init__(self, work: _Work) -> None:
        self._work = work
        self._buffer = bytearray()
        self._sent = 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head = self._buffer.find(_END)
        if head < 0:
            return
        end = head + len(_END) + _length(bytes(self._buffer[:head]))
        if len(self._buffer) < end:
            return
        body = bytes(self._buffer[head + len(_END) : end])
        status = int(self._buffer[9:12])
        self._work.answers.append(Answered(status, perf_counter() - self._sent, body))
        del self._buffer[:end]
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        self._work.open -= 1
        if not self._work.open:
            self._work.done.set()

    def _next(self) -> None:
        assert self._transport is not None
        request = next(self._work.requests, None)
        if request is None:
            self._transport.close()
            return
        self._sent = perf_counter()
        self._transport.write(request)


def send(port: int, requests: Sequence[bytes], clients: int) -> list[Answered]:
    """Send all requests over this many connections; returns the answers as they came."""
    return asyncio.run(_send(port, requests, clients))


def request(method: str, path: str, token: str, body: bytes) -> bytes:
    """Return the bytes of one request with a bearer token."""
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _send(port: int, requests: Sequence[bytes], clients: int) -> list[Answered]:
    work = _Work(iter(requests), clients)
    loop = asyncio.get_running_loop()
    for _ in range(clients):
        await loop.create_connection(lambda: _Client(work), "127.0.0.1", port)
    await work.done.wait()
    return work.answers


def _length(head: bytes) -> int:
    lines = (line for line in head.lower().split(b"\r\n") if line.startswith(_LENGTH))
    return int(next(lines, _LENGTH + b"0")[len(_LENGTH) :])
