"""Securities as they were lodged: who gets what back, which of it bears interest, and when late."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.support import rules

from poletai.core.procedures.dues import Owed, dues
from poletai.core.procedures.playing import Play, take, values_for
from poletai.core.procedures.scenarios import Step

LOOKED_AT = "bids are opened whose securities are looked at"
LODGED = "the security of a bid is put on record"


def after(name: str, story: str, command: str, by: str, days: int = 1, **fields: object) -> Play:
    now = rules.endings(name)[story]
    assert now.at is not None
    bid = fields.pop("bid", None)
    step = Step(
        at=now.at + timedelta(days=days),
        command=command,
        by=by,
        lot="1",
        bid=None if bid is None else str(bid),
        fields=fields,
    )
    end = take(rules.library(), rules.definition(name), now, step)
    assert end.refusal is None, end.refusal
    return end


def owed(name: str, play: Play, at: datetime) -> dict[str, Owed]:
    definition = rules.definition(name)
    values = values_for(rules.library(), definition, play.standing, at)
    return {one.bid: one for one in dues(definition, values, play.standing, at)}


@pytest.mark.parametrize("name", [rules.WORKS, rules.PROCUREMENT])
def test_what_was_never_lodged_is_not_given_back(name: str) -> None:
    ended = after(name, LODGED, "cancel-lot", "principal", reason="No money")

    found = owed(name, ended, datetime(2026, 12, 1, tzinfo=UTC))

    assert set(found) - {"d"} == {"a"}
    assert found["a"].form == "bank-guarantee"


def test_a_guarantee_bears_no_interest_and_money_does() -> None:
    at = datetime(2026, 12, 1, tzinfo=UTC)
    guarantee = after(rules.WORKS, LODGED, "cancel-lot", "principal", reason="No money")
    money = rules.endings(rules.WORKS)[LOOKED_AT]
    paid = {
        "security-form": "transfer",
        "lodged": {"amount": "20000.00", "currency": "CNY"},
        "lodged-at": "2026-03-01T00:00:00Z",
        "basic-account": True,
    }
    assert money.at is not None
    for bid, command, by, fields in (
        ("a", "confirm-security", "operator", paid),
        (None, "cancel-lot", "principal", {"reason": "No money"}),
    ):
        step = Step(at=money.at, command=command, by=by, lot="1", bid=bid, fields=fields)
        money = take(rules.library(), rules.definition(rules.WORKS), money, step)
        assert money.refusal is None, money.refusal

    assert owed(rules.WORKS, guarantee, at)["a"].interest_from is None
    assert owed(rules.WORKS, money, at)["a"].interest_from is not None


def test_what_a_purchaser_returns_late_bears_more() -> None:
    signed = rules.endings(rules.PROCUREMENT)["the contract is signed at the price of the bid"]
    assert signed.at is not None

    soon = owed(rules.PROCUREMENT, signed, signed.at + timedelta(days=1))
    late = owed(rules.PROCUREMENT, signed, signed.at + timedelta(days=60))

    assert soon["b"].late_interest is None
    assert late["b"].late_interest == "cn.mof-order-87#38"


def test_a_principal_that_would_not_sign_owes_the_winner_its_security() -> None:
    story = "the principal is found to have kept the contract from being signed"
    found = rules.endings(rules.WORKS)[story]
    assert found.at is not None

    winner = owed(rules.WORKS, found, found.at)["b"]

    assert (winner.by, winner.law) == ("principal", "cn.tendering-regulation#73")
    assert winner.since == winner.until


def test_a_bond_is_owed_once_the_contract_is_performed() -> None:
    signed = rules.endings(rules.WORKS)["the contract is signed once the bond is there"]
    performed = rules.endings(rules.WORKS)["the contract is performed and the bond owed"]
    at = datetime(2027, 6, 1, tzinfo=UTC)

    bonds = [
        [one.title.en for one in _all(play, at) if one.amount["amount"] == "80000.00"]
        for play in (signed, performed)
    ]

    assert bonds == [[], ["Performance bond of a contract that is performed"]]


def _all(play: Play, at: datetime) -> tuple[Owed, ...]:
    definition = rules.definition(rules.WORKS)
    values = values_for(rules.library(), definition, play.standing, at)
    return dues(definition, values, play.standing, at)
