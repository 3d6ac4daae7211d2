"""What a room shows of a listing: its phase, its clock, what may be bid next."""

from decimal import Decimal
from typing import Any

import pytest
from tests.support.rooms import moment, said, text
from tests.support.shown_rooms import hidden, shown

from poletai.core.auctions import Entry

LISTING: dict[str, Any] = {
    "mechanism": "ascending",
    "start": "1000",
    "step": "50",
    "listing_from": text("8:00"),
    "listing_until": text("10:00"),
    "quiet": 600,
    "asking": 300,
    "window": 240,
}
LISTED = (said("9:00", "jia", "1000"), said("9:10", "yi", "1050"))
STAY = (said("10:01", "jia", kind="confirm"), said("10:02", "yi", kind="confirm"))


@pytest.mark.parametrize(
    ("clock", "heard", "phase", "closes", "says"),
    [
        ("7:59", (), "waiting", "8:00", ()),
        ("8:00", (), "listing", "9:50", ("bid",)),
        ("9:50", LISTED, "listing", "9:50", ("bid",)),
        ("9:50:01", LISTED, "quiet", "10:00", ()),
        ("10:00:01", LISTED, "asking", "10:05", ("confirm",)),
        ("10:05:01", (*LISTED, *STAY), "timed", "10:09", ("bid",)),
        ("10:09:01", (*LISTED, *STAY), "over", "10:09", ()),
    ],
)
def test_a_listing_says_its_phase_and_when_it_is_over(
    clock: str, heard: tuple[Entry, ...], phase: str, closes: str, says: tuple[str, ...]
) -> None:
    view = shown(LISTING, clock, *heard)

    assert (view.phase, view.closes, view.says) == (phase, moment(closes), says)


def test_the_next_amount_is_the_start_then_a_step_above_the_leader() -> None:
    assert shown(LISTING, "8:00").least == Decimal(1000)
    assert shown(LISTING, "9:20", *LISTED).least == Decimal(1100)
    assert shown(LISTING, "9:20", *LISTED).price == Decimal(1050)


def test_a_bidder_sees_how_it_stands() -> None:
    def stands(bidder: str, clock: str, *heard: Entry) -> str:
        return shown(LISTING, clock, *heard, bidder=bidder).standing

    assert [stands(who, "9:20", *LISTED) for who in ("", "yi", "jia", "bing")] == [
        "",
        "leads",
        "outbid",
        "in",
    ]
    assert stands("jia", "10:06", *LISTED, STAY[0], STAY[1]) == "outbid"
    assert stands("bing", "10:06", *LISTED, *STAY) == "out"
    assert shown(LISTING, "9:20", *LISTED, bidder="jia").own == Decimal(1000)


def test_a_leader_and_who_is_not_in_are_asked_for_nothing() -> None:
    for bidder in ("yi", "bing"):
        view = shown(LISTING, "10:06", *LISTED, *STAY, bidder=bidder)
        assert (view.least, view.says) == (None, ())
    raised = shown({**LISTING, "leader_may_raise": True}, "9:20", *LISTED, bidder="yi")
    assert raised.least == Decimal(1100)


def test_who_confirmed_is_not_asked_again_and_a_stranger_not_at_all() -> None:
    says = {
        who: shown(LISTING, "10:03", *LISTED, STAY[0], bidder=who).says
        for who in ("jia", "yi", "bing")
    }
    assert says == {"jia": (), "yi": ("confirm",), "bing": ()}
    anyone = shown({**LISTING, "entry": "anyone"}, "10:03", *LISTED, bidder="bing")
    assert anyone.says == ("confirm",)


CAPPED = {
    **LISTING,
    "asking": 0,
    "cap": "1100",
    "second": {"name": "area", "start": "100", "step": "10", "most": "110"},
}
AT_CAP = (*LISTED, said("10:01", "jia", "1100"))


def test_at_the_cap_the_second_dimension_is_what_is_bid_on() -> None:
    view = shown(CAPPED, "10:02", *AT_CAP, bidder="yi")

    assert (view.phase, view.dimension, view.least, view.step) == (
        "second",
        "area",
        Decimal(100),
        Decimal(10),
    )
    assert view.price == Decimal(1100)
    later = (*AT_CAP, said("10:02", "yi", "100", dimension="area"))
    assert shown(CAPPED, "10:03", *later, bidder="jia").least == Decimal(110)
    assert shown(CAPPED, "10:03", *later, bidder="yi").own == Decimal(100)


def test_past_the_most_of_the_second_dimension_and_at_a_bare_cap_nothing_is_bid() -> None:
    most = said("10:02", "yi", "110", dimension="area")
    assert shown(CAPPED, "10:03", *AT_CAP, most, bidder="jia").says == ()
    bare = {name: value for name, value in CAPPED.items() if name != "second"}
    assert (shown(bare, "10:02", *AT_CAP).phase, shown(bare, "10:02", *AT_CAP).least) == (
        "timed",
        None,
    )


def test_in_the_listing_the_second_dimension_is_bid_on_too() -> None:
    view = shown(CAPPED, "9:20", *LISTED, said("9:15", "jia", "1100"), bidder="yi")

    assert (view.phase, view.dimension) == ("listing", "area")


HELD = {**LISTING, "asking": 0, "priority": {"holders": {"bing": 1}}}
ASKED = {**HELD, "priority": {"model": "in-room", "holders": {"bing": 1}, "seconds": 400}}


def test_a_holder_is_shown_the_same_price_and_others_a_step_more() -> None:
    assert shown(HELD, "10:01", *LISTED, bidder="bing").least == Decimal(1050)
    assert shown(HELD, "10:01", *LISTED, bidder="jia").least == Decimal(1100)


def test_a_holder_is_asked_in_the_room_and_after_the_last_bid_alone() -> None:
    assert shown(ASKED, "10:01", *LISTED).says == ("bid", "exercise")
    assert shown(ASKED, "10:01", *LISTED, bidder="jia").says == ("bid",)
    late = shown(ASKED, "10:05", *LISTED, bidder="bing")
    assert (late.phase, late.closes, late.says) == ("priority", moment("10:06:40"), ("exercise",))
    assert shown(ASKED, "10:05", *LISTED, bidder="jia").says == ()
    assert shown(ASKED, "10:07", *LISTED).phase == "over"


def test_nothing_bid_in_a_listing_is_hidden() -> None:
    assert not hidden(LISTING, "bid")
