"""The audience of a room: answers in order, of states the newest, and lines that none misses."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import msgspec
from tests.support.live_world import OPERATOR, ascending

from poletai.core.rooms import Room, RoomEvent, evolve, open_room
from poletai.live.audience import MOST_LINES, Audience, Frames, Listener
from poletai.live.showing import Shown

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def empty_room() -> Room:
    opened = open_room(
        "ab" * 16, procedure="p", lot="1", auction=ascending(), rules={}, at=NOW, by=OPERATOR
    )
    assert isinstance(opened, RoomEvent)
    return evolve(None, opened)


ROOM = empty_room()


class Hall:
    """A room with an audience, in which lines appear."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []
        self.audience = Audience(lambda: Shown(ROOM, NOW, self.lines))

    def listener(self, plate: str = "") -> Listener:
        listener = Listener(lambda: None, plate)
        listener.base = len(self.lines)
        self.audience.add(listener)
        return listener

    async def say(self, *numbers: int) -> None:
        for number in numbers:
            self.lines.append(b'{"number":%d}' % number)
        self.audience.changed()
        await asyncio.sleep(0.25)


def numbers(frames: list[bytes]) -> list[list[int]]:
    told: list[dict[str, Any]] = [msgspec.json.decode(frame) for frame in frames]
    return [[line["number"] for line in one["lines"]] for one in told if one["t"] == "state"]


def test_whoever_keeps_up_hears_of_every_change_once() -> None:
    async def story() -> None:
        hall = Hall()
        one = hall.listener()
        heard = []
        for number in (1, 2, 3):
            await hall.say(number)
            heard += numbers(one.drain())
        assert heard == [[1], [2], [3]]

    asyncio.run(story())


def test_whoever_lags_gets_one_state_with_all_the_lines_it_has_not_seen() -> None:
    async def story() -> None:
        hall = Hall()
        slow = hall.listener()
        await hall.say(1)
        await hall.say(2, 3)
        assert numbers(slow.drain()) == [[1, 2, 3]]
        await hall.say(4)
        assert numbers(slow.drain()) == [[4]]

    asyncio.run(story())


def test_answers_come_in_order_and_before_the_state_they_led_to() -> None:
    async def story() -> None:
        hall = Hall()
        one = hall.listener("07")
        await hall.say(1)
        for seq in range(3):
            one.send(b'{"t":"taken","seq":%d}' % seq)
        kinds = [msgspec.json.decode(frame)["t"] for frame in one.drain()]
        assert kinds == ["taken", "taken", "taken", "state"]

    asyncio.run(story())


def test_whoever_takes_nothing_at_all_is_cut_off_and_keeps_nothing_in_memory() -> None:
    dead = Listener(lambda: None)
    for _ in range(5000):
        dead.send(b"{}")
    dead.show(b"{}", 1)

    assert dead.over
    assert len(dead.drain()) < 2100


def test_a_state_shows_the_newest_lines_alone_where_there_are_too_many() -> None:
    lines = [b'{"number":%d}' % number for number in range(1000)]

    (shown,) = numbers([Frames(Shown(ROOM, NOW, lines)).of("", 0)])

    assert shown == list(range(1000 - MOST_LINES, 1000))


def test_a_room_nobody_can_tell_of_stands_still() -> None:
    state = Shown(ROOM, NOW, [], known=False).state("")

    assert (state["still"], state["why"]) == (True, "outage")


def test_who_left_is_told_nothing_and_all_are_sent_away_at_the_end() -> None:
    async def story() -> None:
        hall = Hall()
        gone, stays = hall.listener(), hall.listener("07")
        hall.audience.drop(gone)
        await hall.say(1)
        assert gone.drain() == []
        hall.audience.end(b'{"t":"closing"}')
        assert stays.drain() == [b'{"t":"closing"}']
        assert len(hall.audience) == 0

    asyncio.run(story())
