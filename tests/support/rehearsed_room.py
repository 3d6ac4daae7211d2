"""A rehearsed room: the rules of live rooms behind a page's socket, in the test's own process."""

import json
from base64 import b64decode
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.template.loader import render_to_string
from django.utils.translation import override
from playwright.sync_api import BrowserContext, Page, Route, WebSocketRoute
from tests.support.client import STATIC

from poletai.core.auctions import Refused
from poletai.core.basics.instant import format_instant
from poletai.core.rooms import (
    Room,
    RoomEvent,
    Said,
    close,
    evolve,
    halt,
    join,
    line_of,
    open_room,
    resume,
    say,
    signed_bytes,
    state_of,
    take_over,
    terminate,
)
from poletai.portal.showing.rooms import mechanism_title, texts_of
from poletai.site.headers import policy

SITE = "https://room.test"
LIVE = "wss://live.test"
CENTRE = {"role": "operator", "id": "centre"}
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


@dataclass
class Seat:
    """One connection: its socket, and the plate it bids with; none for who watches."""

    socket: WebSocketRoute
    plate: str


@dataclass
class RehearsedRoom:
    """One room and everybody connected to it; `shift` moves its time ahead."""

    auction: dict[str, Any]
    rules: dict[str, Any] = field(default_factory=dict)
    unit: str = ""
    shift: timedelta = timedelta()
    seats: list[Seat] = field(default_factory=list)
    events: list[RoomEvent] = field(default_factory=list)
    room: Room | None = None
    down: bool = False
    # What becomes of the next thing said: "" as it should, "mute" taken without an answer,
    # "deaf" never heard.
    fate: str = ""
    refused: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        opened = open_room(
            "r1",
            "p1",
            "1",
            self.auction,
            self.rules,
            at=self.now(),
            by={"role": "exchange", "id": "x"},
        )
        assert isinstance(opened, RoomEvent), opened
        self.happen(opened)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.shift

    @property
    def here(self) -> Room:
        assert self.room is not None
        return self.room

    @property
    def lines(self) -> list[dict[str, Any]]:
        bids = (e for e in self.events if e.name == "bid-taken" and not e.confidential)
        return [line_of(event) for event in bids]

    # What happens in the room.

    def happen(self, *events: RoomEvent | Refused) -> None:
        """Let things happen, and show everybody."""
        for event in events:
            assert isinstance(event, RoomEvent), event
            self.room = evolve(self.room, event)
            self.events.append(event)
        self.show()

    def show(self) -> None:
        """Tell everybody where the room stands now."""
        for seat in self.seats:
            self._send(seat, t="state", n=self.here.length, lines=self.lines[-3:])

    def bid(self, plate: str, amount: str, kind: str = "bid", **more: Any) -> None:
        """Let another bidder, on no page, say something."""
        seq = self.here.seqs.get(plate, 0) + 1
        said = Said(seq=seq, kind=kind, amount=amount or None, **more)
        taken = say(self.here, plate, said, self.now(), 0)
        assert not isinstance(taken, Refused), taken
        self.happen(*taken.events)

    def enter(self, plate: str, key: str = "ab" * 32) -> None:
        """Let a bidder take up its plate."""
        self.happen(join(self.here, plate, f"firm-{plate}", key, self.now()))

    def pause(self) -> None:
        self.happen(halt(self.here, CENTRE, "a question of law", "art. 1", self.now()))

    def go_on(self) -> None:
        self.happen(resume(self.here, CENTRE, "answered", "art. 1", self.now()))

    def end(self) -> None:
        """Let its time run out."""
        self.shift += timedelta(days=30)
        event = close(self.here, self.now())
        assert event is not None
        self.happen(event)

    def terminate(self) -> None:
        self.happen(terminate(self.here, CENTRE, "sold by mistake", "art. 2", self.now()))

    def die(self) -> None:
        """Cut every connection, and take none until it is back."""
        self.down = True
        for seat in self.seats:
            seat.socket.close(code=1012)
        self.seats = []

    def come_back(self) -> None:
        """Have another process take the room over."""
        self.down = False
        gap = timedelta(seconds=3)
        self.shift += gap
        self.happen(take_over(self.here, self.here.epoch + 1, gap, self.now(), "another"))

    # What a page meets.

    def visit(self, context: BrowserContext, plate: str = "", language: str = "zh-hans") -> Page:
        """Open the room's page for a bidder, or for somebody who watches."""
        page = context.new_page()
        page.route(f"{SITE}/**", lambda route: self._serve(route, plate, language))
        page.route_web_socket(f"{LIVE}/**", self._connect)
        page.goto(f"{SITE}/")
        return page

    def html(self, plate: str, language: str) -> str:
        with override(language):
            config = {
                "room": "r1",
                "live": LIVE,
                "bidder": bool(plate),
                "ticket": "/ticket",
                "csrf": "x",
                **texts_of(self.auction, self.unit),
            }
            page = {
                "config": config,
                "title": "城东地块 2026-07 国有建设用地使用权"
                if language != "en"
                else "Plot 2026-07",
                "trade": "城东地块出让" if language != "en" else "Sale of a plot",
                "procedure": "p1",
                "lot": "1",
                "mechanism": mechanism_title(self.auction),
                "replay": "/replay/",
            }
            return render_to_string("pages/room.html", {"page": page, "now": self.now()})

    def _serve(self, route: Route, plate: str, language: str) -> None:
        path = route.request.url.removeprefix(SITE)
        if path.startswith("/static/poletai/"):
            file = STATIC / path.rsplit("/", 1)[1]
            route.fulfill(path=file, content_type=_TYPES[file.suffix])
        elif path == "/ticket":
            key = json.loads(route.request.post_data or "{}")["key"]
            given = {"ticket": f"{plate}.{key}", "session": "00" * 32, "plate": plate, "url": LIVE}
            route.fulfill(status=201, json={**given, "room": "r1"})
        else:
            headers = {"Content-Security-Policy": policy(LIVE)}
            body = self.html(plate, language)
            route.fulfill(body=body, content_type="text/html; charset=utf-8", headers=headers)

    def _connect(self, socket: WebSocketRoute) -> None:
        if self.down:
            socket.close(code=1012)
            return
        seat = Seat(socket, "")
        socket.on_message(lambda text: self._hear(seat, json.loads(text)))
        socket.on_close(lambda _code, _reason: self._gone(seat))

    def _gone(self, seat: Seat) -> None:
        self.seats = [one for one in self.seats if one is not seat]

    def _hear(self, seat: Seat, message: dict[str, Any]) -> None:
        kind = message.pop("t")
        if kind == "ping":
            self._send(seat, t="pong", sent=message["sent"])
        elif kind in ("hello", "watch"):
            self._welcome(seat, message.get("ticket", ""))
        else:
            self._said(seat, msgspec.convert(message, Said))

    def _welcome(self, seat: Seat, ticket: str) -> None:
        seat.plate, _, key = ticket.partition(".")
        if seat.plate and self.here.seats.get(seat.plate) != key and not self.here.over:
            self.enter(seat.plate, key)
        told = {"plate": seat.plate, "seq": self.here.seqs.get(seat.plate, 0)} if seat.plate else {}
        rules = msgspec.to_builtins(self.here.rules)
        self._send(seat, t="welcome", **told, rules=rules, auction=self.auction, history=self.lines)
        self.seats.append(seat)

    def _said(self, seat: Seat, said: Said) -> None:
        fate, self.fate = self.fate, ""
        if fate == "deaf":
            self.die()
            return
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.here.seats[seat.plate]))
        key.verify(b64decode(said.sig), signed_bytes("r1", seat.plate, said))
        answer = say(self.here, seat.plate, said, self.now(), 0)
        if isinstance(answer, Refused):
            self.refused.append(answer.code)
            told = {"code": answer.code, "reason": answer.reason}
            self._send(seat, t="refused", seq=said.seq, **told)
        elif fate == "mute":
            self.seats = []
            self.happen(*answer.events)
            seat.socket.close(code=1012)
        else:
            number = answer.events[0].data.get("number", 0)
            self._send(seat, t="taken", seq=said.seq, number=number)
            self.happen(*answer.events)

    def _send(self, seat: Seat, **message: Any) -> None:
        """Send a message; those that show the room show it as it stands now."""
        now = self.now()
        if message["t"] in ("welcome", "state"):
            message["state"] = state_of(self.here, now, seat.plate)
        seat.socket.send(json.dumps({**message, "at": format_instant(now)}))
