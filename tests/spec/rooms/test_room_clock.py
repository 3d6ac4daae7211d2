"""The auction clock: it stands still over pauses and outages, and every end moves with it."""

import pytest
from tests.support.room_story import OPERATOR, Story
from tests.support.rooms import moment, text

from poletai.core import rooms
from poletai.core.auctions import Refused


def halted(story: Story, clock: str) -> None:
    story.add(rooms.halt(story.room, OPERATOR, "objection", "platform.rules#rooms", moment(clock)))


def resumed(story: Story, clock: str) -> None:
    story.add(rooms.resume(story.room, OPERATOR, "settled", "platform.rules#rooms", moment(clock)))


def test_the_clock_shows_the_time_as_long_as_nothing_stopped_it() -> None:
    story = Story()
    assert rooms.clock_of(story.room, moment("09:30")) == moment("09:30")
    assert rooms.wall_of(story.room, moment("09:30")) == moment("09:30")
    assert rooms.due(story.room) == moment("10:05")


def test_a_pause_moves_every_end_by_its_length_and_the_grace() -> None:
    story = Story().join("1", "2")
    assert story.say("09:10", "1", "100") == "taken"
    halted(story, "09:30")
    assert rooms.stands(story.room, moment("09:40"))
    assert rooms.clock_of(story.room, moment("09:40")) == moment("09:30")
    assert rooms.due(story.room) is None
    assert story.say("09:41", "2", "110") == "room.halted"
    resumed(story, "09:50")
    # Ten seconds of grace: bidders find their places again.
    assert story.say("09:50:09", "2", "110") == "room.halted"
    assert story.say("09:50:10", "2", "110") == "taken"
    assert rooms.clock_of(story.room, moment("09:50:10")) == moment("09:30")
    assert rooms.due(story.room) == moment("10:25:10")


def test_a_second_pause_adds_to_the_first() -> None:
    story = Story(rules={"grace": 0})
    halted(story, "09:10")
    resumed(story, "09:20")
    halted(story, "09:30")
    resumed(story, "09:45")
    assert rooms.due(story.room) == moment("10:30")


def test_a_pause_within_the_grace_of_another_is_one_with_it() -> None:
    story = Story()
    halted(story, "09:10")
    resumed(story, "09:20")
    halted(story, "09:20:05")
    assert rooms.clock_of(story.room, moment("09:25")) == moment("09:10")
    resumed(story, "09:30")
    assert rooms.due(story.room) == moment("10:25:10")


def test_a_room_can_be_halted_and_resumed_only_in_turn() -> None:
    story = Story()
    told = (OPERATOR, "why", "platform.rules#rooms", moment("09:10"))
    again = Refused("room.halted", "the room does not run")
    nothing = Refused("room.not-paused", "the room is not paused")
    assert rooms.resume(story.room, *told) == nothing
    halted(story, "09:10")
    assert rooms.halt(story.room, *told) == again
    resumed(story, "09:11")
    assert rooms.resume(story.room, *told) == nothing


def test_a_room_taken_in_time_loses_no_time() -> None:
    story = Story()
    assert "runs" not in story.taken_by("08:10").data
    assert rooms.due(story.room) == moment("10:05")


def test_a_room_nobody_kept_counts_from_its_first_instant() -> None:
    story = Story()
    taken = story.taken_by("09:15")
    assert taken.data["since"] == "2026-04-20T09:00:00Z"
    assert taken.data["runs"] == "2026-04-20T09:15:10Z"
    assert rooms.due(story.room) == moment("10:20:10")


def test_a_room_without_a_first_instant_counts_from_its_opening() -> None:
    auction = {"mechanism": "sealed-first", "start": "1", "closes": text("10:00")}
    story = Story(auction=auction, opened="09:00")
    assert story.taken_by("09:01").data["since"] == "2026-04-20T09:00:00Z"


def test_an_outage_moves_the_end_by_the_gap_and_the_grace() -> None:
    story = Story().join("1")
    story.taken_by("08:40")
    assert story.say("10:02", "1", "100") == "taken"
    story.taken_by("10:10", epoch=2, idle=300)
    # It was alive at 10:05; the close of 10:07 comes two minutes after the clock goes on.
    assert rooms.due(story.room) == moment("10:12:10")
    assert story.shown("10:10:05") | {"still": True, "why": "outage"} == story.shown("10:10:05")
    assert story.room.epoch == 2


def test_a_handover_of_a_moment_costs_that_moment_only() -> None:
    story = Story()
    story.taken_by("08:40")
    story.taken_by("09:30:01", epoch=2, idle=1)
    assert rooms.due(story.room) == moment("10:05:01")


def test_what_was_taken_is_a_sign_of_life() -> None:
    story = Story(rules={"grace": 0}).join("1")
    story.taken_by("08:40")
    assert story.say("09:30", "1", "100") == "taken"
    story.taken_by("09:30:20", epoch=2, idle=60)
    assert rooms.due(story.room) == moment("10:05:20")


def test_an_outage_before_the_bidding_costs_nothing() -> None:
    story = Story()
    story.taken_by("08:10")
    assert "runs" not in story.taken_by("08:50", epoch=2, idle=1800).data


def test_an_outage_during_a_pause_is_part_of_the_pause() -> None:
    story = Story(rules={"grace": 0})
    story.taken_by("08:40")
    halted(story, "09:10")
    assert "runs" not in story.taken_by("09:20", epoch=2, idle=300).data
    resumed(story, "09:30")
    assert rooms.due(story.room) == moment("10:25")


def test_a_room_over_before_the_outage_stays_over() -> None:
    story = Story()
    story.taken_by("08:40")
    assert "runs" not in story.taken_by("10:20", epoch=2, idle=600).data
    assert story.add(rooms.close(story.room, moment("10:20"))).name == "room-ended"


def test_a_room_that_died_over_its_end_is_not_sold() -> None:
    story = Story().join("1", "2")
    story.taken_by("08:40")
    assert story.say("10:03", "1", "100") == "taken"
    story.taken_by("10:30", epoch=2, idle=1500)
    assert rooms.close(story.room, moment("10:30:05")) is None
    assert story.say("10:31", "2", "110") == "taken"


@pytest.mark.parametrize("clock", ["10:04:59", "10:05"])
def test_a_room_is_not_over_at_its_very_end(clock: str) -> None:
    assert rooms.close(Story().room, moment(clock)) is None


def test_a_room_over_is_closed_once() -> None:
    story = Story()
    story.add(rooms.close(story.room, moment("10:05:01")))
    assert rooms.close(story.room, moment("10:06")) is None
    assert rooms.due(story.room) is None
