"""A falling price, the hidden answers of the others, and the taker's own."""

from typing import Any

import pytest
from tests.support.rooms import answers, moment, said, settle, text, won

TERMS: dict[str, Any] = {"mechanism": "dutch", "start": "1000", "begins": text("10:00")}
# Ten stages of five minutes after the pause the price has fallen by a tenth.
TAKEN = said("10:51", "a", "900.00", kind="accept")


@pytest.mark.parametrize(
    ("clock", "amount", "code"),
    [
        ("10:00:29", "1000.00", "not-now"),
        ("10:00:30", "1000.00", "accepted"),
        ("10:05:30", "1000.00", "price-moved"),
        ("10:05:30", "990.00", "accepted"),
        ("16:45:29", "200.00", "accepted"),
        ("16:45:30", "200.00", "not-now"),
    ],
)
def test_the_price_falls_by_a_share_of_the_start(clock: str, amount: str, code: str) -> None:
    assert answers(settle(TERMS, said(clock, "a", amount, kind="accept"))) == [code]


def test_nobody_takes_it() -> None:
    settled = settle(TERMS, said("10:10", "a", "1", kind="bid"))

    assert (answers(settled), settled.reason) == (["not-now"], "no-bid")
    assert settled.at == moment("16:45:30")


def test_the_first_to_take_it_wins_where_nobody_answers() -> None:
    settled = settle(TERMS, TAKEN, said("10:51", "b", "900.00", kind="accept", number=1))

    assert answers(settled) == ["accepted", "taken"]
    assert (won(settled), settled.at) == ([("a", "900.00")], moment("11:01:20"))


def test_a_hidden_answer_beats_the_taker_and_his_own_may_beat_it() -> None:
    answered = (TAKEN, said("10:52", "b", "950"), said("11:00", "c", "940"))

    assert won(settle(TERMS, *answered)) == [("b", "950")]
    assert won(settle(TERMS, *answered, said("11:02", "a", "951"))) == [("a", "951")]
    assert won(settle(TERMS, *answered, said("11:02", "a", "901"))) == [("b", "950")]


def test_of_equal_answers_the_earlier_wins_on_the_screen_and_in_the_award() -> None:
    equal = (said("10:52", "b", "950"), said("10:53", "c", "950"), said("11:02", "a", "950"))
    settled = settle(TERMS, TAKEN, *equal)

    assert won(settled) == [("b", "950")]
    assert [quote.bidder for quote in settled.others] == ["c", "a"]


def test_answers_come_in_their_phases_above_the_price_taken() -> None:
    settled = settle(
        TERMS,
        TAKEN,
        said("10:51:10", "b", "950"),
        said("10:51:20", "b", "900.00"),
        said("10:51:30", "b", "950"),
        said("10:51:40", "b", kind="cancel"),
        said("10:52", "a", "950"),
        said("11:01", "b", "920"),
        said("11:01:30", "b", "990"),
        said("11:01:39", "a", "930"),
        said("11:01:40", "a", "900"),
        said("11:01:50", "a", "930"),
        said("11:02", "a", kind="cancel"),
    )

    assert answers(settled)[1:] == [
        "not-now",
        "not-higher",
        "accepted",
        "accepted",
        "not-now",
        "accepted",
        "not-now",
        "not-now",
        "not-higher",
        "accepted",
        "accepted",
    ]
    assert won(settled) == [("b", "920")]


def test_a_plain_falling_price_has_no_answers() -> None:
    settled = settle({**TERMS, "sealed": 0}, TAKEN, said("10:52", "b", "950"))

    assert answers(settled) == ["accepted", "not-now"]
    assert settled.at == moment("10:51")


def test_the_price_taken_may_be_below_the_reserve() -> None:
    assert settle(TERMS, TAKEN, reserve="901").reason == "below-reserve"
