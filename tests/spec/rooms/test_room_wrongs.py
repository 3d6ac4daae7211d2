"""What cannot follow in a room, and words that nobody may put into its record."""

from typing import Any

import msgspec
import pytest
from tests.support.room_story import KEY, OPERATOR, Story
from tests.support.rooms import moment

from poletai.core import rooms
from poletai.core.auctions import Refused
from poletai.core.rooms import RoomRecordError

LAW = "platform.rules#rooms"


def test_who_takes_a_room_counts_on_and_never_back() -> None:
    story = Story().join("1")
    third = story.taken_by("08:40", epoch=3)

    for epoch in (2, 3):
        event = msgspec.structs.replace(third, data={**third.data, "epoch": epoch})
        with pytest.raises(RoomRecordError, match=f"number {epoch} after 3"):
            rooms.evolve(story.room, event)


def test_nothing_follows_the_end() -> None:
    story = Story().join("1")
    ended = rooms.terminate(story.room, OPERATOR, "r", LAW, moment("09:10"))
    joined = rooms.join(story.room, "2", "b", KEY, moment("09:20"))
    story.add(ended)
    assert not isinstance(joined, Refused)

    with pytest.raises(RoomRecordError, match="after it has terminated"):
        rooms.evolve(story.room, joined)


def test_a_plate_is_taken_up_again_with_a_later_ticket_and_no_earlier_one() -> None:
    story = Story()
    for until in (100, 100, 200):
        story.add(rooms.join(story.room, "1", "b", KEY, moment("08:30"), until))

    early = rooms.join(story.room, "1", "b", KEY, moment("08:31"), 199)
    other = rooms.join(story.room, "2", "b", KEY, moment("08:31"), 1)

    assert isinstance(early, Refused)
    assert (early.code, isinstance(other, Refused)) == ("room.bad-ticket", False)


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ({"amount": ""}, "auction.figure"),
        ({"quantity": ""}, "auction.figure"),
        ({"quantity": "1e3"}, "auction.figure"),
        ({"dimension": "call me: 555"}, "auction.dimension"),
        ({"items": ("call", "me")}, "auction.items"),
        ({"items": ("price", "price")}, "auction.items"),
    ],
)
def test_nothing_is_told_the_others_in_words_the_terms_do_not_have(
    what: dict[str, Any], code: str
) -> None:
    story = Story().join("1")

    assert story.say("09:10", "1", what.pop("amount", "100"), **what) == code
    assert story.bids() == []


def test_a_maximum_is_an_amount_alone() -> None:
    story = Story(rules={"proxy": True}).join("1")

    assert story.say("09:10", "1", "150", kind="maximum", quantity="2") == "auction.figure"
    assert story.say("09:11", "1", "150", kind="maximum") == "taken"
