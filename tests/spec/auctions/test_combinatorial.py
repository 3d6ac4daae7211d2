"""Bids on packages: who wins which items, what is paid, and what has to be proved for it."""

from decimal import Decimal
from typing import Any

import pytest
from tests.support.rooms import answers, moment, said, settle, text, won

from poletai.core.auctions import (
    Entry,
    Settlement,
    find_mechanism,
    read_record,
    read_terms,
    settle_record,
    take,
)

TERMS: dict[str, Any] = {
    "mechanism": "combinatorial",
    "items": ["north", "south"],
    "closes": text("10:00"),
}
# The example of Day and Cramton (2012): two small bids beat the large one.
EXAMPLE = (
    ("1", ("north",), "28"),
    ("2", ("south",), "20"),
    ("3", ("north", "south"), "32"),
    ("4", ("north",), "14"),
    ("5", ("south",), "12"),
)


def bids(*told: tuple[str, tuple[str, ...], str]) -> tuple[Entry, ...]:
    """Return bids, one a second."""
    return tuple(
        said(f"9:00:{second:02}", bidder, amount, items=items)
        for second, (bidder, items, amount) in enumerate(told)
    )


def step(settled: Settlement, rule: str) -> Any:
    """Return the one step of a rule."""
    (found,) = [step for step in settled.steps if step.rule == f"auction.{rule}"]
    return found


def test_the_bids_worth_most_together_win_and_pay_what_the_others_lose() -> None:
    settled = settle(TERMS, *bids(*EXAMPLE))

    assert won(settled) == [("1", "14.00"), ("2", "12.00")]
    assert [quote.items for quote in settled.winners] == [("north",), ("south",)]
    assert [quote.bidder for quote in settled.others] == ["3", "4", "5"]


def test_core_prices_of_the_example_of_day_and_cramton_are_17_and_15() -> None:
    settled = settle({**TERMS, "payments": "core"}, *bids(*EXAMPLE))

    assert won(settled) == [("1", "17.00"), ("2", "15.00")]


def test_the_proof_stands_among_the_steps() -> None:
    settled = settle(TERMS, *bids(*EXAMPLE))

    proof = step(settled, "allocation")
    assert proof.value == 48
    assert proof.inputs == {"bound": 48, "gap": 0, "proved": "yes", "limit": "300"}
    assert step(settled, "second-solver").value == "agrees"
    assert [s.inputs for s in settled.steps if s.rule == "auction.payment"] == [
        {"items": "north", "amount": 28, "vcg": 14},
        {"items": "south", "amount": 20, "vcg": 12},
    ]


def test_one_package_of_a_bidder_wins_unless_the_terms_let_several() -> None:
    both = bids(("a", ("north",), "10"), ("a", ("south",), "10"), ("b", ("south",), "4"))

    xor, any_ = settle(TERMS, *both), settle({**TERMS, "language": "or"}, *both)

    assert {q.bidder: q.items for q in xor.winners} == {"a": ("north",), "b": ("south",)}
    assert {q.bidder: q.items for q in any_.winners} == {"a": ("north", "south")}
    assert won(any_) == [("a", "4.00")]


def test_where_several_packages_of_a_bidder_win_core_prices_count_it_once() -> None:
    terms = {**TERMS, "items": ["n", "s", "w"], "language": "or", "payments": "core"}
    settled = settle(
        terms,
        *bids(
            ("a", ("n",), "10"),
            ("a", ("s",), "10"),
            ("b", ("w",), "10"),
            ("c", ("n", "s", "w"), "24"),
        ),
    )

    assert won(settled) == [("a", "17.00"), ("b", "7.00")]


@pytest.mark.parametrize("first", ["pair", "halves"])
def test_of_equal_choices_the_one_with_the_earliest_bid_wins(first: str) -> None:
    pair, halves = (
        ("p", ("north", "south"), "20"),
        (("a", ("north",), "10"), ("b", ("south",), "10")),
    )
    told = (pair, *halves) if first == "pair" else (halves[0], pair, halves[1])

    settled = settle(TERMS, *bids(*told))

    assert [quote.bidder for quote in settled.winners] == (["p"] if first == "pair" else ["a", "b"])


def test_a_bid_at_the_start_wins_where_nobody_wants_more() -> None:
    terms = {**TERMS, "starts": {"north": "10.50", "south": "5"}}
    settled = settle(terms, *bids(("a", ("north",), "10.50"), ("b", ("south",), "4.99")))

    assert answers(settled) == ["accepted", "below-start"]
    assert won(settled) == [("a", "10.50")]
    assert step(settled, "allocation").value == Decimal("15.50")


