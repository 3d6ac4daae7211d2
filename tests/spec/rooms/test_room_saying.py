"""Saying something in a room: who is heard, what is signed, and what maxima answer."""

import pytest
from tests.support.room_story import Story
from tests.support.rooms import text

from poletai.core import rooms
from poletai.core.rooms import Said


def test_only_plates_that_joined_are_heard_and_nothing_twice() -> None:
    story = Story().join("1")
    assert story.say("09:10", "2", "100") == "room.unknown-plate"
    assert story.say("09:10", "1", "100", seq=4) == "taken"
    assert story.say("09:11", "1", "110", seq=4) == "room.repeated"
    assert story.say("09:11", "1", "110", seq=3) == "room.repeated"
    assert story.bids() == [("1", "100")]


@pytest.mark.parametrize("amount", ["1E2", "0100", "100.", "+100", "NaN", "1" * 25, "百", "1_0"])
def test_figures_are_written_in_one_way_only(amount: str) -> None:
    story = Story().join("1")
    assert story.say("09:10", "1", amount) == "auction.figure"


def test_the_mechanism_says_what_is_not_taken() -> None:
    story = Story().join("1", "2")
    assert story.say("08:59:59", "1", "100") == "auction.too-early"
    assert story.say("09:00", "1", "105") == "auction.off-step"
    assert story.say("09:00", "1", "100") == "taken"
    assert story.say("09:01", "2", "100") == "auction.not-higher"
    assert story.say("10:06", "2", "110") == "auction.late"


def test_what_is_signed_is_what_was_said_in_that_room_by_that_plate() -> None:
    said = Said(seq=3, amount="120.00", dimension="area", items=("a", "b"), sig="x", mac="y")
    assert rooms.signed_bytes("r1", "07", said) == (
        b"poletai-room/v1/say\0"
        b'{"amount":"120.00","dimension":"area","items":["a","b"],"kind":"bid",'
        b'"plate":"07","room":"r1","seq":3}'
    )
    again = rooms.said_of({"seq": 3, "kind": "bid", "amount": "120.00", "sig": "z"})
    assert rooms.signed_bytes("r1", "07", again) == rooms.signed_bytes(
        "r1", "07", Said(seq=3, amount="120.00")
    )


def test_a_signature_stands_in_the_record() -> None:
    story = Story().join("1")
    assert story.say("09:10", "1", "100", sig="c2ln") == "taken"
    assert story.events[-1].data["sig"] == "c2ln"


def test_a_bid_its_mechanism_hides_is_confidential() -> None:
    auction = {"mechanism": "sealed-first", "start": "1", "closes": text("10:00")}
    story = Story(auction=auction).join("1")
    assert story.say("09:10", "1", "100") == "taken"
    assert story.events[-1].confidential
    open_one = Story().join("1")
    assert open_one.say("09:10", "1", "100") == "taken"
    assert not open_one.events[-1].confidential


def test_words_the_terms_do_not_have_are_not_heard() -> None:
    lots = {"mechanism": "combinatorial", "items": ["north", "south"], "closes": text("10:00")}
    story = Story(auction=lots).join("1")
    assert story.say("09:10", "1", "100", dimension="you lead") == "auction.dimension"
    assert story.say("09:10", "1", "100", items=("west",)) == "auction.items"
    assert story.say("09:10", "1", "100", items=("north", "north")) == "auction.items"
    assert story.say("09:10", "1", "100", items=("north", "south")) == "taken"
