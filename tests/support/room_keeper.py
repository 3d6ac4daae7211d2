"""A room kept by hand: what a live process writes, written by a test at instants it chooses."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from poletai.core.auctions import Refused
from poletai.core.rooms import (
    Room,
    RoomEvent,
    Said,
    close,
    evolve,
    halt,
    join,
    resume,
    say,
    signed_bytes,
    take_over,
    terminate,
)
from poletai.ledger.room_events import new_room_event, room_event
from poletai.ledger.store import Store, append, read

AUCTIONEER = {"role": "operator", "id": "centre"}
RULE = "platform.rules#rooms"


def mono_of(at: datetime) -> int:
    """Return what the monotonic clock of a process that runs true shows, in microseconds."""
    return (at - _STARTED) // timedelta(microseconds=1)


_STARTED = datetime(2026, 1, 1, tzinfo=UTC)


class RoomKeeper:
    """Keeps one room: every method is something that happens in it, durable when it returns."""

    def __init__(self, dsn: str, store: Store, stream: str) -> None:
        self.dsn, self.store, self.stream = dsn, store, stream
        self.keys: dict[str, Ed25519PrivateKey] = {}
        self.room: Room
        with psycopg.connect(dsn) as conn:
            room: Room | None = None
            for one in read(conn, store, stream):
                room = evolve(room, room_event(one.envelope, one.body, one.private))
        assert room is not None
        self.room = room

    def write(self, event: RoomEvent | Refused | None) -> RoomEvent:
        assert isinstance(event, RoomEvent), event
        self.room = evolve(self.room, event)
        self.forge(event)
        return event

    def forge(self, event: RoomEvent) -> None:
        """Write an event past every rule, as an operator who controls the database could."""
        with psycopg.connect(self.dsn) as conn:
            append(conn, self.store, [new_room_event(self.stream, event)])

    def take(self, at: datetime, owner: str = "live-1") -> None:
        self.write(take_over(self.room, self.room.epoch + 1, None, at, owner))

    def join(self, plate: str, bidder: str, at: datetime) -> None:
        key = self.keys.setdefault(plate, Ed25519PrivateKey.generate())
        public = key.public_key().public_bytes_raw().hex()
        self.write(join(self.room, plate, bidder, public, at))

    def said(self, plate: str, amount: str | None, **more: Any) -> Said:
        seq = self.room.seqs.get(plate, 0) + 1
        bare = Said(seq=seq, amount=amount, **more)
        told = signed_bytes(self.stream, plate, bare)
        signature = b64encode(self.keys[plate].sign(told)).decode()
        return Said(seq=seq, amount=amount, sig=signature, **more)

    def bid(self, plate: str, amount: str | None, at: datetime, **more: Any) -> list[RoomEvent]:
        taken = say(self.room, plate, self.said(plate, amount, **more), at, mono_of(at))
        assert not isinstance(taken, Refused), taken
        return [self.write(event) for event in taken.events]

    def pause(self, at: datetime, reason: str = "a storm") -> None:
        self.write(halt(self.room, AUCTIONEER, reason, RULE, at))

    def resume(self, at: datetime) -> None:
        self.write(resume(self.room, AUCTIONEER, "it is over", RULE, at))

    def terminate(self, at: datetime) -> None:
        self.write(terminate(self.room, AUCTIONEER, "the seller died", RULE, at))

    def end(self, at: datetime) -> None:
        self.write(close(self.room, at))
