"""Holders of a priority right in a listing: the same price, or asked in the room."""

from typing import Any

from tests.support.rooms import answers, moment, said, settle, text, won

SCRIPT: dict[str, Any] = {
    "mechanism": "ascending",
    "start": "1000",
    "step": "50",
    "listing_until": text("10:00"),
    "window": 240,
}
LISTED = (said("10:00", "jia", "1000", days=-2), said("10:00", "yi", "1050", days=-1))

HOLDERS = {"jia": 2, "bing": 1}
SAME = {**SCRIPT, "priority": {"model": "same-price", "holders": HOLDERS}}
ROOM = {**SCRIPT, "priority": {"model": "in-room", "holders": HOLDERS, "seconds": 60}}


def test_a_holder_of_priority_wins_at_the_same_price() -> None:
    settled = settle(SAME, *LISTED, said("10:01", "jia", "1050"), said("10:02", "yi", "1050"))

    assert answers(settled)[2:] == ["accepted", "not-higher"]
    assert won(settled) == [("jia", "1050")]


def test_of_two_holders_the_one_first_in_order_wins() -> None:
    settled = settle(
        SAME,
        *LISTED,
        said("10:01", "jia", "1050"),
        said("10:02", "bing", "1050"),
        said("10:03", "jia", "1050"),
    )

    assert answers(settled)[2:] == ["accepted", "accepted", "not-higher"]
    assert won(settled) == [("bing", "1050")]


def test_of_two_holders_of_one_rank_the_one_that_led_first_wins() -> None:
    same = {**SCRIPT, "priority": {"holders": {"jia": 1, "bing": 1}}}
    settled = settle(same, *LISTED, said("10:01", "jia", "1050"), said("10:02", "bing", "1050"))

    assert answers(settled)[2:] == ["accepted", "not-higher"]
    assert won(settled) == [("jia", "1050")]


def test_a_higher_bid_beats_priority() -> None:
    settled = settle(SAME, *LISTED, said("10:01", "jia", "1050"), said("10:02", "yi", "1100"))

    assert won(settled) == [("yi", "1100")]


def test_a_holder_asked_in_the_room_takes_the_lead_and_others_may_go_on() -> None:
    settled = settle(
        ROOM,
        *LISTED,
        said("10:00:30", "ding", kind="exercise"),
        said("10:00:50", "jia", kind="exercise"),
        said("10:04:40", "yi", "1100"),
        said("10:05:41", "jia", kind="exercise"),
    )

    assert answers(settled)[2:] == ["no-priority", "accepted", "accepted", "not-asked"]
    assert won(settled) == [("yi", "1100")]


def test_a_holder_may_still_answer_after_the_last_bid() -> None:
    room = {**ROOM, "priority": {**ROOM["priority"], "seconds": 600}}
    settled = settle(room, LISTED[1], said("10:09", "bing", kind="exercise"))

    assert (won(settled), settled.at) == ([("bing", "1050")], moment("10:13"))
    assert settle(room, LISTED[1]).at == moment("10:10")
    assert settle(room, said("10:00", "bing", "1000", days=-1)).at == moment("10:00")
    assert settle(room).at == moment("10:00")


def test_a_listing_without_a_timed_phase_ends_with_the_holders_answer() -> None:
    room = {**ROOM, "window": 0}
    settled = settle(room, *LISTED, said("10:00:40", "bing", kind="exercise"))

    assert (won(settled), settled.at) == ([("bing", "1050")], moment("10:00:40"))