def test_what_bids_bring_above_the_starts_decides_not_what_they_name() -> None:
    terms = {**TERMS, "starts": {"north": "10", "south": "50"}}
    settled = settle(terms, *bids(("a", ("north",), "30"), ("b", ("north", "south"), "65")))

    # The owner keeps the south at 50, and has 80 where b would bring 65.
    assert won(settled) == [("a", "15.00")]


def test_the_start_of_everything_is_met_by_what_is_paid() -> None:
    one = bids(("a", ("north", "south"), "120"))

    assert won(settle({**TERMS, "start": "100"}, *one)) == [("a", "100.00")]
    assert settle({**TERMS, "start": "121"}, *one).reason == "below-start"
    assert settle({**TERMS, "start": "100"}, *one, reserve="120.001").reason == "below-reserve"
    met = settle({**TERMS, "start": "100"}, *one, reserve="110")
    assert won(met) == [("a", "110.00")]
    assert step(met, "reserve").inputs == {"price": 110, "reserve": 110}


def test_vcg_prices_below_the_start_of_everything_sell_nothing_and_core_prices_reach_it() -> None:
    two = bids(("a", ("north",), "60"), ("b", ("south",), "60"))
    terms = {**TERMS, "start": "100"}

    assert settle(terms, *two).reason == "below-start"
    assert won(settle({**terms, "payments": "core"}, *two)) == [("a", "50.00"), ("b", "50.00")]


def test_core_prices_are_rounded_up_to_the_unit() -> None:
    terms = {**TERMS, "items": ["n", "s", "w"], "payments": "core"}
    thirds = (
        ("a", ("n",), "9"),
        ("b", ("s",), "9"),
        ("c", ("w",), "9"),
        ("d", ("n", "s", "w"), "10"),
    )

    assert won(settle(terms, *bids(*thirds))) == [("a", "3.34"), ("b", "3.34"), ("c", "3.34")]


def test_a_bid_is_replaced_and_taken_back_package_by_package() -> None:
    settled = settle(
        {**TERMS, "most": 2},
        *bids(("a", ("north",), "10"), ("a", ("south", "north"), "30"), ("a", ("north",), "12")),
        said("9:01", "a", "5", items=("south",)),
        said("9:02", "a", kind="cancel", items=("north", "south")),
        said("9:03", "b", "7", items=("south",)),
        said("9:04", "b", kind="cancel"),
        said("9:05", "c", kind="cancel"),
    )

    assert answers(settled)[3] == "too-many"
    assert answers(settled).count("accepted") == 7
    assert [(q.bidder, q.items) for q in settled.winners] == [("a", ("north",))]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (said("8:59", "a", "10", items=("north",)), "too-early"),
        (said("10:00:01", "a", "10", items=("north",)), "late"),
        (said("9:00", "a", "10"), "items"),
        (said("9:00", "a", "10", items=("west",)), "items"),
        (said("9:00", "a", "10", items=("north", "north")), "items"),
        (said("9:00", "a", items=("north",)), "figure"),
        (said("9:00", "a", "10.005", items=("north",)), "figure"),
        (said("9:00", "a", "1" + "0" * 14, items=("north",)), "figure"),
    ],
)
def test_a_bid_that_cannot_count_is_refused(entry: Entry, code: str) -> None:
    settled = settle({**TERMS, "opens": text("9:00")}, entry)

    assert answers(settled) == [code]
    assert settled.reason == "no-bid"


def test_a_step_of_a_bid_names_its_items() -> None:
    record = [{"at": text("9:00"), "bidder": "a", "amount": "10", "items": ["south", "north"]}]

    settled = settle_record(TERMS, read_record(record))

    assert settled.steps[0].inputs["items"] == "south, north"
    assert settled.winners[0].items == ("north", "south")


def test_a_room_shows_items_and_starts_and_a_bidder_its_own_bids_only() -> None:
    terms, _ = read_terms({**TERMS, "opens": text("9:00"), "starts": {"north": "10"}})
    room = find_mechanism("combinatorial")
    (entry,) = bids(("a", ("north", "south"), "30"))
    state = take("combinatorial", terms, room.begin(terms), entry.input, entry.at)

    open_, own = (
        room.view(terms, state, moment("9:30")),
        room.view(terms, state, moment("9:30"), "a"),
    )

    assert open_ == room.view(terms, room.begin(terms), moment("9:30"))
    assert open_.rows == ({"item": "north", "start": "10"}, {"item": "south"})
    assert own.rows[2:] == ({"items": "north, south", "price": "30"},)
    assert (own.says, open_.says) == (("bid", "cancel"), ("bid",))
    assert [room.view(terms, state, moment(at)).phase for at in ("8:59", "9:00", "10:00:01")] == [
        "waiting",
        "sealed",
        "over",
    ]
    assert room.hides(terms, state, entry.input, entry.at)
