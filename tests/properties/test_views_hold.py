"""What a room shows is what it takes: the next amount, the instant it closes, nothing hidden."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties.test_auctions_hold import (
    ASCENDING,
    DUTCH,
    FIRST,
    ONE_WAY,
    ROUNDS,
    TEXAS,
    UNIFORM,
)
from tests.properties.test_classic_auctions_hold import CLOCK, OWN, REVERSE, VICKREY, WEIGHTED
from tests.support.heard import Bids, entries, heard, instant
from tests.support.rooms import DAY

from poletai.core.auctions import Entry, Input, Refused, View, find_mechanism, read_terms, take

SECOND = timedelta(seconds=1)
WAITS = (0, 1, 4, 10, 15, 20, 40, 60, 90, 200, 480)
HELD: dict[str, Any] = {
    **ASCENDING,
    "asking": 20,
    "entry": "anyone",
    "timed_needs": 0,
    "cap": "12",
    "second": {"name": "area", "start": "2", "step": "2", "most": "20"},
    "priority": {"holders": {"a": 1, "b": 2}},
}
ASKED: dict[str, Any] = {
    **ASCENDING,
    "hard_stop": instant(330),
    "priority": {"model": "in-room", "holders": {"a": 1, "b": 2}, "seconds": 30},
}
LOWEST: dict[str, Any] = {**ONE_WAY, "wins": "lowest", "start": "30", "window": 40}
PLANNED: dict[str, Any] = {**WEIGHTED, "plans": {"a": "90", "b": "20", "c": "50"}}
STEPPED: dict[str, Any] = {**REVERSE, "step": "2", "step_share": "0.1"}
CLASSIC = (VICKREY, OWN, CLOCK, STEPPED, PLANNED)
ESCO: dict[str, Any] = {
    **{name: value for name, value in ROUNDS.items() if name != "step"},
    "step_share": "0.05",
    "weights": {"kind": "performance", "features": {"air": ["0.1"]}},
}
ALL = (
    *(ASCENDING, HELD, ASKED, TEXAS, FIRST, UNIFORM, ONE_WAY, LOWEST, ROUNDS, ESCO, DUTCH),
    *CLASSIC,
)
KINDS = ("bid", "bid", "bid", "confirm", "exercise", "accept", "offer", "cancel", "exit")
by_all = pytest.mark.parametrize("terms", ALL, ids=lambda t: str(t["mechanism"]))


@st.composite
def said(draw: st.DrawFn) -> list[Entry]:
    """Draw what is said in any room, most of it fit for some."""
    first = draw(st.sampled_from(("offer", "enter")))
    offers = [
        Entry(DAY + timedelta(seconds=9 * 3600 - 9 + i), Input(bidder=b, amount=a, kind=first))
        for i, (b, a) in enumerate(
            draw(st.dictionaries(st.sampled_from("abcd"), st.integers(20, 40).map(Decimal))).items()
        )
    ]
    bids: Bids = draw(heard(most=20)) if draw(st.booleans()) else draw(heard(most=99, scale=10))
    return offers + [entries([bid], draw(st.sampled_from(KINDS)))[0] for bid in bids]


def states(given_: dict[str, Any], script: list[Entry]) -> Iterator[tuple[Any, Any, Any]]:
    """Yield the mechanism, its terms and every state the script leads to."""
    terms, problems = read_terms(given_)
    assert problems == ()
    name = given_["mechanism"]
    room = find_mechanism(name)
    state = room.begin(terms)
    yield room, terms, state
    for entry in script:
        shown = room.view(terms, state, entry.at, entry.input.bidder)
        taken = take(name, terms, state, followed(entry.input, shown), entry.at)
        state = state if isinstance(taken, Refused) else taken
        yield room, terms, state


def followed(heard_: Input, shown: View) -> Input:
    """Let every second input say what the room shows it may, so that states get deep."""
    if int(heard_.quantity or 0) % 2 or not shown.says:
        return heard_
    told = shown.price if shown.phase == "rising" else shown.least
    amount = heard_.amount if told is None else told
    return Input(
        bidder=heard_.bidder,
        kind=shown.says[0],
        amount=amount,
        quantity=heard_.quantity,
        dimension=shown.dimension,
    )


def next_bid(shown: View, bidder: str, amount: Decimal) -> Input:
    kind = next(kind for kind in shown.says if kind in ("bid", "accept", "offer"))
    return Input(
        bidder=bidder,
        kind=kind,
        amount=amount,
        quantity=Decimal(12),
        dimension=shown.dimension,
    )


@by_all
@given(script=said(), second=st.sampled_from(WAITS), bidder=st.sampled_from("abcde"))
def test_the_next_amount_shown_is_taken_and_nothing_below_it(
    terms: dict[str, Any], script: list[Entry], second: int, bidder: str
) -> None:
    for room, read, state in states(terms, script):
        at = later(state, second)
        shown = room.view(read, state, at, bidder)
        if shown.least is None:
            continue
        answers = {
            amount: take(terms["mechanism"], read, state, next_bid(shown, bidder, amount), at)
            for amount in (shown.least, *off(shown, bidder, terms))
        }
        taken = [amount for amount, answer in answers.items() if not isinstance(answer, Refused)]
        assert taken == [shown.least]


def later(state: Any, seconds: int) -> datetime:
    """Return an instant so many seconds after the last thing taken, or from the beginning."""
    latest: datetime = state.at or DAY + timedelta(seconds=9 * 3600 - 5)
    return latest + timedelta(seconds=seconds)


def off(shown: View, bidder: str, terms: dict[str, Any]) -> tuple[Decimal, ...]:
    """Return amounts that are not to be taken: just worse, and between two steps."""
    assert shown.least is not None
    unit = Decimal("0.01") if shown.wins == "highest" else Decimal("-0.01")
    stepped = terms not in (STEPPED, PLANNED)
    between = shown.phase not in ("sealed", "best", "falling", "turn") and bidder and stepped
    return (shown.least - unit, *((shown.least + unit,) if between else ()))


@by_all
@given(script=said(), second=st.sampled_from(WAITS), bidder=st.sampled_from(["", *"abcde"]))
def test_nothing_is_taken_that_the_view_does_not_name(
    terms: dict[str, Any], script: list[Entry], second: int, bidder: str
) -> None:
    for room, read, state in states(terms, script):
        at = later(state, second)
        shown = room.view(read, state, at, bidder)
        assert shown.closes is not None
        assert (shown.phase == "over") <= (shown.says == ())
        assert shown.phase == "over" or shown.closes >= at
        for kind in {"bid", "accept", "offer", "exercise", "enter", "exit"} - set(shown.says):
            said_ = Input(
                bidder=bidder or "a",
                kind=kind,
                amount=shown.price if kind in ("accept", "exit") else Decimal(11) * 10**6,
                quantity=Decimal(12),
            )
            answer = take(terms["mechanism"], read, state, said_, at)
            assert isinstance(answer, Refused)


@by_all
@given(script=said(), bidder=st.sampled_from("abcd"))
def test_after_it_closes_the_next_amount_of_a_phase_is_refused(
    terms: dict[str, Any], script: list[Entry], bidder: str
) -> None:
    *_, (room, read, state) = states(terms, script)
    at = later(state, 10)
    shown = room.view(read, state, at, bidder)
    if shown.least is None or shown.closes is None:
        return
    after = room.view(read, state, shown.closes + SECOND, bidder)
    said_ = next_bid(shown, bidder, shown.least)
    answer = take(terms["mechanism"], read, state, said_, shown.closes + SECOND)
    assert isinstance(answer, Refused) or after.phase != shown.phase


@pytest.mark.parametrize(
    "terms", [FIRST, UNIFORM, ROUNDS, DUTCH, VICKREY, OWN], ids=lambda t: str(t["mechanism"])
)
@given(script=said(), other=st.sampled_from(["", *"abcde"]))
def test_what_is_hidden_shows_in_no_view_of_another(
    terms: dict[str, Any], script: list[Entry], other: str
) -> None:
    read, _ = read_terms(terms)
    name = terms["mechanism"]
    room = find_mechanism(name)
    state = room.begin(read)
    for entry in script:
        taken = take(name, read, state, entry.input, entry.at)
        if isinstance(taken, Refused):
            continue
        if room.hides(read, state, entry.input, entry.at) and entry.input.bidder != other:
            assert room.view(read, taken, entry.at, other) == room.view(
                read, state, entry.at, other
            )
        state = taken
