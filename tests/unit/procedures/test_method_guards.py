"""Guards about methods of procurement, each where its facts are odd."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from tests.support import trials

from poletai.core.procedures.context import Context
from poletai.core.procedures.definition import Value
from poletai.core.procedures.guards import GUARDS
from poletai.core.procedures.standing import Command, Standing, Tally

AT = datetime(2026, 3, 5, 1, tzinfo=UTC)
PARAMETERS = {
    "weight": Value("0.30..0.60", "share", "platform.rules#11"),
    "year": Value(1, "years", "platform.rules#11"),
    "large": Value("2000000.00", "money", "platform.rules#11"),
}


def holds(guard: str, arguments: dict[str, Any], **facts: Any) -> bool:
    definition = trials.definition(trials.FRAMEWORK)
    values = msgspec.structs.replace(
        trials.library().values(definition, date(2026, 3, 5)), parameters=PARAMETERS
    )
    standing = Standing(procedure="p", state="choosing", facts=facts)
    asked = Command(name="order", role="principal", actor="city", lot="1")
    (move,) = definition.moves_when("order")
    on = Context(definition, values, standing, standing, Tally(), asked, move, AT)
    return GUARDS[guard].holds(on, arguments)


def parties(*names: str) -> list[dict[str, str]]:
    return [{"id": name, "name": name} for name in names]


@pytest.mark.parametrize(
    ("picked", "able", "right"),
    [
        (("a", "b"), ("a", "b", "c"), True),
        (("a", "d"), ("a", "b", "c"), False),
        ((), ("a",), True),
        (("a",), (), False),
    ],
)
def test_nobody_is_picked_who_was_not_found_able(
    picked: tuple[str, ...], able: tuple[str, ...], right: bool
) -> None:
    facts = {"picked": parties(*picked), "able": parties(*able)}

    assert holds("parties-among", {"parties": "picked", "of": "able"}, **facts) is right


@pytest.mark.parametrize(
    ("budget", "papers", "right"),
    [
        ("1999999.99", None, True),
        ("2000000.00", None, False),
        ("2000000.00", [], False),
        ("2000000.00", [{"title": "Approval"}], True),
        (None, None, False),
    ],
)
def test_papers_are_shown_from_an_amount_on(budget: str | None, papers: Any, right: bool) -> None:
    sum_of_money = None if budget is None else {"amount": budget, "currency": "CNY"}
    shown = {"papers": "approval", "amount": "budget", "threshold": "large"}

    assert holds("shown-from", shown, budget=sum_of_money, approval=papers) is right


@pytest.mark.parametrize(
    ("object_", "weight", "right"),
    [
        ("goods", "30", True),
        ("goods", "60", True),
        ("goods", "29.99", False),
        ("goods", "60.01", False),
        ("services", "10", True),
        ("goods", None, False),
    ],
)
def test_a_price_weighs_what_the_law_lets_it(object_: str, weight: str | None, right: bool) -> None:
    terms = {"method": "comprehensive-score"} | ({} if weight is None else {"price_weight": weight})
    rule = {"weight": "weight", "field": "object", "choices": ["goods"]}

    assert holds("price-weight-within", rule, terms=terms, object=object_) is right


def test_no_terms_are_a_price_alone() -> None:
    rule = {"weight": "weight", "field": "object", "choices": ["goods"]}

    assert not holds("price-weight-within", rule, object="goods")


LATER, EARLIER = "2026-03-05T01:00:01Z", "2026-03-05T01:00:00Z"


@pytest.mark.parametrize(
    ("until", "right"), [(None, True), (EARLIER, True), (LATER, False)], ids=str
)
def test_what_was_begun_is_over_and_what_never_began_hinders_nothing(
    until: str | None, right: bool
) -> None:
    assert holds("over-if-begun", {"instant": "until"}, until=until) is right


@pytest.mark.parametrize(
    ("ground", "budget", "until", "right"),
    [
        ("only-one", "2000000.00", None, False),
        ("only-one", "2000000.00", LATER, True),
        ("only-one", "1999999.99", None, True),
        ("urgent", "2000000.00", None, True),
    ],
)
def test_what_is_large_and_has_one_supplier_is_published_first(
    ground: str, budget: str, until: str | None, right: bool
) -> None:
    rule = {"field": "ground", "choices": ["only-one"], "amount": "budget", "threshold": "large"}
    facts = {"ground": ground, "budget": {"amount": budget, "currency": "CNY"}, "until": until}

    assert holds("begun-from", {"instant": "until", **rule}, **facts) is right


@pytest.mark.parametrize(
    ("ground", "original", "right"),
    [("more", None, False), ("more", "x", True), ("only-one", None, True)],
)
def test_a_ground_that_needs_a_figure_gives_it(
    ground: str, original: str | None, right: bool
) -> None:
    rule = {"fact": "original", "field": "ground", "choices": ["more"]}

    assert holds("given-where", rule, ground=ground, original=original) is right


@pytest.mark.parametrize(
    ("object_", "until", "right"),
    [
        ("goods", "2027-03-04T00:00:00Z", True),
        ("goods", "2027-03-07T00:00:00Z", False),
        ("goods", None, False),
        ("services", "2027-03-07T00:00:00Z", True),
    ],
)
def test_an_agreement_ends_within_its_time(object_: str, until: str | None, right: bool) -> None:
    rule = {"instant": "until", "days": "year", "field": "object", "choices": ["goods"]}

    assert holds("ends-within", rule, until=until, object=object_) is right
