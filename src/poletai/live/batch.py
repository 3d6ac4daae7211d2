"""Batches: what a room has decided and has not written yet, and who hears of it then."""

from collections.abc import Callable
from typing import Any

import msgspec

from poletai.core.rooms import Room, RoomEvent, Said

Send = Callable[[bytes], None]


class Answer(msgspec.Struct, frozen=True):
    """What one client is told once all it rests on is durable."""

    send: Send
    frame: bytes
    plate: str
    said: Said


class Batch(msgspec.Struct):
    """What is written at once: events, who is answered then, and the room after them."""

    events: list[RoomEvent] = []
    answers: list[Answer] = []
    entered: list[Callable[[], None]] = []
    orders: dict[int, dict[str, Any]] = {}
    room: Room | None = None
