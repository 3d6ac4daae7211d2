"""Fields are what the move asks: every wrong one is named, all at once."""

from typing import Any

import pytest
from tests.support import rules

from poletai.core.procedures.fields import FIELD_TYPES, check_fields

WRONG = [
    ("instant", "2026-03-21"),
    ("instant", 7),
    ("date", "21 March"),
    ("date", 7),
    ("decimal", "a lot"),
    ("decimal", "NaN"),
    ("decimal", 0.5),
    ("text", "  "),
    ("text", 7),
    ("text", "a\x00b"),
    ("text", "x" * 20_001),
    ("integer", "7"),
    ("flag", 1),
    ("money", {"amount": "1.234"}),
    ("money", {"amount": "1", "coin": "yes"}),
    ("lots", []),
    ("lots", [{"lot": "1", "title": "A", "value": {"amount": "1"}}] * 2),
    ("terms", {"method": "x", "price_weight": "50"}),
    ("scores", {"a": {"plan": "ten"}}),
    ("signature", "signed"),
    ("shares", [{"part": "price"}]),
    ("shares", []),
]
RIGHT = [
    ("instant", "2026-03-21T09:00:00+08:00"),
    ("date", "2026-03-21"),
    ("decimal", "0.02"),
    ("text", "A word"),
    ("flag", False),
    ("terms", {"method": "x"}),
    ("texts", ["a", "a"]),
]


@pytest.mark.parametrize(("kind", "value"), WRONG)
def test_what_is_not_of_its_type_is_refused(kind: str, value: Any) -> None:
    assert FIELD_TYPES[kind].check(value)


@pytest.mark.parametrize(("kind", "value"), RIGHT)
def test_what_is_of_its_type_is_taken(kind: str, value: Any) -> None:
    assert FIELD_TYPES[kind].check(value) is None


def test_every_problem_of_a_command_is_named_at_once() -> None:
    (move,) = rules.definition(rules.WORKS).moves_when("cancel-lot")

    problems = check_fields(move, {"reason": "", "colour": "red"})

    assert {(p.code, p.where) for p in problems} == {
        ("field-wrong", "reason"),
        ("field-unknown", "colour"),
    }
    assert [p.code for p in check_fields(move, {})] == ["field-missing"]
