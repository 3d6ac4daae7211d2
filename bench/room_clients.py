"""Clients of live rooms, cheap enough to share the machine: frames made by hand, one process.

A job comes as JSON on standard input and its result leaves on standard output, so that what
clients cost is not measured as the room's, nor their lock shared with whoever measures.
"""

import asyncio
import sys
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime
from functools import partial
from hmac import digest
from time import perf_counter, process_time, time
from typing import Any

import msgspec
import uvloop
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_SIGNED = b"poletai-room/v1/say\0"
_TAKEN, _REFUSED, _STATE = b'{"t":"taken"', b'{"t":"refuse', b'{"t":"state"'
_PACE = 0.002


class Seat(msgspec.Struct, frozen=True):
    """A bidder in a room: what lets it in, and what shows that it speaks."""

    room: str
    plate: str
    ticket: str
    secret: str
    key: str
    proof: str
    http: bool = False


class Job(msgspec.Struct, frozen=True):
    """What is to be done: bids by these seats and watchers of these rooms, for some seconds.

    `pace` is bids a second of all together; with none, each bids again once it is answered.
    `cents` is where the amounts begin.
    """

    port: int
    seconds: float
    seats: list[Seat] = []
    watched: list[str] = []
    pace: float = 0.0
    cents: int = 10_000
    warm: float = 0.5


class Result(msgspec.Struct):
    """What came of it: answers, how long each took, and the bytes and seconds of deliveries."""

    taken: int = 0
    refused: int = 0
    codes: dict[str, int] = {}
    waits: list[float] = []
    delivered: list[float] = []
    answers: int = 0
    watchers: int = 0
    seconds: float = 0.0
    busy: float = 0.0


class Counter:
    """The next amount of each room, in cents: everybody outbids everybody."""

    def __init__(self, cents: int) -> None:
        self._first, self._rooms = cents, dict[str, int]()

    def next(self, room: str) -> str:
        """Return the next amount of a room, as it is written."""
        cents = self._rooms[room] = self._rooms.get(room, self._first) + 1
        return f"{cents // 100}.{cents % 100:02d}"


class Line(asyncio.Protocol):
    """A connection that hands over whole messages."""

    def __init__(
        self, request: bytes, first: bytes, heard: Callable[["Line", bytes], None]
    ) -> None:
        self._request, self._first, self._heard = request, first, heard
        self._buffer, self._open = b"", False
        self.transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer + data if self._buffer else data
        if not self._open:
            head, found, buffer = buffer.partition(b"\r\n\r\n")
            if not found:
                self._buffer = head
                return
            self._open = True
            self.say(self._first)
        at, end = 0, len(buffer)
        while end - at > 1:
            size, start = buffer[at + 1], at + 2
            if size == 126:
                size, start = int.from_bytes(buffer[start : start + 2], "big"), start + 2
            elif size == 127:
                size, start = int.from_bytes(buffer[start : start + 8], "big"), start + 8
            if start + size > end:
                break
            if buffer[at] == 0x81:
                self._heard(self, buffer[start : start + size])
            at = start + size
        self._buffer = buffer[at:]

    def say(self, payload: bytes) -> None:
        """Send one message, under a mask of zeros."""
        size = len(payload)
        head = bytes((0x81, 0x80 | size)) if size < 126 else b"\x81\xfe" + size.to_bytes(2, "big")
        self.transport.write(b"%b\0\0\0\0%b" % (head, payload))


class Post(asyncio.Protocol):
    """A connection that says things over HTTP, one after another."""

    def __init__(self, heard: Callable[["Post", bytes], None]) -> None:
        self._heard, self._buffer = heard, b""
        self.transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        _, found, body = self._buffer.partition(b"\r\n\r\n")
        if found and body.endswith(b"}"):
            self._buffer = b""
            self._heard(self, body)


