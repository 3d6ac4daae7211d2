"""A listing with a timed phase, as the rule sets of three places have it."""

from decimal import Decimal
from typing import Any

import pytest
from tests.support.rooms import answers, moment, said, settle, text, won

SCRIPT: dict[str, Any] = {
    "mechanism": "ascending",
    "start": "1000",
    "step": "50",
    "listing_until": text("10:00"),
    "window": 240,
}
LISTED = (said("10:00", "jia", "1000", days=-2), said("10:00", "yi", "1050", days=-1))
TIMED = (
    said("10:03:20", "jia", "1100"),
    said("10:07:19", "yi", "1200"),
    said("10:11:20", "jia", "1250"),
)


@pytest.mark.parametrize("reserve", ["1150", None])
def test_the_script_of_timed_bidding_ends_sold(reserve: str | None) -> None:
    settled = settle(SCRIPT, *LISTED, *TIMED, reserve=reserve)

    assert answers(settled) == ["accepted"] * 4 + ["late"]
    assert won(settled) == [("yi", "1200")]
    assert settled.at == moment("10:11:19")


def test_below_the_reserve_nobody_wins() -> None:
    settled = settle(SCRIPT, *LISTED, *TIMED, reserve="1300")

    assert (settled.outcome, settled.reason, settled.winners) == ("unsold", "below-reserve", ())
    assert [quote.bidder for quote in settled.others] == ["yi", "jia"]


def test_every_bid_moves_the_close_and_says_so() -> None:
    settled = settle(SCRIPT, *LISTED, *TIMED)

    closes = [step.value for step in settled.steps if step.rule == "auction.closes"]
    assert closes == ["2026-04-20T10:07:20Z", "2026-04-20T10:11:19Z"]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (said("10:01", "jia", "1075"), "off-step"),
        (said("10:01", "jia", "1050"), "not-higher"),
        (said("10:01", "yi", "1100"), "leads-already"),
        (said("10:01", "bing", "1100"), "not-in"),
        (said("10:01", "jia"), "figure"),
        (said("10:01", "jia", "1100", kind="whisper"), "kind-unknown"),
        (said("10:01", "jia", "-1100"), "figure"),
        (said("10:01", "jia", "NaN"), "figure"),
        (said("10:01", "jia", "1100", dimension="area"), "dimension"),
        (said("10:01", "jia", kind="confirm"), "not-asked"),
        (said("10:01", "jia", kind="exercise"), "not-asked"),
    ],
)
def test_a_bid_against_the_rules_is_refused(entry: Any, code: str) -> None:
    assert answers(settle(SCRIPT, *LISTED, entry)) == ["accepted", "accepted", code]


def test_below_the_start_is_no_bid() -> None:
    settled = settle(SCRIPT, said("9:00", "jia", "950"))

    assert answers(settled) == ["below-start"]
    assert (settled.outcome, settled.reason) == ("unsold", "no-bid")


def test_one_bidder_alone_has_no_timed_phase() -> None:
    settled = settle(SCRIPT, LISTED[0], said("10:01", "jia", "1100"))

    assert answers(settled) == ["accepted", "late"]
    assert (won(settled), settled.at) == ([("jia", "1000")], moment("10:00"))


def test_nobody_bids_and_nothing_is_sold() -> None:
    settled = settle(SCRIPT)

    assert (settled.outcome, settled.reason, settled.winners) == ("unsold", "no-bid", ())
    assert settled.at == moment("10:00")


def test_one_bid_only_is_sold_at_what_it_said_unless_below_the_reserve() -> None:
    assert won(settle(SCRIPT, LISTED[1], reserve="1050")) == [("yi", "1050")]
    assert settle(SCRIPT, LISTED[1], reserve="1100").reason == "below-reserve"


@pytest.mark.parametrize("first", ["jia", "yi"])
def test_of_two_equal_bids_the_one_that_arrived_first_leads(first: str) -> None:
    second = "yi" if first == "jia" else "jia"
    one = said("9:00", first, "1000", number=1)
    other = said("9:00", second, "1000", number=2)
    settled = settle(SCRIPT, other, one)

    assert answers(settled) == ["accepted", "not-higher"]
    assert won(settled) == [(first, "1000")]


def test_no_bid_before_the_listing_begins_nor_in_its_quiet_hour() -> None:
    terms = {**SCRIPT, "listing_from": text("9:00", days=-10), "quiet": 3600}
    early, quiet = said("8:00", "jia", "1000", days=-10), said("9:30", "jia", "1000")

    settled = settle(terms, early, said("9:00", "yi", "1050", days=-10), quiet)

    assert answers(settled) == ["too-early", "accepted", "quiet"]


