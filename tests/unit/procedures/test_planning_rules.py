"""Rules of planning: of one place, for a time, read whole or reported; and what they are for."""

from datetime import date
from decimal import Decimal

import pytest
from tests.support import rules
from tests.support.plans import DAY, FILES, ask, planning

from poletai.core.procedures.planning.asking import read_item
from poletai.core.procedures.planning.item import PlanItem
from poletai.core.procedures.planning.reading import read_planning, unplanned


def test_a_value_and_a_rule_may_end_and_be_for_one_place() -> None:
    text = b"""
    place = "21"
    [[rule]]
    title = { zh = "a", en = "a" }
    when = { object = ["movable"], none = ["emergency"] }
    forbids = ["cn.general-auction.auction"]
    law = "cn-ln.example#1"
    ceases = 2026-12-01
    """
    liaoning = planning(**{"cn-ln/planning.toml": text})
    kind = "cn.general-auction.auction"

    assert ask("movable", rule_book=liaoning, place="210100").of(kind) == "forbidden"
    assert ask("movable", rule_book=liaoning, place="110000").of(kind) == "allowed"
    later = ask("movable", rule_book=liaoning, place="210100", day=date(2026, 12, 1))
    assert later.of(kind) == "allowed"
    urgent = ask("movable", rule_book=liaoning, place="210100", circumstances={"emergency"})
    assert urgent.of(kind) == "allowed"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"place = ", "Invalid value"),
        (b"\xff", "utf-8"),
        (b"bribe = 1", "unknown field"),
        (
            b"[[rule]]\ntitle = { zh = 'a', en = 'a' }\nlaw = 'cn.nowhere#1'\n"
            b"when = { object = ['crate'] }",
            "no article",
        ),
    ],
)
def test_rules_that_do_not_read_or_name_nothing_are_problems(text: bytes, said: str) -> None:
    _, problems = read_planning(
        {**FILES, "cn-ln/planning.toml": text}, "cn", rules.library().articles
    )

    assert {problem.code for problem in problems} == {"rulebook.planning"}
    assert said in " ".join(problem.message for problem in problems)


def test_a_kind_no_rule_names_is_warned_of() -> None:
    warned = unplanned(
        planning(), "cn", ["cn.works.open-tender", "cn.works.bazaar", "ua.reporting"]
    )

    assert [(problem.code, problem.force) for problem in warned] == [
        ("rulebook.unplanned", "warning")
    ]
    assert "cn.works.bazaar" in warned[0].message


def test_an_item_without_an_amount_is_no_item() -> None:
    said = {"object": "goods", "funding": "", "day": ""}
    wrong = read_item(planning(), said, [], [], DAY)
    right = read_item(planning(), said, ["1.00"], ["emergency"], DAY)

    assert not isinstance(wrong, PlanItem)
    assert [problem.code for problem in wrong] == ["plan-amount"]
    assert right == PlanItem(
        object="goods",
        funding="other",
        parts=(Decimal("1.00"),),
        day=DAY,
        circumstances=frozenset({"emergency"}),
    )


@pytest.mark.parametrize("kind", planning().kinds)
def test_every_kind_a_plan_may_name_is_a_definition(kind: str) -> None:
    assert rules.definition(kind).name == kind
