"""Several items that rise together, round by round: standing bids, activity, waivers, the end."""

from typing import Any

import pytest
from tests.support.rooms import answers, moment, said, settle, text, won
from tests.support.shown_rooms import shown

from poletai.core.auctions import Entry, Settlement

TERMS: dict[str, Any] = {
    "mechanism": "simultaneous-rounds",
    "items": ["north", "south"],
    "item_start": "100",
    "step": "10",
    "begins": text("9:00"),
    "round": 600,
    "pause": 300,
}
FIRST = (
    said("9:00", "a", "100", items=("north",)),
    said("9:01", "b", "120", items=("north",)),
    said("9:02", "b", "100", items=("south",)),
    said("9:03", "a", "100", items=("south",)),
)


def told(settled: Settlement, rule: str) -> list[tuple[str | None, str]]:
    """Return to whom a rule was applied, and what came of it."""
    return [(s.bidder, str(s.value)) for s in settled.steps if s.rule == f"auction.{rule}"]


def test_the_best_bids_of_a_round_stand_and_of_equal_ones_the_earlier() -> None:
    settled = settle(TERMS, *FIRST)

    assert won(settled) == [("b", "220")]
    assert settled.winners[0].items == ("north", "south")
    assert [quote.bidder for quote in settled.others] == ["a"]


def test_it_goes_on_until_a_round_passes_without_a_bid_on_any_item() -> None:
    settled = settle(TERMS, *FIRST, said("9:20", "a", "130", items=("north",)))

    assert won(settled) == [("a", "130"), ("b", "100")]
    assert settled.at == moment("9:40")
    assert told(settled, "round") == [(None, "1"), (None, "2"), (None, "3")]


def test_nobody_bids_between_rounds_before_them_or_after_a_quiet_one() -> None:
    settled = settle(
        TERMS,
        said("8:59", "a", "100", items=("north",)),
        said("9:01", "a", "100", items=("north",)),
        said("9:12", "b", "110", items=("north",)),
        said("9:26", "b", "110", items=("north",)),
    )

    assert answers(settled) == ["too-early", "accepted", "pause", "late"]
    assert settled.at == moment("9:25")


def test_who_is_active_on_less_may_bid_on_less() -> None:
    settled = settle(
        TERMS,
        *FIRST[:2],
        said("9:16", "b", "110", items=("south",)),
        said("9:17", "a", "130", items=("north",)),
        said("9:18", "a", "110", items=("south",)),
    )

    assert answers(settled)[2:] == ["eligibility", "accepted", "eligibility"]
    assert told(settled, "activity")[:2] == [("a", "1"), ("b", "1")]


def test_a_part_of_the_eligibility_may_be_enough_and_a_waiver_stands_for_activity() -> None:
    half = settle({**TERMS, "activity": "0.5"}, *FIRST[:2])
    waived = settle({**TERMS, "waivers": 1}, *FIRST[:1], said("9:16", "b", "110", items=("north",)))

    assert ("b", "1") not in told(half, "activity")
    assert told(waived, "waiver") == [("a", "0")]
    assert won(waived) == [("b", "110")]


def test_items_count_by_their_points_and_bidders_have_what_the_terms_say() -> None:
    terms = {**TERMS, "points": {"north": 3}, "eligibility": {"a": 3, "b": 4}}
    settled = settle(
        terms,
        said("9:01", "a", "100", items=("north",)),
        said("9:02", "a", "100", items=("south",)),
        said("9:03", "b", "100", items=("south",)),
        said("9:04", "c", "100", items=("south",)),
    )

    assert answers(settled) == ["accepted", "eligibility", "accepted", "not-in"]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (said("9:16", "b", "130", items=("north",)), "leads-already"),
        (said("9:16", "a", "120", items=("north",)), "not-higher"),
        (said("9:16", "a", "125", items=("north",)), "off-step"),
        (said("9:16", "a", "130", items=("west",)), "items"),
        (said("9:16", "a", "130", items=("north", "south")), "items"),
        (said("9:16", "a", items=("north",)), "figure"),
    ],
)
def test_a_bid_that_raises_nothing_is_refused(entry: Entry, code: str) -> None:
    assert answers(settle(TERMS, *FIRST, entry))[-1] == code


def test_a_bid_of_the_round_is_put_in_place_of_another_or_taken_back() -> None:
    settled = settle(
        TERMS,
        *FIRST,
        said("9:04", "b", "110", items=("north",)),
        said("9:05", "b", kind="cancel", items=("south",)),
    )
    nothing = settle(TERMS, *FIRST[:1], said("9:04", "a", kind="cancel"))

    assert won(settled) == [("b", "110"), ("a", "100")]
    assert (nothing.reason, nothing.others) == ("no-bid", ())


def test_rounds_end_at_the_last_one_the_terms_allow() -> None:
    terms = {**TERMS, "most": 2}
    settled = settle(
        terms,
        *FIRST,
        said("9:20", "a", "130", items=("north",)),
        said("9:31", "b", "140", items=("north",)),
    )

    assert answers(settled)[-1] == "late"
    assert settled.at == moment("9:25")


def test_all_that_is_held_is_compared_with_the_reserve() -> None:
    assert settle(TERMS, *FIRST, reserve="221").reason == "below-reserve"
    assert settle(TERMS, *FIRST, reserve="220").outcome == "sold"


def test_what_nobody_holds_counts_at_its_start() -> None:
    assert settle({**TERMS, "start": "220"}, *FIRST[:2]).outcome == "sold"
    assert settle({**TERMS, "start": "221"}, *FIRST[:2]).reason == "below-start"


def test_a_room_shows_a_line_an_item_and_to_a_bidder_what_it_may_do() -> None:
    begun = shown(TERMS, "8:00")
    in_round = shown(TERMS, "9:05", *FIRST, bidder="b")
    paused = shown(TERMS, "9:11", *FIRST)
    second = shown(TERMS, "9:16", *FIRST, bidder="a")

    assert (begun.phase, begun.closes, begun.says) == ("waiting", moment("9:00"), ())
    assert in_round.says == ("bid", "cancel")
    assert in_round.rows == (
        {"item": "north", "points": "1", "least": "100", "own": "120"},
        {"item": "south", "points": "1", "least": "100", "own": "100"},
        {"eligibility": "2", "active": "2", "waivers": "0"},
    )
    assert (paused.phase, paused.round, paused.closes) == ("pause", 2, moment("9:15"))
    assert paused.rows[0] == {"item": "north", "points": "1", "price": "120", "bidder": "b"}
    assert (second.standing, second.rows[0]["least"]) == ("outbid", "130")
    assert shown(TERMS, "9:16", *FIRST, bidder="b").standing == "leads"
    assert "least" not in shown(TERMS, "9:16", *FIRST, bidder="b").rows[0]
    out = shown(TERMS, "9:16", *FIRST, bidder="c")
    assert (out.standing, out.says) == ("out", ())
    assert shown(TERMS, "9:05", bidder="c").standing == "in"
    assert shown(TERMS, "9:26", *FIRST).phase == "over"
