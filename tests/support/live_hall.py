"""A live room kept in memory, for what its keeper does with what is said."""

import secrets
from datetime import UTC, datetime, timedelta
from time import monotonic_ns
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.support.room_client import Bidder
from tests.support.room_story import OPERATOR

from poletai.core.basics.instant import format_instant
from poletai.core.rooms import RoomEvent, Said, evolve, open_room
from poletai.ledger.held import Head
from poletai.ledger.lease import Lease
from poletai.ledger.store_key import StoreKey
from poletai.ledger.tickets import Ticket, make_ticket
from poletai.live.keeper import Keeper
from poletai.live.memory import remembered
from poletai.live.rebuilding import Rebuilt
from poletai.live.sessions import Session, enter

ROOM, NOW = "ab" * 16, datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class Hall:
    """A room kept in memory: what is written lands at once unless it is held back."""

    def __init__(self, key: StoreKey, **rules: Any) -> None:
        auction = {
            "mechanism": "ascending",
            "start": "100",
            "step": "1",
            "leader_may_raise": True,
            "listing_from": format_instant(NOW - timedelta(hours=1)),
            "listing_until": format_instant(NOW + timedelta(hours=1)),
        }
        told = {"grace": 0, "proof": "session", "rate": 100, "burst": 100, **rules}
        event = open_room(ROOM, "p", "1", auction, told, at=NOW, by=OPERATOR)
        assert isinstance(event, RoomEvent)
        self.key, self.now, self.events = key, NOW, [event]
        self.mono = monotonic_ns()
        self.keeper = Keeper(ROOM, lambda: self.now, lambda: None)
        self.keeper.take_up(Lease(ROOM, 1, None), self.rebuilt(), "live-1")
        self.land()

    def rebuilt(self) -> Rebuilt:
        room = evolve(None, self.events[0])
        for event in self.events[1:]:
            room = evolve(room, event)
        return Rebuilt(room, Head(len(self.events), "00"), [], remembered(self.events))

    def land(self) -> None:
        self.events += self.keeper.depart().events
        self.keeper.landed(Head(len(self.events), "00"))

    def bidder(self, plate: str, later: int = 0) -> tuple[Bidder, Session]:
        device = Ed25519PrivateKey.generate()
        ticket = Ticket(
            room=ROOM,
            plate=plate,
            bidder=f"firm-{plate}",
            key=device.public_key().public_bytes_raw().hex(),
            until=int(NOW.timestamp()) + 3600 + later,
            id=secrets.token_hex(16),
        )
        text, secret = make_ticket(self.key, ticket)
        session = enter(self.key, ROOM, text, self.now)
        assert session is not None
        return Bidder(ROOM, plate, text, secret, device), session

    def come(self, session: Session) -> str:
        answers: list[Any] = []
        self.keeper.enter(session, answers.append)
        self.land()
        (answer,) = answers
        return "" if answer is None else str(answer.code)

    def say(self, session: Session, message: dict[str, Any]) -> dict[str, Any]:
        answers: list[bytes] = []
        said = msgspec.convert({k: v for k, v in message.items() if k != "t"}, Said)
        self.mono += 20_000_000
        self.keeper.hear(session, said, answers.append, self.mono)
        self.land()
        (answer,) = answers
        told: dict[str, Any] = msgspec.json.decode(answer)
        return told
