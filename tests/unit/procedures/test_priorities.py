"""Rights to buy first outside the room: who may still buy, and when nobody can any more."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.support.auction_trials import context, holds

from poletai.core.procedures.priorities import Telling, telling
from poletai.core.procedures.standing import LotStanding

UNTIL = datetime(2026, 5, 13, 16, tzinfo=UTC)
TOLD: dict[str, Any] = {
    "result-published.at": "2026-04-13T02:00:00Z",
    "holders-told.at": "2026-04-13T03:00:00Z",
    "holders": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}],
    "waived": [],
    "priority-until": "2026-05-13T16:00:00Z",
}


def told(**facts: Any) -> Telling | None:
    return telling(LotStanding(lot="1", state="publicity", facts={**TOLD, **facts}))


def test_whoever_was_told_may_buy_until_it_waives_or_one_before_it_buys() -> None:
    fresh = Telling(("a", "b"), UNTIL)

    assert [fresh.may_buy(party) for party in "abc"] == [True, True, False]
    assert not msgspec.structs.replace(fresh, waived=("a",)).may_buy("a")
    assert not msgspec.structs.replace(fresh, buyer="a").may_buy("b")
    assert msgspec.structs.replace(fresh, buyer="b").may_buy("a")


def test_it_is_over_at_the_end_of_the_time_or_with_the_last_answer() -> None:
    fresh, second = Telling(("a", "b"), UNTIL), timedelta(seconds=1)

    assert not fresh.is_over(UNTIL)
    assert fresh.is_over(UNTIL + second)
    assert msgspec.structs.replace(fresh, waived=("a", "b")).is_over(UNTIL)
    assert msgspec.structs.replace(fresh, buyer="a").is_over(UNTIL)
    assert not msgspec.structs.replace(fresh, buyer="b").is_over(UNTIL)
    assert msgspec.structs.replace(fresh, buyer="b", waived=("a",)).is_over(UNTIL)


def test_a_result_published_again_is_told_again() -> None:
    assert told() == Telling(("a", "b"), UNTIL)
    assert told(**{"result-published.at": "2026-06-13T02:00:00Z"}) is None
    assert telling(LotStanding(lot="1", state="publicity")) is None


def test_who_bought_an_earlier_result_does_not_buy_this_one() -> None:
    bought = {"supplier": {"id": "a", "name": "A"}}

    now = told(**bought, **{"priority-used.at": "2026-04-14T03:00:00Z"})
    before = told(**bought, **{"priority-used.at": "2026-03-14T03:00:00Z"})
    assert [t is not None and t.buyer for t in (now, before)] == ["a", None]


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.booleans())))
def test_the_first_in_order_whose_first_word_is_to_buy_buys(words: list[tuple[str, bool]]) -> None:
    order = tuple("abcd")
    said = Telling(order, UNTIL)
    for party, buys in words:
        if said.may_buy(party) and buys:
            said = msgspec.structs.replace(said, buyer=party)
        elif said.may_buy(party):
            said = msgspec.structs.replace(said, waived=(*said.waived, party))

    first = dict(reversed(words))
    willing = [party for party in order if first.get(party)]
    assert said.buyer == (willing[0] if willing else None)
    # It is over before its time once everybody before the buyer, or everybody, has said no.
    before = order[: order.index(willing[0])] if willing else order
    assert said.is_over(UNTIL) == all(first.get(party) is False for party in before)


def test_a_command_about_no_lot_or_of_nobody_meets_no_such_condition() -> None:
    seen = context("a procedure is drafted", {}, {"holder": "party"})

    assert not holds("holders-not-told", seen)
    assert not holds("holder-may-buy", seen, party="holder")
    assert not holds("holders-answered", seen, flag="holders-waived")