def test_the_first_window_may_be_another() -> None:
    late = said("10:05", "jia", "1100")

    assert answers(settle({**SCRIPT, "first_window": 300}, *LISTED, late))[-1] == "accepted"
    assert answers(settle(SCRIPT, *LISTED, late))[-1] == "late"


def test_a_window_shorter_than_the_first_never_shortens_the_time() -> None:
    terms = {**SCRIPT, "first_window": 600}
    settled = settle(terms, *LISTED, said("10:01", "jia", "1100"))

    assert settled.at == moment("10:10")


def test_nothing_goes_past_the_hard_stop() -> None:
    terms = {**SCRIPT, "hard_stop": text("10:05")}
    settled = settle(
        terms, *LISTED, said("10:03:20", "jia", "1100"), said("10:05:01", "yi", "1150")
    )

    assert answers(settled)[-1] == "late"
    assert settled.at == moment("10:05")


def test_shantou_asks_who_stays_in() -> None:
    terms = {**SCRIPT, "asking": 300, "window": 300}
    stay = (said("10:02", "jia", kind="confirm"), said("10:04", "yi", kind="confirm"))
    settled = settle(
        terms,
        *LISTED,
        said("10:01", "bing", kind="confirm"),
        *stay,
        said("10:04:30", "jia", "1100"),
        said("10:09", "jia", "1100"),
    )

    assert answers(settled)[2:] == ["not-in", "accepted", "accepted", "asking", "accepted"]
    assert settled.at == moment("10:14")


def test_where_fewer_than_two_stay_in_the_highest_listing_bid_wins() -> None:
    terms = {**SCRIPT, "asking": 300, "window": 300}
    settled = settle(terms, *LISTED, said("10:02", "jia", kind="confirm"))

    assert (won(settled), settled.at) == ([("yi", "1050")], moment("10:05"))


def test_qinzhou_lets_any_qualified_bidder_in() -> None:
    terms = {**SCRIPT, "window": 300, "entry": "anyone", "timed_needs": 0}

    assert won(settle(terms, LISTED[0], said("10:05", "bing", "1050"))) == [("bing", "1050")]
    assert won(settle(terms, said("10:05", "bing", "1000"))) == [("bing", "1000")]


def test_a_court_sale_of_a_day_is_a_listing_with_five_minutes_open_to_all() -> None:
    terms = {
        **SCRIPT,
        "listing_from": text("10:00", days=-1),
        "listing_until": text("9:55"),
        "window": 300,
        "entry": "anyone",
        "timed_needs": 0,
    }
    settled = settle(terms, said("9:56", "jia", "1000"), said("10:01", "yi", "1050"))

    assert (won(settled), settled.at) == ([("yi", "1050")], moment("10:06"))


def test_a_leader_may_raise_himself_where_the_terms_say_so() -> None:
    settled = settle({**SCRIPT, "leader_may_raise": True}, *LISTED, said("10:01", "yi", "1100"))

    assert won(settled) == [("yi", "1100")]


CAPPED = {
    **SCRIPT,
    "cap": "1200",
    "second": {"name": "area", "start": "100", "step": "10", "most": "120"},
}


def test_at_the_cap_bids_go_over_to_the_second_dimension() -> None:
    settled = settle(
        CAPPED,
        *LISTED,
        said("10:01", "jia", "100", dimension="area"),
        said("10:01:10", "jia", "1250"),
        said("10:01:20", "jia", "1200"),
        said("10:02", "yi", "1250"),
        said("10:02:10", "yi", "90", dimension="area"),
        said("10:02:20", "yi", "100", dimension="area"),
        said("10:03", "jia", "105", dimension="area"),
        said("10:03:10", "jia", "130", dimension="area"),
        said("10:03:20", "jia", "120", dimension="area"),
        said("10:03:30", "yi", "1200"),
    )

    assert answers(settled)[2:] == [
        "dimension",
        "above-cap",
        "accepted",
        "above-cap",
        "below-start",
        "accepted",
        "off-step",
        "above-cap",
        "accepted",
        "above-cap",
    ]
    assert won(settled) == [("jia", "1200")]
    assert (settled.winners[0].dimension, settled.winners[0].amount) == ("area", Decimal(120))


def test_a_cap_one_step_cannot_reach_is_reached_already() -> None:
    settled = settle(
        {**CAPPED, "cap": "1120"},
        *LISTED,
        said("10:01", "jia", "1100"),
        said("10:02", "yi", "1150"),
    )

    assert answers(settled)[-1] == "above-cap"
    assert won(settled) == [("jia", "1100")]
