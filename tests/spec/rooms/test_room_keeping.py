"""Keeping a room: opened on terms that run, joined, amended, terminated, and folded again."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from tests.support.room_story import ASCENDING, KEY, OPERATOR, Story
from tests.support.rooms import moment, text

from poletai.core import rooms
from poletai.core.auctions import Refused
from poletai.core.rooms import RoomEvent, RoomRecordError


def opened(auction: dict[str, Any], rules: dict[str, Any]) -> RoomEvent | list[str]:
    found = rooms.open_room("r", "p", "1", auction, rules, at=moment("08:00"), by=OPERATOR)
    return found if isinstance(found, RoomEvent) else [problem.code for problem in found]


def code_of(answer: RoomEvent | Refused) -> str:
    return answer.code if isinstance(answer, Refused) else answer.name


def test_a_room_opens_only_on_terms_and_rules_that_run() -> None:
    assert opened({"mechanism": "ascending"}, {}) == ["auction.terms-wrong"]
    assert opened(ASCENDING, {"grace": -1}) == ["room.rules"]
    assert opened(ASCENDING, {"graec": 1}) == ["room.rules"]
    assert isinstance(opened(ASCENDING, {"proxy": True}), RoomEvent)
    sealed = {"mechanism": "sealed-first", "start": "1", "closes": text("10:00")}
    assert opened(sealed, {"proxy": True}) == ["room.no-proxies"]


def test_who_has_a_plate_is_private() -> None:
    story = Story().join("7")
    event = story.events[-1]
    assert event.private == {"bidder": "body-7"}
    assert "body-7" not in str(event.data)
    assert story.room.seats == {"7": KEY}


@pytest.mark.parametrize("key", ["", "00", "zz" * 32, "AB" * 32])
def test_a_session_key_is_32_bytes_in_hex(key: str) -> None:
    assert code_of(rooms.join(Story().room, "7", "b", key, moment("08:30"))) == "room.bad-proof"


def test_nothing_happens_in_a_room_that_is_over() -> None:
    story = Story().join("1")
    at, law = moment("09:10"), "platform.rules#rooms"
    story.add(rooms.terminate(story.room, OPERATOR, "land withdrawn", law, at))
    assert story.room.over == "terminated"
    assert story.say("09:11", "1", "100") == "room.over"
    assert code_of(rooms.join(story.room, "2", "b", KEY, at)) == "room.over"
    assert code_of(rooms.terminate(story.room, OPERATOR, "again", law, at)) == "room.over"
    assert code_of(rooms.halt(story.room, OPERATOR, "r", law, at)) == "room.halted"
    assert code_of(rooms.resume(story.room, OPERATOR, "r", law, at)) == "room.not-paused"
    assert code_of(rooms.amend(story.room, ASCENDING, OPERATOR, at)) == "room.over"
    later = rooms.take_over(story.room, 3, timedelta(minutes=15), moment("10:30"), "owner3")
    assert "runs" not in later.data
    assert story.shown("10:31")["over"] == "terminated"


def test_instants_to_come_are_amended_and_nothing_else() -> None:
    story = Story().join("1")
    later = {**ASCENDING, "listing_until": text("11:00")}
    for wrong in (
        {**later, "step": "20"},
        {**later, "listing_from": text("09:01")},
        {**later, "window": "no"},
        {"mechanism": "sealed-first", "start": "1", "closes": text("10:00")},
    ):
        answer = rooms.amend(story.room, wrong, OPERATOR, moment("09:30"))
        assert code_of(answer) in {"room.begun", "auction.terms-wrong"}
    past = rooms.amend(story.room, later, OPERATOR, moment("10:01"))
    assert code_of(past) == "room.begun"
    story.add(rooms.amend(story.room, later, OPERATOR, moment("09:30")))
    assert story.say("10:30", "1", "100") == "taken"
    assert rooms.due(story.room) == moment("11:05")


def test_a_room_shows_its_state_to_all_and_to_one() -> None:
    story = Story().join("1", "2")
    assert story.say("09:10", "1", "100") == "taken"
    shown = story.shown("09:20")
    assert shown["price"] == "100"
    assert shown["leader"] == "1"
    assert shown["least"] == "110"
    assert shown["phase"] == "listing"
    assert shown["bidders"] == 2
    assert shown["still"] is False
    assert story.shown("09:20", "1")["standing"] == "leads"
    assert story.shown("09:20", "2").get("standing") != "leads"


def test_ends_that_nobody_can_tell_are_not_shown() -> None:
    story = Story()
    law = "platform.rules#rooms"
    story.add(rooms.halt(story.room, OPERATOR, "why", law, moment("09:10")))
    assert not {"closes", "ends", "runs"} & set(story.shown("09:11"))


def test_the_record_settles_with_the_bidders_of_the_plates() -> None:
    story = Story().join("1", "2")
    assert story.say("09:10", "1", "100") == "taken"
    assert story.say("10:01", "2", "120") == "taken"
    names = {"1": "body-1", "2": "body-2"}
    record = rooms.record_of(story.events, names)
    assert [(line["bidder"], line["amount"], line["at"]) for line in record] == [
        ("body-1", "100", "2026-04-20T09:10:00Z"),
        ("body-2", "120", "2026-04-20T10:01:00Z"),
    ]
    assert [rooms.line_of(event)["plate"] for event in story.events[-2:]] == ["1", "2"]


def changed(event: RoomEvent, **data: Any) -> RoomEvent:
    return msgspec.structs.replace(event, data={**event.data, **data})


@pytest.mark.parametrize(
    "data",
    [{"clock": "2026-04-20T09:11:00Z"}, {"amount": "90"}, {"number": 2}],
)
def test_a_record_that_was_changed_does_not_fold(data: dict[str, Any]) -> None:
    story = Story().join("1")
    before = story.room
    assert story.say("09:10", "1", "100") == "taken"
    with pytest.raises(RoomRecordError):
        rooms.evolve(before, changed(story.events[-1], **data))


def test_events_that_cannot_follow_are_named() -> None:
    story = Story()
    at = moment("09:00")
    with pytest.raises(RoomRecordError, match="before the room is opened"):
        rooms.evolve(None, RoomEvent(name="bid-taken", at=at, by=OPERATOR, data={}))
    with pytest.raises(RoomRecordError, match="does not happen"):
        rooms.evolve(story.room, RoomEvent(name="sold", at=at, by=OPERATOR, data={}))
    early = RoomEvent(name="room-ended", at=moment("07:00"), by=OPERATOR, data={})
    with pytest.raises(RoomRecordError, match="comes before"):
        rooms.evolve(story.room, early)
    gone_on = {"runs": text("09:00")}
    with pytest.raises(RoomRecordError, match="without having stopped"):
        rooms.evolve(story.room, RoomEvent(name="room-resumed", at=at, by=OPERATOR, data=gone_on))
    for name in ("room-opened", "room-amended"):
        broken = {**story.events[0].data, "auction": {"mechanism": "ascending"}}
        room = None if name == "room-opened" else story.room
        with pytest.raises(RoomRecordError):
            rooms.evolve(room, RoomEvent(name=name, at=at, by=OPERATOR, data=broken))


def test_a_withheld_event_takes_its_place_and_tells_nothing() -> None:
    room = Story().room
    after = rooms.passed(room, moment("09:00"))
    assert (after.length, after.at) == (room.length + 1, moment("09:00"))
    assert rooms.passed(after, moment("08:00")).at == moment("09:00")
