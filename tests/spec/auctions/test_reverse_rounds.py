"""Three rounds of turns, the worst first, each bidder below its own price."""

from typing import Any

from tests.support.rooms import answers, moment, said, settle, text, won

TERMS: dict[str, Any] = {"mechanism": "reverse-rounds", "step": "10", "begins": text("10:00")}
OFFERS = (
    said("9:00", "a", "500", kind="offer"),
    said("9:10", "b", "500", kind="offer"),
    said("9:20", "c", "400", kind="offer"),
)


def test_three_bidders_take_twenty_nine_minutes() -> None:
    settled = settle(TERMS, *OFFERS)

    # The last turn ends; the peer adds two minutes of announcement.
    assert settled.at == moment("10:27")
    assert won(settled) == [("c", "400")]


def test_the_later_of_two_equal_offers_moves_first() -> None:
    settled = settle(TERMS, *OFFERS)

    orders = [step.value for step in settled.steps if step.rule == "auction.order"]
    assert orders == ["b, a, c"] * 3


def test_a_bid_is_a_step_below_ones_own_price_not_below_the_best() -> None:
    settled = settle(
        TERMS,
        *OFFERS,
        said("10:04", "b", "480"),
        said("10:05", "b", "495"),
        said("10:06", "b", "490"),
        said("10:06:30", "a", "390"),
        said("10:07", "a", "390"),
        said("10:11:30", "a", "380"),
    )

    assert answers(settled)[3:] == [
        "pause",
        "not-lower",
        "accepted",
        "not-your-turn",
        "accepted",
        "pause",
    ]
    assert won(settled) == [("a", "390")]
    orders = [step.value for step in settled.steps if step.rule == "auction.order"]
    assert orders == ["b, a, c", "b, c, a", "b, c, a"]


def test_the_last_word_in_a_turn_counts_and_a_cancelled_bid_does_not() -> None:
    settled = settle(
        TERMS,
        *OFFERS,
        said("10:05", "b", "300"),
        said("10:06", "b", "350"),
        said("10:07", "a", "100"),
        said("10:08", "a", kind="cancel"),
    )

    assert won(settled) == [("b", "350")]


def test_of_equal_prices_the_earlier_instant_wins_whatever_its_offset() -> None:
    early = said("8:30", "late-looking", "500", kind="offer")
    other = said("9:00", "early-looking", "500", kind="offer")

    assert won(settle(TERMS, other, early)) == [("late-looking", "500")]


def test_an_earlier_bid_keeps_its_place_before_an_equal_later_one() -> None:
    settled = settle(TERMS, *OFFERS, said("10:05", "b", "390"), said("10:07", "a", "390"))

    assert won(settled) == [("b", "390")]


def test_one_bidder_alone_has_no_rounds_and_nobody_none_either() -> None:
    alone = settle(TERMS, OFFERS[0], said("10:05", "a", "400"))

    assert (answers(alone), won(alone)) == (["accepted", "late"], [("a", "500")])
    assert settle(TERMS).reason == "no-bid"


def test_offers_end_when_the_rounds_begin() -> None:
    settled = settle(
        TERMS,
        *OFFERS,
        said("9:30", "d", kind="offer"),
        said("10:00", "d", "1", kind="offer"),
        said("11:00", "a", "1"),
    )

    assert answers(settled)[3:] == ["figure", "late", "late"]


def test_a_price_above_the_ceiling_the_buyer_kept_to_itself_wins_nothing() -> None:
    assert settle(TERMS, *OFFERS, reserve="399").reason == "below-reserve"
