"""Japanese clock: who leaves is out, and who is left pays the price of the last exit."""

from typing import Any

import pytest
from tests.support.rooms import answers, moment, said, settle, text, won

from poletai.core.auctions import Entry, find_mechanism, read_terms, take

# 100 from 10:00, 110 from 10:01, 120 from 10:02, ... 150 from 10:05 to 10:06.
TERMS: dict[str, Any] = {
    "mechanism": "japanese",
    "start": "100",
    "step": "10",
    "most": "150",
    "begins": text("10:00"),
    "interval": 60,
}
LAST_EXIT = {**TERMS, "ties": "last-exit"}
IN = tuple(said(f"9:0{i}", who, kind="enter") for i, who in enumerate("abc"))


def leaves(clock: str, who: str, shown: str | None = None) -> Entry:
    """Return that a bidder leaves at a time, with the price it saw."""
    return said(clock, who, shown, kind="exit")


def test_who_is_left_pays_the_price_of_the_last_exit() -> None:
    settled = settle(TERMS, *IN, leaves("10:01:10", "b"), leaves("10:03:20", "a", "130"))

    assert won(settled) == [("c", "130")]
    assert [(q.bidder, str(q.price)) for q in settled.others] == [("a", "130"), ("b", "110")]
    assert [str(s.value) for s in settled.steps if s.rule == "auction.exit"] == ["110", "130"]


def test_the_clock_stops_at_the_end_of_the_price_or_at_the_very_exit() -> None:
    exits = (leaves("10:01:10", "b"), leaves("10:03:20", "a"))

    assert settle(TERMS, *IN, *exits).at == moment("10:04")
    assert settle(LAST_EXIT, *IN, *exits).at == moment("10:03:20")
    assert answers(settle(LAST_EXIT, *IN, *exits, leaves("10:03:21", "c")))[-1] == "late"
    assert answers(settle(TERMS, *IN, *exits, leaves("10:04", "c")))[-1] == "late"


def test_of_those_who_leave_together_at_the_end_who_entered_first_wins() -> None:
    together = (leaves("10:02:01", "c"), leaves("10:02:02", "a"), leaves("10:02:59", "b"))
    settled = settle(TERMS, *IN, *together)

    assert won(settled) == [("a", "120")]
    assert settled.at == moment("10:03")
    tie = next(step for step in settled.steps if step.rule == "auction.tie-entered")
    assert (tie.value, list(tie.inputs)) == ("a", ["a", "b", "c"])


def test_or_the_clock_stops_at_the_exit_that_leaves_one() -> None:
    together = (leaves("10:02:01", "c"), leaves("10:02:02", "a"), leaves("10:02:59", "b"))
    settled = settle(LAST_EXIT, *IN, *together)

    assert won(settled) == [("b", "120")]
    assert answers(settled)[-1] == "late"


def test_who_left_at_a_lower_price_is_in_no_tie() -> None:
    settled = settle(
        TERMS, *IN, leaves("10:01", "a"), leaves("10:02:02", "c"), leaves("10:02:03", "b")
    )

    assert won(settled) == [("b", "120")]


@pytest.mark.parametrize("terms", [TERMS, LAST_EXIT])
def test_at_the_most_who_entered_first_wins_of_those_who_are_in(terms: dict[str, Any]) -> None:
    settled = settle(terms, *IN, leaves("10:01:10", "a"))

    assert won(settled) == [("b", "150")]
    assert [(q.bidder, str(q.price)) for q in settled.others] == [("c", "150"), ("a", "110")]
    assert settled.at == moment("10:06")
    assert answers(settle(terms, *IN, leaves("10:06", "a")))[-1] == "late"


def test_one_alone_pays_the_start_and_nobody_nothing() -> None:
    settled = settle(TERMS, IN[0])

    assert won(settled) == [("a", "100")]
    assert settled.at == moment("10:00")
    assert answers(settle(TERMS, IN[0], leaves("10:00", "a")))[-1] == "late"
    assert settle(TERMS).reason == "no-bid"


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (said("8:59", "d", kind="enter"), "too-early"),
        (said("9:30", "a", kind="enter"), "in-already"),
        (said("10:00", "d", kind="enter"), "late"),
        (leaves("9:59", "a"), "too-early"),
        (leaves("10:00", "d"), "not-in"),
        (leaves("10:01", "a", "100"), "price-moved"),
        (leaves("10:00:59", "a", "100"), "accepted"),
        (said("10:00", "a", "100"), "kind-unknown"),
    ],
)
def test_one_enters_before_the_clock_and_leaves_while_it_runs(entry: Entry, code: str) -> None:
    settled = settle({**TERMS, "opens": text("9:00")}, *IN, entry)

    assert code in answers(settled)
    assert answers(settled).count("accepted") == 3 + (code == "accepted")


def test_an_exit_cannot_be_taken_back() -> None:
    settled = settle(
        TERMS,
        *IN,
        leaves("10:00:10", "a"),
        leaves("10:00:20", "a"),
        said("10:01", "a", kind="enter"),
    )

    assert answers(settled)[-2:] == ["not-in", "late"]


@pytest.mark.parametrize(("reserve", "outcome"), [("130", "sold"), ("130.01", "unsold")])
def test_the_reserve_is_compared_with_the_price(reserve: str, outcome: str) -> None:
    exits = (leaves("10:01:10", "b"), leaves("10:03:20", "a"))

    assert settle(TERMS, *IN, *exits, reserve=reserve).outcome == outcome


def test_a_room_shows_the_price_until_when_it_stands_and_who_is_in() -> None:
    terms, _ = read_terms({**TERMS, "opens": text("9:00")})
    room = find_mechanism("japanese")
    state = room.begin(terms)
    waiting = room.view(terms, state, moment("8:00"), "a")
    entry = room.view(terms, state, moment("9:00"), "a")
    for said_ in (*IN, leaves("10:01:10", "b")):
        state = take("japanese", terms, state, said_.input, said_.at)
    entered = room.view(terms, state, moment("9:59"), "a")
    rising = {who: room.view(terms, state, moment("10:01:30"), who) for who in ("", "a", "b", "z")}

    assert (waiting.phase, waiting.says, waiting.standing) == ("waiting", (), "")
    assert (entry.phase, entry.says, str(entry.price)) == ("entry", ("enter",), "100")
    assert (entered.says, entered.standing) == ((), "in")
    assert {who: (v.says, v.standing) for who, v in rising.items()} == {
        "": (("exit",), ""),
        "a": (("exit",), "in"),
        "b": ((), "out"),
        "z": ((), "out"),
    }
    assert (str(rising[""].price), rising[""].closes) == ("110", moment("10:02"))
    assert rising[""].ends == moment("10:06")
    assert str(rising["b"].own) == "110"
    assert rising[""].rows == (
        {"bidder": "a", "price": ""},
        {"bidder": "b", "price": "110"},
        {"bidder": "c", "price": ""},
    )
    last = leaves("10:03:20", "a")
    state = take("japanese", terms, state, last.input, last.at)
    over = room.view(terms, state, moment("10:04"), "c")
    assert (over.phase, str(over.price), over.says, over.standing) == ("over", "130", (), "in")
    assert not room.hides(terms, state, last.input, last.at)