class Mouth:
    """One bidder: makes what it says, and hears what is answered."""

    def __init__(self, bench: "Bench", seat: Seat) -> None:
        self.bench, self.seat, self.seq = bench, seat, 0
        self.line: Any = None
        self.sent: list[float] = []
        self.ready = asyncio.get_running_loop().create_future()
        self._secret = bytes.fromhex(seat.secret)
        self._key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seat.key))

    async def connect(self) -> None:
        """Take the seat, and wait until it is taken."""
        loop, port = asyncio.get_running_loop(), self.bench.job.port
        if self.seat.http:
            _, self.line = await loop.create_connection(
                lambda: Post(lambda _, body: self._heard(body)), "127.0.0.1", port
            )
            return
        request, hello = _upgrade(self.seat.room), b'{"t":"hello","ticket":"%b"}'
        first = hello % self.seat.ticket.encode()
        _, self.line = await loop.create_connection(
            lambda: Line(request, first, lambda _, body: self._heard(body)), "127.0.0.1", port
        )
        await asyncio.wait_for(self.ready, 30)

    def bid(self, now: float) -> None:
        """Say the next bid."""
        self.seq += 1
        seat, amount = self.seat, self.bench.counter.next(self.seat.room)
        told = (
            f'{{"amount":"{amount}","kind":"bid","plate":"{seat.plate}",'
            f'"room":"{seat.room}","seq":{self.seq}}}'
        ).encode()
        said = b'"seq":%d,"kind":"bid","amount":"%b",%b}' % (
            self.seq,
            amount.encode(),
            self._proof(_SIGNED + told),
        )
        self.sent.append(now)
        if seat.http:
            self.line.transport.write(_post(seat, said))
        else:
            self.line.say(b'{"t":"say",' + said)

    def _proof(self, told: bytes) -> bytes:
        if self.seat.proof == "signature":
            return b'"sig":"%b"' % b64encode(self._key.sign(told))
        return b'"mac":"%b"' % b64encode(digest(self._secret, told, "sha256"))

    def _heard(self, body: bytes) -> None:
        word = body[:12]
        if word in {_TAKEN, _REFUSED}:
            self._answered(body, taken=word == _TAKEN)
        elif not self.ready.done():
            self.ready.set_result(None)

    def _answered(self, body: bytes, *, taken: bool) -> None:
        if not self.sent:
            return
        bench, now = self.bench, perf_counter()
        sent = self.sent.pop(0)
        bench.result.answers += 1
        if bench.counting:
            bench.result.waits.append(round(now - sent, 6))
            if taken:
                bench.result.taken += 1
            else:
                bench.result.refused += 1
                code = msgspec.json.decode(body)["code"]
                bench.result.codes[code] = bench.result.codes.get(code, 0) + 1
        if not bench.job.pace and not bench.over:
            self.bid(now)


class Bench:
    """One job while it runs."""

    def __init__(self, job: Job) -> None:
        self.job, self.result, self.counter = job, Result(), Counter(job.cents)
        self.counting, self.over = False, False
        self._decoded: dict[bytes, list[float]] = {}

    async def run(self) -> Result:
        """Connect everybody, warm up, count, and say what came of it."""
        mouths = [Mouth(self, seat) for seat in self.job.seats]
        await self._watch()
        for begin in range(0, len(mouths), 64):
            await asyncio.gather(*(mouth.connect() for mouth in mouths[begin : begin + 64]))
        bidding = asyncio.create_task(self._pace(mouths))
        await asyncio.sleep(self.job.warm)
        self.counting, began, busy = True, perf_counter(), process_time()
        await asyncio.sleep(self.job.seconds)
        self.counting, self.over = False, True
        self.result.seconds = perf_counter() - began
        self.result.busy = process_time() - busy
        await bidding
        return self.result

    async def _pace(self, mouths: list[Mouth]) -> None:
        if not self.job.pace:
            for mouth in mouths:
                mouth.bid(perf_counter())
            return
        began, said = perf_counter(), 0
        while not self.over and mouths:
            now = perf_counter()
            while said < (now - began) * self.job.pace:
                # A bid counts from when it was due, however late this process is.
                mouths[said % len(mouths)].bid(began + said / self.job.pace)
                said += 1
            await asyncio.sleep(_PACE)

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        for number, room in enumerate(self.job.watched):
            request, first = _upgrade(room), b'{"t":"watch"}'
            await loop.create_connection(
                partial(Line, request, first, self._shown), "127.0.0.1", self.job.port
            )
            self.result.watchers = number + 1

    def _shown(self, _line: Line, body: bytes) -> None:
        if not self.counting or not body.startswith(_STATE):
            return
        if body not in self._decoded:
            self._decoded = dict(list(self._decoded.items())[-50:])
            self._decoded[body] = [
                _seconds(line["at"]) for line in msgspec.json.decode(body)["lines"]
            ]
        now = time()
        self.result.delivered += [round(now - at, 4) for at in self._decoded[body]]


def _seconds(instant: str) -> float:
    return datetime.fromisoformat(instant).timestamp()


def _upgrade(room: str) -> bytes:
    return (
        f"GET /rooms/{room}/ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Version: 13\r\n\r\n"
    ).encode()


def _post(seat: Seat, said: bytes) -> bytes:
    body = b'{"ticket":"%b","say":{%b}' % (seat.ticket.encode(), said)
    return (
        b"POST /rooms/%b/say HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        b"Content-Length: %d\r\n\r\n%b" % (seat.room.encode(), len(body), body)
    )


def serve() -> None:
    """Do the job that comes on standard input."""
    job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    result = uvloop.run(Bench(job).run())
    sys.stdout.buffer.write(msgspec.json.encode(result))
    sys.stdout.buffer.flush()
