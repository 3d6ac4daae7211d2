"""Rooms of the demonstration: its firms bid over HTTP, like any program, and sign what they say."""

import time
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import httpx
import msgspec
from django.conf import settings

from poletai.core.rooms import Said, signed_bytes
from poletai.exchange.house import House
from poletai.exchange.read_models.rooms import room_view
from poletai.exchange.services.enter_room import Entry, enter_room
from poletai.site.demo import hands
from poletai.site.demo.errors import DemoStuckError
from poletai.site.demo.people import bidder, bidder_key

_PATIENCE = 60.0
_PAUSE = 0.2
# Nothing was taken, and the room may be kept by now, or go on again.
_AGAIN = {"room.not-taken", "room.halted", "room.unknown", "room.too-fast", ""}


def bid_in_room(house: House, procedure: str, lot: str, firm: str, amount: str) -> None:
    """Enter the room of a lot as a firm and bid; waits until the bid is taken."""
    await_room(house, procedure, lot, "open")
    key = bidder_key(firm)
    public = key.public_key().public_bytes_raw().hex()
    entry: Entry = hands.must("enter-room", enter_room(house, bidder(firm), procedure, lot, public))
    seq = time.time_ns() // 1_000_000
    bare = Said(seq=seq, amount=amount)
    told = signed_bytes(entry.room, entry.plate, bare)
    signature = b64encode(key.sign(told)).decode()
    said = {"seq": seq, "kind": "bid", "amount": amount, "sig": signature}
    _until("a bid", lambda: _taken(entry, said))


def await_room(house: House, procedure: str, lot: str, state: str) -> None:
    """Wait until the room of a lot has come so far."""

    def there() -> bool:
        view = room_view(house, procedure, lot, None)
        return view is not None and view.state == state

    _until(f"the room of {procedure}, to be {state}", there)


def await_keeper(house: House, procedure: str, lot: str) -> None:
    """Wait until a process keeps the room: a clock that jumps before is an outage of days."""
    await_room(house, procedure, lot, "open")

    def kept() -> bool:
        view = room_view(house, procedure, lot, None)
        address = settings.LIVE_URL.replace("ws", "http", 1)
        try:
            return view is not None and httpx.get(f"{address}/rooms/{view.room}/state").is_success
        except httpx.HTTPError:
            return False

    _until(f"the room of {procedure}, to be kept", kept)


def _taken(entry: Entry, said: dict[str, Any]) -> bool:
    address = settings.LIVE_URL.replace("ws", "http", 1)
    body = {"ticket": entry.ticket, "say": said}
    try:
        answer = httpx.post(f"{address}/rooms/{entry.room}/say", json=body, timeout=10.0)
    except httpx.HTTPError:
        return False
    told = msgspec.json.decode(answer.content, type=dict[str, Any])
    if told.get("t") == "taken":
        return True
    if told.get("code", "") not in _AGAIN:
        raise DemoStuckError("a bid", f"{told.get('code')}: {told.get('reason')}")
    return False


def _until(step: str, done: Callable[[], bool]) -> None:
    give_up = time.monotonic() + _PATIENCE
    while not done():
        if time.monotonic() > give_up:
            raise DemoStuckError(step, "nothing came of it in a minute")
        time.sleep(_PAUSE)
