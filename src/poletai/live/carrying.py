"""Carrying frames as server-sent events, one way."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

from poletai.live.audience import Listener
from poletai.live.door import Door
from poletai.live.house import House

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_HEARTBEAT = 15.0
# What a lost connection raises, whichever server carries it.
_LOST = (OSError, RuntimeError, asyncio.CancelledError)


async def carry_events(
    house: House, room: str, first: bytes, receive: Receive, send: Send, headers: list[Any]
) -> None:
    """Carry the same frames as server-sent events; `first` is what the client would say first."""
    start = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store"), *headers]
    await send({"type": "http.response.start", "status": 200, "headers": start})
    waiting = asyncio.Event()
    listener = Listener(waiting.set)
    door = Door(house, room, listener)
    door.receive(first)
    left = asyncio.create_task(_gone(receive))
    left.add_done_callback(lambda _: listener.end())
    try:
        with suppress(*_LOST):
            await _stream(listener, waiting, send)
    finally:
        left.cancel()
        door.gone()


async def _stream(listener: Listener, waiting: asyncio.Event, send: Send) -> None:
    number, more = 0, True
    while more:
        with suppress(TimeoutError):
            await asyncio.wait_for(waiting.wait(), _HEARTBEAT)
        waiting.clear()
        more = not listener.over
        frames = listener.drain()
        told = [b"id: %d\ndata: %b\n\n" % (number + n, f) for n, f in enumerate(frames, 1)]
        number += len(frames)
        body = b"".join(told) or b": still here\n\n"
        await send({"type": "http.response.body", "body": body, "more_body": more})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
