"""A group negotiates with each supplier apart: what one offers no other learns in time."""

import pytest
from tests.support import rules

from poletai.core.procedures.definition import Move

NEGOTIATED = tuple(
    name
    for name in rules.DEFINITIONS
    if rules.brings(name, "cn/chapters/procurement-negotiated.toml")
)


def _of_suppliers(name: str) -> list[Move]:
    return [move for move in rules.definition(name).moves if move.of == "applicant"]


def test_negotiations_consultations_and_emergencies_are_of_this_kind() -> None:
    assert {name.removeprefix("cn.procurement.") for name in NEGOTIATED} == {
        "negotiation",
        "negotiation-of-two",
        "consultation",
        "consultation-of-two",
        "emergency",
    }


@pytest.mark.parametrize("name", NEGOTIATED)
def test_nobody_learns_who_negotiates_before_quotations_close(name: str) -> None:
    assert {move.when for move in _of_suppliers(name)} >= {"apply", "record-negotiation"}
    assert all(move.confidential and move.until == "closed" for move in _of_suppliers(name))


@pytest.mark.parametrize("name", NEGOTIATED)
def test_what_was_offered_and_said_is_hidden_too(name: str) -> None:
    hidden = {move.when: set(move.private) for move in _of_suppliers(name)}

    assert hidden["apply"] == {"documents"}
    assert hidden["record-negotiation"] == {"minutes"}


@pytest.mark.parametrize("name", NEGOTIATED)
def test_final_quotations_are_sealed_and_asked_of_those_the_group_met(name: str) -> None:
    (quote,) = rules.definition(name).moves_when("deposit-bid")
    asked = [c for c in quote.provided if c.guard == "applicant-is"]

    assert quote.does == "deposit-bid"
    assert [c.arguments["states"] for c in asked] == [["negotiated"]]
