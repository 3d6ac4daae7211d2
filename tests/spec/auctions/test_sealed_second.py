"""Sealed second price: the best quotation wins and pays the next."""

from typing import Any

import pytest
from tests.support.rooms import answers, moment, said, settle, text, won

from poletai.core.auctions import find_mechanism, read_terms, take

TERMS: dict[str, Any] = {"mechanism": "sealed-second", "start": "100", "closes": text("10:00")}
THREE = (said("9:00", "a", "120"), said("9:10", "b", "150"), said("9:20", "c", "130"))


def test_the_highest_wins_and_pays_the_second_price() -> None:
    settled = settle(TERMS, *THREE)

    assert won(settled) == [("b", "130")]
    assert [quote.bidder for quote in settled.others] == ["c", "a"]
    last = settled.steps[-1]
    assert (last.rule, str(last.value)) == ("auction.second-price", "130")
    assert {name: str(figure) for name, figure in last.inputs.items()} == {
        "start": "100",
        "second": "130",
    }


@pytest.mark.parametrize(
    ("reserve", "price"), [("110", "130"), ("140", "140"), ("150", "150"), ("151", None)]
)
def test_the_reserve_counts_as_a_quotation(reserve: str, price: str | None) -> None:
    settled = settle(TERMS, *THREE, reserve=reserve)

    assert won(settled) == ([] if price is None else [("b", price)])
    assert settled.reason == ("below-reserve" if price is None else "")


def test_who_quotes_alone_pays_the_start_or_the_reserve() -> None:
    alone = said("9:00", "a", "120")

    assert won(settle(TERMS, alone)) == [("a", "100")]
    assert won(settle(TERMS, alone, reserve="115")) == [("a", "115")]
    assert won(settle(TERMS, alone, reserve="90")) == [("a", "100")]


def test_in_a_purchase_the_lowest_wins_and_is_paid_the_second_lowest() -> None:
    terms = {**TERMS, "start": "200", "wins": "lowest"}

    assert won(settle(terms, *THREE)) == [("a", "130")]
    assert won(settle(terms, *THREE, reserve="125")) == [("a", "125")]
    assert won(settle(terms, THREE[0])) == [("a", "200")]
    assert answers(settle(terms, said("9:00", "a", "201"))) == ["below-start"]


def test_of_equal_quotations_the_earlier_wins_and_pays_that_price() -> None:
    equal = (said("9:00", "a", "150"), said("9:00", "b", "150", number=1))

    assert won(settle(TERMS, *equal)) == [("a", "150")]


def test_quotations_are_replaced_taken_back_and_kept_to_their_time() -> None:
    terms = {**TERMS, "opens": text("8:00")}
    settled = settle(
        terms,
        said("7:59", "a", "900"),
        said("8:00", "a", "150"),
        said("8:30", "a", "110"),
        said("9:00", "b", "120"),
        said("9:10", "b", kind="cancel"),
        said("9:20", "c", "99"),
        said("10:01", "c", "101"),
    )

    assert answers(settled) == ["too-early", *["accepted"] * 4, "below-start", "late"]
    assert won(settled) == [("a", "100")]


def test_a_room_shows_the_times_and_each_bidder_its_own_quotation_only() -> None:
    terms, _ = read_terms({**TERMS, "opens": text("8:00")})
    room = find_mechanism("sealed-second")
    state = room.begin(terms)
    waiting = room.view(terms, state, moment("7:00"))
    state = take("sealed-second", terms, state, THREE[0].input, THREE[0].at)
    everyone, own = (room.view(terms, state, moment("9:30"), who) for who in ("", "a"))
    over = room.view(terms, state, moment("10:01"), "a")

    assert (waiting.phase, waiting.closes, waiting.says) == ("waiting", moment("8:00"), ())
    assert (everyone.phase, everyone.own, everyone.says) == ("sealed", None, ("bid",))
    assert everyone.price is None
    assert (str(own.own), own.standing, own.says) == ("120", "in", ("bid", "cancel"))
    assert (over.phase, over.says, over.ends) == ("over", (), moment("10:00"))
    assert room.hides(terms, state, THREE[1].input, THREE[1].at)
