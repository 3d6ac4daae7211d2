"""Keepers of rooms that are interrupted at will: what they answer is what the log holds."""

import asyncio
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hmac import digest
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.live_world import OPERATOR

from poletai.core.basics.instant import format_instant
from poletai.core.rooms import RoomEvent, Said, open_room, signed_bytes
from poletai.ledger.held import Head
from poletai.ledger.lease import Lease
from poletai.ledger.tickets import Ticket
from poletai.live.keeper import Keeper
from poletai.live.rebuilding import folded
from poletai.live.sessions import Session

ROOM = "ab" * 16
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
PLATES = ("01", "02", "03")
SECRET = b"s" * 32

# say: a plate says something new; repeat: it says again what it had no answer to.
STEPS = st.one_of(
    st.tuples(st.just("say"), st.sampled_from(PLATES), st.integers(0, 30)),
    st.tuples(st.just("repeat"), st.sampled_from(PLATES)),
    st.tuples(st.just("depart")),
    st.tuples(st.just("land")),
    st.tuples(st.just("lose"), st.booleans()),
    st.tuples(st.just("take")),
    st.tuples(st.just("wait"), st.integers(0, 3000)),
)


class World:
    """A room, its log as it is durable, and clients that say things and wait."""

    def __init__(self) -> None:
        self.now, self.epoch = NOON, 1
        opened = open_room(
            ROOM,
            procedure="p",
            lot="1",
            auction={
                "mechanism": "ascending",
                "start": "100.00",
                "step": "1.00",
                "listing_until": format_instant(NOON + timedelta(hours=1)),
                "leader_may_raise": True,
            },
            rules={"proof": "session", "grace": 1, "rate": 10_000, "burst": 10_000},
            at=NOON,
            by=OPERATOR,
        )
        assert isinstance(opened, RoomEvent)
        self.log: list[RoomEvent] = [opened]
        self.flying: list[RoomEvent] | None = None
        self.kept = False
        self.keeper = Keeper(ROOM, lambda: self.now, lambda: None)
        self.answers: list[tuple[str, dict[str, Any]]] = []
        self.said: dict[str, list[Said]] = {plate: [] for plate in PLATES}

    def say(self, plate: str, more: int) -> None:
        seq = len(self.said[plate]) + 1
        said = Said(seq=seq, amount=f"{100 + seq + more}.00")
        told = signed_bytes(ROOM, plate, said)
        mac = b64encode(digest(SECRET, told, "sha256")).decode()
        self.said[plate].append(msgspec.structs.replace(said, mac=mac))
        self._hear(plate, self.said[plate][-1])

    def repeat(self, plate: str) -> None:
        answered = {message["seq"] for who, message in self.answers if who == plate}
        for said in self.said[plate]:
            if said.seq not in answered:
                self._hear(plate, said)

    def depart(self) -> None:
        if self.kept and self.flying is None:
            self.flying = self.keeper.depart().events

    def land(self) -> None:
        if self.flying is not None:
            self.log += self.flying
            self.flying = None
            self.keeper.landed(Head(len(self.log)))

    def lose(self, written: bool) -> None:
        """Lose the room; what was being written is written, or is not."""
        if self.kept:
            self.log += self.flying or [] if written else []
            self.flying, self.kept = None, False
            self.keeper.lost()

    def take(self) -> None:
        """Take the room up again, as it stands in the log."""
        if not self.kept:
            self.kept = True
            rebuilt = folded(self.log, Head(len(self.log)))
            idle = None if self.epoch == 1 else timedelta(seconds=1)
            self.keeper.take_up(Lease(ROOM, self.epoch, idle), rebuilt, "me")
            self.epoch += 1
            for plate in PLATES:
                self.keeper.enter(session(plate), lambda _: None)

    def wait(self, milliseconds: int) -> None:
        self.now += timedelta(milliseconds=milliseconds)

    def _hear(self, plate: str, said: Said) -> None:
        def answer(frame: bytes) -> None:
            self.answers.append((plate, msgspec.json.decode(frame)))

        self.keeper.hear(session(plate), said, answer, 1)

    def taken(self) -> Iterator[tuple[str, int, int]]:
        """Yield plate, seq and number of every bid in the log."""
        for event in self.log:
            if event.name == "bid-taken":
                yield event.data["plate"], event.data["seq"], event.data["number"]


def session(plate: str) -> Session:
    ticket = Ticket(
        room=ROOM, plate=plate, bidder=f"firm-{plate}", key="ab" * 32, until=2**40, id="ab" * 16
    )
    return Session(ticket, SECRET)


@settings(max_examples=300)
@given(st.lists(STEPS, max_size=80))
def test_every_answer_is_what_the_log_holds_whenever_the_room_is_lost(
    steps: list[tuple[Any, ...]],
) -> None:
    asyncio.run(_played(steps))


async def _played(steps: list[tuple[Any, ...]]) -> None:
    world = World()
    world.take()
    for name, *values in steps:
        getattr(world, name)(*values)
        require_sound(world)
    # In the end the room is kept, everything is written, and everyone asks once more.
    for name in ("take", "land", "depart", "land"):
        getattr(world, name)()
    for plate in PLATES:
        world.repeat(plate)
    for name in ("depart", "land"):
        getattr(world, name)()
    require_sound(world)
    require_answered(world)


def require_sound(world: World) -> None:
    in_log = {(plate, seq): number for plate, seq, number in world.taken()}
    assert len(in_log) == len(list(world.taken())), "a bid was counted twice"
    for plate, message in world.answers:
        if message["t"] == "taken":
            assert in_log[plate, message["seq"]] == message["number"]
        else:
            assert (plate, message["seq"]) not in in_log, message["code"]
    assert world.keeper.look().length <= len(world.log)


def require_answered(world: World) -> None:
    answered = {(plate, message["seq"]) for plate, message in world.answers}
    said = {(plate, one.seq) for plate, all_said in world.said.items() for one in all_said}

    assert said == answered
    room = folded(world.log, Head(len(world.log))).room
    assert world.keeper.room == room
