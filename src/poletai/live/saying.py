"""Saying one thing over HTTP: for those whose network lets no WebSocket through."""

import asyncio
from functools import partial
from time import monotonic_ns
from typing import TypeVar

import msgspec

from poletai.core.auctions import Refused
from poletai.core.rooms import Said
from poletai.live import messages
from poletai.live.carrying import Receive
from poletai.live.door import BAD_TICKET, UNKNOWN
from poletai.live.house import House
from poletai.live.keeper import Keeper
from poletai.live.sessions import Session, enter

T = TypeVar("T")

_PATIENCE = 5.0
_STATUS = {
    "room.too-fast": 429,
    "room.other-device": 401,
    "room.bad-ticket": 401,
    "room.unknown": 404,
}
_SLOW = Refused("room.unreadable", "the rest of it did not come in time")
_LARGE = Refused("room.too-large", "say less at once")
_UNREADABLE = Refused("room.unreadable", 'send "ticket" and "say"')


class Saying(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is sent: the ticket, and what is said."""

    ticket: str
    say: Said


class _Told(msgspec.Struct, frozen=True):
    t: str
    code: str = ""


async def say_once(house: House, room: str, receive: Receive) -> tuple[int, bytes]:
    """Return the status and the message that answer one thing said."""
    saying = await _sent(receive)
    if not isinstance(saying, Saying):
        return saying
    found = await house.locate(room)
    if isinstance(found, str):
        return 503, messages.elsewhere(found)
    session = enter(house.store.key, room, saying.ticket, house.now())
    if found is None or session is None:
        return _told(messages.refused(saying.say.seq, UNKNOWN if found is None else BAD_TICKET))
    try:
        async with asyncio.timeout(_PATIENCE):
            return _told(await _heard(found, session, saying.say))
    except TimeoutError:
        # Whether it was taken nobody knows: whoever says it again is told.
        return 503, messages.elsewhere("")


async def _heard(keeper: Keeper, session: Session, said: Said) -> bytes:
    """Take the plate up where that was not done, say it, and wait for the answer."""
    loop = asyncio.get_running_loop()
    entered: asyncio.Future[Refused | None] = loop.create_future()
    answer: asyncio.Future[bytes] = loop.create_future()
    keeper.enter(session, partial(_settle, entered))
    if refused := await entered:
        return messages.refused(said.seq, refused)
    # It arrives when it is whole: who sends the last byte late is late.
    keeper.hear(session, said, partial(_settle, answer), monotonic_ns())
    return await answer


def _settle(future: asyncio.Future[T], value: T) -> None:
    # Whoever waited may have gone.
    if not future.done():
        future.set_result(value)


def _told(frame: bytes) -> tuple[int, bytes]:
    told = msgspec.json.decode(frame, type=_Told)
    return (200 if told.t == "taken" else _STATUS.get(told.code, 409)), frame


async def _sent(receive: Receive) -> Saying | tuple[int, bytes]:
    """Read what is sent, or answer that it cannot be read."""
    try:
        async with asyncio.timeout(_PATIENCE):
            body = await _body(receive)
    except TimeoutError:
        return 408, messages.refused(0, _SLOW)
    if body is None:
        return 413, messages.refused(0, _LARGE)
    try:
        return msgspec.json.decode(body, type=Saying)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return 400, messages.refused(0, _UNREADABLE)


async def _body(receive: Receive) -> bytes | None:
    """Return the body; None where it is too large."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return bytes(body)
        body += message.get("body", b"")
        if len(body) > messages.LARGEST:
            return None
        if not message.get("more_body"):
            return bytes(body)
