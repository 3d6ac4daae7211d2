"""Carrying frames over ASGI: a WebSocket, or server-sent events one way."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

from poletai.live import messages
from poletai.live.audience import Listener
from poletai.live.door import Door
from poletai.live.house import House

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_FIRST_WORD, _HEARTBEAT = 10.0, 15.0
_TRY_AGAIN, _DONE = 1012, 1000
# What a lost connection raises, whichever server carries it.
_LOST = (OSError, RuntimeError, asyncio.CancelledError)


async def carry_socket(house: House, room: str, receive: Receive, send: Send) -> None:
    """Carry one WebSocket from its opening to its end."""
    await receive()
    await send({"type": "websocket.accept"})
    waiting = asyncio.Event()
    listener = Listener(waiting.set)
    door = Door(house, room, listener)
    writer = asyncio.create_task(_write(listener, waiting, send))
    writer.add_done_callback(lambda _: door.gone())
    try:
        await _read(door, listener, receive)
    finally:
        door.gone()
        writer.cancel()


async def _read(door: Door, listener: Listener, receive: Receive) -> None:
    """Hand every frame to the door; who does not say who it is in time is sent away."""
    patience: float | None = _FIRST_WORD
    while True:
        try:
            message = await asyncio.wait_for(receive(), patience) if patience else await receive()
        except TimeoutError:
            listener.end(messages.closing())
            message = await receive()
        if message["type"] != "websocket.receive":
            return
        patience = None
        text = message.get("text")
        door.receive(message.get("bytes") or b"" if text is None else text)


async def _write(listener: Listener, waiting: asyncio.Event, send: Send) -> None:
    """Send what is in line, as fast as the client takes it."""
    with suppress(*_LOST):
        while True:
            await waiting.wait()
            waiting.clear()
            # Asked before: a last frame may be put in line while another is being sent.
            over = listener.over
            for frame in listener.drain():
                await send({"type": "websocket.send", "text": frame.decode()})
            if over:
                break
        await send({"type": "websocket.close", "code": _DONE})


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
