"""Whatever happens in a room: its events fold to it, its record settles to it, maxima are kept."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.room_story import OPERATOR, Story
from tests.support.rooms import moment

from poletai.core import rooms
from poletai.core.auctions import Refused, read_record, settle_record
from poletai.core.rooms import RoomEvent, Said

PLATES = ("1", "2", "3", "4")
LAW = "platform.rules#rooms"

bid = st.tuples(st.just("bid"), st.sampled_from(PLATES), st.integers(0, 3))
maximum = st.tuples(st.just("maximum"), st.sampled_from(PLATES), st.integers(0, 12))
other = st.tuples(st.sampled_from(("pause", "resume", "crash")), st.just(""), st.just(0))
steps = st.lists(
    st.tuples(st.integers(0, 700), st.one_of(bid, bid, bid, maximum, other)), max_size=25
)


class Played:
    """A room in which time passes and things are tried."""

    def __init__(self, *, proxy: bool) -> None:
        self.story = Story(rules={"proxy": proxy, "grace": 5}).join(*PLATES)
        self.at = moment("09:30")
        self.ends = [rooms.due(self.story.room)]

    def play(self, wait: int, what: str, plate: str, size: int) -> None:
        self.at += timedelta(seconds=wait)
        room = self.story.room
        if what in {"bid", "maximum"}:
            self._say(what, plate, size)
        elif what == "crash":
            self.story.add(
                rooms.take_over(room, room.epoch + 1, timedelta(minutes=1), self.at, "o")
            )
        else:
            act = rooms.halt if what == "pause" else rooms.resume
            answer = act(room, OPERATOR, "because", LAW, self.at)
            if isinstance(answer, RoomEvent):
                self.story.add(answer)
        self.ends.append(rooms.due(self.story.room))

    def _say(self, what: str, plate: str, size: int) -> None:
        room = self.story.room
        least = Decimal(rooms.state_of(room, self.at, plate).get("least", 100))
        said = Said(seq=room.seqs.get(plate, 0) + 1, kind=what, amount=f"{least + 10 * size:f}")
        answer = rooms.say(room, plate, said, self.at, 1)
        if isinstance(answer, Refused):
            return
        for event in answer.events:
            self.story.add(event)
        assert self.story.room == answer.room


def played(moves: list[tuple[int, Any]], *, proxy: bool = True) -> Played:
    game = Played(proxy=proxy)
    for wait, (what, plate, size) in moves:
        game.play(wait, what, plate, size)
    return game


@settings(max_examples=60, deadline=None)
@given(steps)
def test_the_record_settles_to_what_the_room_showed(moves: list[tuple[int, Any]]) -> None:
    game = played(moves)
    room = game.story.room
    record = rooms.record_of(game.story.events, {plate: plate for plate in PLATES})
    settled = settle_record(room.auction, read_record(record))
    leader = room.state.leader
    won = [(quote.bidder, quote.price) for quote in settled.winners]
    assert won == ([] if leader is None else [(leader.bidder, leader.price)])


@settings(max_examples=60, deadline=None)
@given(steps)
def test_the_end_never_comes_nearer_and_nobody_bids_while_the_clock_stands(
    moves: list[tuple[int, Any]],
) -> None:
    game = played(moves)
    known = [end for end in game.ends if end is not None]
    assert known == sorted(known)
    clocks = [e.data["clock"] for e in game.story.events if e.name == "bid-taken"]
    assert clocks == sorted(clocks)


@settings(max_examples=60, deadline=None)
@given(steps)
def test_the_room_never_bids_above_a_maximum(moves: list[tuple[int, Any]]) -> None:
    game = played(moves)
    most: dict[str, Decimal] = {}
    for event in game.story.events:
        data = event.data
        if event.name == "maximum-set":
            most[data["plate"]] = Decimal(data["amount"])
        elif data.get("proxy"):
            assert Decimal(data["amount"]) <= most[data["plate"]]


def step_by_step(maxima: dict[str, int]) -> tuple[str, int]:
    """Let everyone with a maximum bid one step at a time, in turn, until one is left."""
    price, leader, moved = 90, "", True
    while moved:
        moved = False
        for plate, most in maxima.items():
            if plate != leader and price + 10 <= most:
                price, leader, moved = price + 10, plate, True
    return leader, price


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(10, 60), min_size=1, max_size=4, unique=True))
def test_maxima_end_where_bidding_step_by_step_ends(tens: list[int]) -> None:
    maxima = {plate: 10 * ten for plate, ten in zip(PLATES, tens, strict=False)}
    story = Story(rules={"proxy": True}).join(*PLATES)
    for number, (plate, most) in enumerate(maxima.items()):
        story.say(f"09:{10 + number}", plate, str(most), kind="maximum")
    leader, price = step_by_step(maxima)
    shown = story.shown("09:50")
    assert shown["leader"] == leader
    assert abs(int(shown["price"]) - price) <= 10
