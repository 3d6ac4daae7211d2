"""Floors, thresholds, votes, flags, turns and rounds: each small guard where its facts are odd."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from tests.support import trials

from poletai.core.procedures.context import Context
from poletai.core.procedures.definition import Value
from poletai.core.procedures.guards import GUARDS
from poletai.core.procedures.standing import (
    ApplicantStanding,
    BidStanding,
    Command,
    LotStanding,
    Standing,
    Tally,
)

AT = datetime(2026, 3, 5, 1, tzinfo=UTC)
PARAMETERS = {
    "floor": Value("0.90", "share", "platform.rules#11"),
    "two-thirds": Value("2/3", "share", "platform.rules#11"),
    "large": Value("4000000", "money", "platform.rules#11"),
    "two": Value(2, "bidders", "platform.rules#11"),
    "one": Value(1, "bidders", "platform.rules#11"),
}


def money(amount: str, currency: str = "CNY") -> dict[str, str]:
    return {"amount": amount, "currency": currency}


def context(lot: LotStanding | None = None, command: str = "order", **facts: Any) -> Context:
    """Return a command on a standing of these facts, before the law of these tests."""
    definition = trials.definition(trials.FRAMEWORK)
    values = msgspec.structs.replace(
        trials.library().values(definition, date(2026, 3, 5)), parameters=PARAMETERS
    )
    lots = {} if lot is None else {lot.lot: lot}
    standing = Standing(procedure="p", state="choosing", facts=named(facts), lots=lots)
    asked = Command(name=command, role="principal", actor="firm-a", lot="1")
    (move,) = definition.moves_when(command)
    return Context(definition, values, standing, lot or standing, Tally(), asked, move, AT)


def named(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {key.replace("_", "-"): value for key, value in facts.items()}


def holds(name: str, on: Context, **arguments: Any) -> bool:
    return GUARDS[name].holds(on, named(arguments))


@pytest.mark.parametrize(
    ("price", "appraisal", "kept"),
    [
        (money("90.00"), money("100.00"), True),
        (money("89.99"), money("100.00"), False),
        (None, money("100.00"), False),
        (money("90.00"), None, False),
        (money("90.00", "EUR"), money("100.00"), False),
    ],
)
def test_a_price_keeps_its_floor(price: Any, appraisal: Any, kept: bool) -> None:
    on = context(price=price, appraisal=appraisal)
    freed = context(price=price, appraisal=appraisal, consent=True)
    floor = {"amount": "price", "share": "floor", "of": "appraisal"}

    assert holds("at-least-share", on, **floor) is kept
    assert holds("at-least-share-unless", on, **floor, unless="consent") is kept
    assert holds("at-least-share-unless", freed, **floor, unless="consent")


def test_an_amount_is_compared_with_another_and_with_the_law() -> None:
    on = context(price=money("4000000.00"), start=money("3999999.99"))

    assert holds("at-least-amount", on, amount="price", of="start")
    assert not holds("at-least-amount", on, amount="start", of="price")
    assert holds("at-least-threshold", on, amount="price", threshold="large")
    assert not holds("at-least-threshold", on, amount="start", threshold="large")
    assert holds("below-amount", on, amount="start", threshold="large")
    assert not holds("below-amount", on, amount="price", threshold="large")
    assert not holds("below-amount", on, amount="nothing", threshold="large")
    assert not holds("at-least-threshold", on, amount="nothing", threshold="large")


@pytest.mark.parametrize(
    ("votes", "everyone", "carried"),
    [(2, 3, True), (66, 100, False), (67, 100, True), (4, 3, False), (0, 0, False), (-1, 3, False)],
)
def test_a_village_decides_with_two_thirds(votes: int, everyone: int, carried: bool) -> None:
    on = context(votes_for=votes, villagers=everyone)
    silent = context(villagers=everyone)
    asked = {"for": "votes-for", "of": "villagers", "share": "two-thirds"}

    assert holds("votes-share", on, **asked) is carried
    assert not holds("votes-share", silent, **asked)


def test_a_flag_is_set_by_yes_alone() -> None:
    assert holds("flag-set", context(consent=True), flag="consent")
    assert not holds("flag-set", context(consent=False), flag="consent")
    assert not holds("flag-set", context(), flag="consent")
    assert holds("flag-not-set", context(), flag="consent")


def test_applicants_are_counted_where_they_stand() -> None:
    here = context(supplier={"id": "firm-a", "name": "A"}, other="firm-b")
    applicants = {"firm-a": ApplicantStanding(applicant="firm-a", state="admitted")}
    standing = msgspec.structs.replace(here.standing, applicants=applicants)
    on = Context(
        here.definition, here.values, standing, standing, Tally(), here.command, here.move, AT
    )
    admitted = ["admitted"]

    assert holds("applicant-is", on, states=admitted)
    assert not holds("applicant-is", on, states=["refused"])
    assert holds("named-applicant-is", on, party="supplier", states=admitted)
    assert not holds("named-applicant-is", on, party="other", states=admitted)
    assert not holds("applicants-at-least", on, states=admitted, of="two")
    assert holds("applicants-fewer-than", on, states=admitted, of="two")
    assert not holds("no-applicant", on, states=admitted)


def lot(members: list[str], orders: list[str], left: tuple[str, ...] = ()) -> LotStanding:
    bids = {bid: BidStanding(bid=bid, state="left" if bid in left else "member") for bid in members}
    given = [{"member": bid, "amount": money("10.00")} for bid in orders]
    return LotStanding(
        lot="1", state="running", facts={"members": members, "orders": given}, bids=bids
    )


@pytest.mark.parametrize(
    ("orders", "left", "turn"),
    [
        ([], (), "a"),
        (["a"], (), "b"),
        (["a", "b", "c"], (), "a"),
        (["a"], ("b",), "c"),
        (["a", "stranger"], (), "b"),
        ([], ("a", "b", "c"), None),
    ],
)
def test_the_turn_goes_on_in_rank_order(
    orders: list[str], left: tuple[str, ...], turn: str | None
) -> None:
    found = [
        bid
        for bid in ("a", "b", "c", None)
        if holds(
            "next-in-turn", context(lot(["a", "b", "c"], orders, left), chosen=bid), member="chosen"
        )
    ]

    assert found == ([] if turn is None else [turn])


def test_without_a_lot_nobody_has_a_turn_and_nothing_is_a_total() -> None:
    on = context(chosen="a", sum=money("1.00"), most=money("1.00"), quotes={"a": money("1")})

    assert not holds("next-in-turn", on, member="chosen")
    assert not holds("is-member", on, member="chosen")
    assert not holds("lowest-quote", on, quotes="quotes", member="chosen")
    assert holds("within-total", on, amount="sum", total="most")
    assert not holds("within-total", on, amount="sum", total="nothing")
    assert not holds("within-total", on, amount="nothing", total="most")


def test_quotes_come_from_members_in_one_currency() -> None:
    framework = lot(["a", "b"], [])
    asked = {"quotes": "quotes", "member": "chosen"}

    def lowest(**quotes: dict[str, str]) -> bool:
        return holds("lowest-quote", context(framework, chosen="a", quotes=quotes), **asked)

    assert lowest(a=money("1.00"), b=money("1.00"))
    assert not lowest(a=money("1.00"), b=money("0.99"))
    assert not lowest(a=money("1.00"), b=money("2.00", "EUR"))
    assert not lowest(a=money("1.00"), stranger=money("2.00"))
    assert not lowest(b=money("1.00"))
    assert not holds(
        "ordered-at-quote", context(framework, chosen="c", sum=money("1")), amount="sum", **asked
    )


def test_an_order_in_another_currency_is_in_no_total() -> None:
    on = context(lot(["a"], ["a"]), sum=money("1.00", "EUR"), most=money("1000.00"))

    assert not holds("within-total", on, amount="sum", total="most")


def test_members_count_without_states_where_no_move_says_which() -> None:
    on = context(lot(["a", "b"], []))
    silent = tuple(
        msgspec.structs.replace(move, also=()) if move.does == "conclude" else move
        for move in on.definition.moves
    )
    definition = msgspec.structs.replace(on.definition, moves=silent)
    other = Context(
        definition, on.values, on.standing, on.subject, on.tally, on.command, on.move, AT
    )

    assert holds("members-at-least", other, of="two")
    assert not holds("members-at-least", context(lot(["a", "b"], [], ("b",))), of="two")


@pytest.mark.parametrize(
    ("ranked", "places", "enough"), [(10, 8, True), (10, 9, False), (4, 3, True), (3, 3, False)]
)
def test_a_share_of_the_qualified_stays_outside(ranked: int, places: int, enough: bool) -> None:
    ranking = [{"bid": str(n), "place": n} for n in range(1, ranked + 1)]
    tried = context(LotStanding(lot="1", state="ranked", facts={"ranking": ranking}), "conclude")
    fifth = {"least-out": Value("0.20", "share", "platform.rules#11")}
    values = msgspec.structs.replace(tried.values, parameters={**PARAMETERS, **fifth})
    command = msgspec.structs.replace(tried.command, fields={"places": places})
    on = Context(
        tried.definition, values, tried.standing, tried.subject, Tally(), command, tried.move, AT
    )

    assert holds("share-eliminated", on, share="least-out", at_least="one") is enough


def test_a_lot_that_continues_nothing_is_open_to_all() -> None:
    new = LotStanding(lot="1", state="announced", facts={"continues": None})
    lost = LotStanding(lot="1", state="announced", facts={"continues": "gone"})

    assert holds("took-part", context(), states=["opened"])
    assert holds("took-part", context(new), states=["opened"])
    assert not holds("took-part", context(lost), states=["opened"])
