"""Maxima: the room bids for a plate, never above its maximum, and tells nobody what that is."""

from tests.support.room_story import ASCENDING, Story

from poletai.core import rooms


def with_maxima() -> Story:
    return Story(rules={"proxy": True}).join("1", "2", "3")


def test_a_maximum_bids_the_least_where_nobody_else_does() -> None:
    story = with_maxima()
    assert story.say("09:10", "1", "200", kind="maximum") == "taken"
    assert story.bids() == [("1", "100")]
    assert story.events[-1].data["proxy"] is True
    assert story.events[-1].by == {"role": "room", "id": "1"}


def test_a_bid_below_a_maximum_is_answered_at_once() -> None:
    story = with_maxima()
    assert story.say("09:10", "1", "200", kind="maximum") == "taken"
    assert story.say("09:11", "2", "150") == "taken"
    assert story.bids()[-2:] == [("2", "150"), ("1", "160")]
    assert story.shown("09:12")["leader"] == "1"


def test_the_higher_maximum_leads_a_step_past_the_other() -> None:
    story = with_maxima()
    assert story.say("09:10", "1", "200", kind="maximum") == "taken"
    assert story.say("09:11", "2", "300", kind="maximum") == "taken"
    assert story.bids() == [("1", "100"), ("2", "210")]
    assert story.say("09:12", "3", "250", kind="maximum") == "taken"
    assert story.bids()[-2:] == [("3", "250"), ("2", "260")]


def test_a_maximum_off_the_grid_reaches_to_the_step_below_it() -> None:
    story = with_maxima()
    assert story.say("09:10", "1", "205", kind="maximum") == "taken"
    assert story.say("09:11", "2", "200") == "taken"
    assert story.bids()[-1] == ("2", "200")


def test_of_equal_maxima_the_earlier_stays_ahead() -> None:
    story = with_maxima()
    assert story.say("09:10", "1", "200", kind="maximum") == "taken"
    assert story.say("09:11", "3", "120") == "taken"
    assert story.say("09:12", "2", "200", kind="maximum") == "taken"
    assert story.shown("09:13")["leader"] == "1"
    assert story.shown("09:13")["price"] == "200"


def test_a_maximum_below_the_next_bid_is_refused_and_one_needs_the_rule() -> None:
    story = with_maxima()
    assert story.say("09:09", "2", "100") == "taken"
    assert story.say("09:10", "1", "100", kind="maximum") == "auction.not-higher"
    assert story.say("09:10", "1", None, kind="maximum") == "auction.not-higher"
    plain = Story().join("1")
    assert plain.say("09:10", "1", "200", kind="maximum") == "room.no-proxies"


def test_a_maximum_is_confidential_and_shown_to_nobody() -> None:
    story = with_maxima()
    assert story.say("09:10", "1", "7770", kind="maximum") == "taken"
    kept = [event for event in story.events if event.name == "maximum-set"]
    assert all(event.confidential for event in kept)
    shown = [story.shown("09:11", plate) for plate in ("", "1", "2")]
    told = [event.data for event in story.events if not event.confidential]
    assert "7770" not in str((shown, told))


def test_what_the_room_bid_folds_without_the_maxima() -> None:
    story = with_maxima()
    assert story.say("09:10", "1", "200", kind="maximum") == "taken"
    assert story.say("09:11", "2", "300", kind="maximum") == "taken"
    room = rooms.evolve(None, story.events[0])
    for event in story.events[1:]:
        hidden = event.confidential
        room = rooms.passed(room, event.at) if hidden else rooms.evolve(room, event)
    assert room.state == story.room.state
    assert room.number == story.room.number


def test_nobody_is_bid_for_while_no_bids_are_taken() -> None:
    story = Story(auction={**ASCENDING, "quiet": 600}, rules={"proxy": True}).join("1", "2")
    assert story.say("09:55", "1", "300", kind="maximum") == "taken"
    assert story.bids() == []
    assert story.say("10:01", "2", "100") == "taken"
    assert story.bids() == [("2", "100"), ("1", "110")]


def test_a_maximum_is_an_amount_and_nothing_else() -> None:
    area = {"cap": "200", "second": {"name": "area", "start": "1", "step": "1"}}
    story = Story(auction={**ASCENDING, **area}, rules={"proxy": True}).join("1")
    more = {"kind": "maximum", "dimension": "area"}
    assert story.say("09:10", "1", "150", **more) == "auction.figure"
