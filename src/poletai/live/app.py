"""The application: which address of the live process leads where, and who may call it."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

import msgspec

from poletai.live import messages
from poletai.live.carrying import Receive, Scope, Send, carry_events
from poletai.live.house import House
from poletai.live.keeper import Keeper
from poletai.live.saying import say_once

_JSON = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
_ROOM = re.compile("[0-9a-f]{32}")
_ALLOWED = [
    (b"access-control-allow-methods", b"GET, POST"),
    (b"access-control-allow-headers", b"content-type"),
    (b"access-control-max-age", b"600"),
]


class Application:
    """The ASGI application of a house; browsers may call it from pages of these hosts alone."""

    def __init__(self, house: House, hosts: Iterable[str]) -> None:
        self.house, self._hosts = house, {host.strip("[]").lower() for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or live through the life of the process."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._http(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self.house.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.house.stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        origin = _origin(scope)
        if not self.welcomes(origin):
            return await _answer(send, 403, b"{}", [])
        headers = [(b"vary", b"origin")]
        if origin:
            headers.append((b"access-control-allow-origin", origin.encode()))
        room, what = _address(scope["path"])
        if (scope["method"], what) == ("GET", "events"):
            first = _first_word(scope)
            return await carry_events(self.house, room, first, receive, send, headers)
        if scope["method"] == "OPTIONS":
            return await _answer(send, 204, b"", [*headers, *_ALLOWED])
        return await _answer(send, *await self._told(scope, room, what, receive), headers)

    async def _told(
        self, scope: Scope, room: str, what: str, receive: Receive
    ) -> tuple[int, bytes]:
        """Return the status and the body of an answer that is given at once."""
        match scope["method"], what:
            case "GET", "health":
                return (200, b'{"ready":true}') if self.house.ready else (503, b'{"ready":false}')
            case "GET", "state":
                return await self._state(room)
            case "POST", "say":
                return await say_once(self.house, room, receive)
        return 404, b"{}"

    async def _state(self, room: str) -> tuple[int, bytes]:
        found = await self.house.locate(room)
        if isinstance(found, Keeper):
            return 200, found.newest()
        return (404, b"{}") if found is None else (503, messages.elsewhere(found))

    def welcomes(self, origin: str) -> bool:
        """Say whether a page of this origin may call; programs send none."""
        return not origin or (urlsplit(origin).hostname or "") in self._hosts


def room_of(path: str) -> str:
    """Return the room whose WebSocket an address is; empty where it is none."""
    room, what = _address(path)
    return room if what == "ws" else ""


async def _answer(send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    length = (b"content-length", b"%d" % len(body))
    told = [*_JSON, length, *headers]
    await send({"type": "http.response.start", "status": status, "headers": told})
    await send({"type": "http.response.body", "body": body})


def _address(path: str) -> tuple[str, str]:
    """Split /rooms/<id>/<what> and /health."""
    match path.strip("/").split("/"):
        case ["rooms", room, what] if _ROOM.fullmatch(room):
            return room, what
        case ["health"]:
            return "", "health"
    return "", ""


def _origin(scope: Scope) -> str:
    return next((v.decode("latin-1") for k, v in scope["headers"] if k.lower() == b"origin"), "")


def _first_word(scope: Scope) -> bytes:
    """Return what a client of events would say first, by its ticket if it has one."""
    ticket = parse_qs(scope["query_string"].decode("latin-1")).get("ticket", [""])[0]
    return msgspec.json.encode({"t": "hello", "ticket": ticket} if ticket else {"t": "watch"})
