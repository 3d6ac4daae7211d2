"""Who owes which deposit today: counted from what happened, and no longer once it is settled."""

from datetime import UTC, datetime

import pytest
from tests.support import rules

from poletai.core.procedures.dues import Owed, dues
from poletai.core.procedures.library import read_library
from poletai.core.procedures.playing import take, values_for
from poletai.core.procedures.scenarios import Step
from poletai.core.procedures.standing import Standing

FILES = rules.files()
DEBTS = rules.file_that_says("[[debt]]")


def owed(name: str, story: str, at: datetime) -> tuple[Owed, ...]:
    return standing_owes(name, rules.endings(name)[story].standing, at)


def standing_owes(name: str, standing: Standing, at: datetime) -> tuple[Owed, ...]:
    definition = rules.definition(name)
    return dues(definition, values_for(rules.library(), definition, standing, at), standing, at)


SIGNED = "the contract is signed on 20 April"


def test_nothing_is_owed_before_anything_begins_it() -> None:
    closed = "bids close at the deadline, five seconds later"

    assert owed(rules.WORKS, closed, datetime(2026, 4, 1, tzinfo=UTC)) == ()


def test_where_no_security_was_asked_for_none_is_owed() -> None:
    story = "bids are opened where no security was asked for"
    at = datetime(2026, 4, 1, tzinfo=UTC)
    now = rules.endings(rules.WORKS)[story]
    step = Step(at=at, command="cancel-lot", by="principal", lot="1", fields={"reason": "x"})

    ended = take(rules.library(), rules.definition(rules.WORKS), now, step).standing

    assert ended.lots["1"].state == "cancelled"
    assert standing_owes(rules.WORKS, ended, at) == ()


def test_a_withdrawn_bid_has_its_security_back_first_and_without_interest() -> None:
    (withdrawn,) = owed(rules.WORKS, "bids are opened", datetime(2026, 3, 26, tzinfo=UTC))

    assert (withdrawn.bid, withdrawn.law) == ("d", "cn.tendering-regulation#35")
    assert withdrawn.until == datetime(2026, 3, 30, 16, tzinfo=UTC)
    assert withdrawn.interest_from is None
    assert not withdrawn.late


def test_after_the_contract_everybody_has_security_and_interest_back_within_five_days() -> None:
    at = datetime(2026, 4, 24, tzinfo=UTC)
    found = {o.bid: o for o in owed(rules.WORKS, SIGNED, at) if o.law.endswith("#57")}

    assert set(found) == {"a", "b", "c"}
    assert (found["a"].by, found["a"].to, found["a"].bidder) == ("principal", "bidder", "bidder-a")
    assert found["a"].amount == {"amount": "20000.00", "currency": "CNY"}
    # Five days after 20 April is a Saturday: the last day is Monday the 27th.
    assert found["a"].until == datetime(2026, 4, 27, 16, tzinfo=UTC)
    assert found["a"].interest_from == datetime(2026, 3, 25, 1, tzinfo=UTC)


def test_what_was_not_returned_in_time_is_late() -> None:
    last = datetime(2026, 4, 27, 16, tzinfo=UTC)
    late = datetime(2026, 4, 27, 16, 0, 1, tzinfo=UTC)

    for at, expected in ((last, False), (late, True)):
        found = [o.late for o in owed(rules.WORKS, SIGNED, at) if o.law.endswith("#57")]
        assert found == [expected] * 3


def test_what_was_returned_is_owed_no_more() -> None:
    at = datetime(2026, 4, 24, 3, tzinfo=UTC)
    found = owed(rules.WORKS, "a security is returned in full", at)

    assert {o.bid for o in found} == {"b", "c", "d"}


def test_a_winner_that_will_not_sign_owes_its_security() -> None:
    at = datetime(2026, 5, 11, 3, tzinfo=UTC)
    story = "a winner that will not sign loses the award"

    kept = [o for o in owed(rules.WORKS, story, at) if o.bid == "b"]
    settled = owed(rules.WORKS, "the security of a winner that will not sign is kept", at)

    assert [(o.by, o.to, o.law) for o in kept] == [
        ("bidder", "principal", "cn.tendering-regulation#74")
    ]
    assert "b" not in {o.bid for o in settled}


def test_where_a_tender_ended_securities_are_owed_at_once() -> None:
    at = datetime(2026, 4, 8, 3, tzinfo=UTC)
    found = [
        o
        for o in owed(rules.WORKS, "or the lot is tendered again", at)
        if o.law == "cn.tendering-regulation#31"
    ]

    assert {o.bid for o in found} == {"a", "b", "c"}
    assert all(o.until == o.since and o.late for o in found)


def test_what_begins_later_is_not_owed_yet() -> None:
    assert owed(rules.WORKS, SIGNED, datetime(2026, 3, 25, tzinfo=UTC)) == ()


def test_a_purchaser_returns_to_losers_first_and_to_the_winner_after_the_contract() -> None:
    at = datetime(2026, 4, 20, 3, tzinfo=UTC)
    announced = "the result fixes the days that follow"
    signed = "a contract fixes when it is published and filed"

    before = {o.bid: o.until for o in owed(rules.PROCUREMENT, announced, at)}
    after = {o.bid: o.until for o in owed(rules.PROCUREMENT, signed, at)}

    assert {"a", "c"} <= before.keys()
    assert "b" not in before
    assert before["a"] == datetime(2026, 4, 16, 16, tzinfo=UTC)
    assert after["b"] == datetime(2026, 4, 27, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('to = "bidder"\n', 'to = "nobody"\n', "rulebook.unknown-role"),
        ('what = "security"', 'what = "treasure"', "rulebook.unknown-fact"),
        ('from = ["withdrawn"]', 'from = ["lost"]', "rulebook.unknown-state"),
        ('days = "refund-period"\nsettled', 'days = "experts"\nsettled', "rulebook.not-a-period"),
        ('days = "refund-period"\nsettled', 'days = "soon"\nsettled', "rulebook.not-a-period"),
        ('settled = ["security', 'colour = 1\nsettled = ["security', "rulebook.shape"),
    ],
)
def test_a_debt_is_read_and_checked_strictly(old: str, new: str, code: str) -> None:
    text = FILES[DEBTS].decode()
    head, debts = text[: text.index("[[debt]]")], text[text.index("[[debt]]") :]
    assert old in debts

    _, problems = read_library({**FILES, DEBTS: (head + debts.replace(old, new, 1)).encode()})

    assert code in {problem.code for problem in problems}
