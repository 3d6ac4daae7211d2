"""Deposits of sales: who never bid has its own back, and nobody is owed one twice."""

from datetime import timedelta

import pytest
from tests.support import rules

from poletai.core.procedures.dues import Owed, dues
from poletai.core.procedures.library import read_library
from poletai.core.procedures.playing import Play, take, values_for
from poletai.core.procedures.scenarios import Step

SALE = "cn.technology.listing"
LAND = "cn.land.auction"
FILE = "cn/chapters/sale.toml"


def owed(name: str, play: Play, days: int = 0) -> list[Owed]:
    definition = rules.definition(name)
    assert play.at is not None
    at = play.at + timedelta(days=days)
    values = values_for(rules.library(), definition, play.standing, at)
    return list(dues(definition, values, play.standing, at))


def told(name: str, story: str) -> list[tuple[str, str, str]]:
    found = owed(name, rules.endings(name)[story])
    return sorted((one.bidder, one.bid, one.by) for one in found)


def then(name: str, now: Play, command: str, by: str, **fields: object) -> Play:
    assert now.at is not None
    party, lot = fields.pop("applicant", None), fields.pop("lot", "1")
    step = Step(
        at=now.at + timedelta(minutes=1),
        command=command,
        by=by,
        lot=None if party else str(lot),
        applicant=None if party is None else str(party),
        fields=fields,
    )
    end = take(rules.library(), rules.definition(name), now, step)
    assert end.refusal is None, end.refusal
    return end


def test_nobody_is_owed_a_deposit_while_bids_may_come() -> None:
    assert told(SALE, "two bidders are admitted") == []
    assert told(SALE, "the listing ends") == []


def test_who_bid_is_owed_it_with_the_bid_and_who_never_did_as_an_applicant() -> None:
    assert told(SALE, "nobody meets the reserve") == [
        ("a", "a", "operator"),
        ("b", "", "operator"),
    ]
    assert told(SALE, "who never bid has its deposit back") == [("a", "a", "operator")]


def test_what_is_owed_to_an_applicant_is_what_it_paid() -> None:
    story = rules.endings(SALE)["nobody meets the reserve"]
    (mine,) = (one for one in owed(SALE, story) if not one.bid)

    assert mine.amount == {"amount": "20000.00", "currency": "CNY"}
    assert (mine.lot, mine.to, mine.law) == ("", "bidder", "platform.rules#19")
    assert mine.since == mine.until == story.at


def test_a_sale_called_off_before_anybody_bid_owes_everybody_admitted() -> None:
    assert told(SALE, "a sale is called off before anybody bid") == [
        ("a", "", "operator"),
        ("b", "", "operator"),
    ]
    assert told(SALE, "everybody admitted has the deposit of a sale called off") == []


def test_an_application_that_paid_nothing_is_owed_nothing() -> None:
    story = "an application nobody looked at paid nothing and has nothing back"

    assert {party for party, _, _ in told(SALE, story)} == {"a", "b"}


def test_a_second_listing_keeps_the_deposit_of_who_may_still_bid() -> None:
    assert told(SALE, "the lot is listed again") == [("a", "a", "operator")]


def test_of_two_lots_both_have_to_be_over() -> None:
    two = rules.endings(SALE)["two lots are announced"]
    paid = {"amount": "20000.00", "currency": "CNY"}
    asked = then(SALE, two, "apply", "bidder", applicant="bidder-a")
    admitted = then(SALE, asked, "admit-applicant", "operator", applicant="bidder-a", paid=paid)
    one = then(SALE, admitted, "cancel-lot", "principal", reason="Kept")
    both = then(SALE, one, "cancel-lot", "principal", lot="2", reason="Kept too")

    assert owed(SALE, one) == []
    (mine,) = owed(SALE, both)
    assert (mine.bidder, mine.since) == ("bidder-a", both.at)


def test_a_winner_is_owed_its_deposit_once_the_sale_is_set_aside() -> None:
    winner = ("b", "b", "operator")

    assert winner not in told(SALE, "a sale is to be set aside")
    assert winner in told(SALE, "a sale is set aside")
    assert winner not in told(SALE, "who had won a sale set aside has its deposit back")


def test_deposits_for_land_go_back_within_working_days() -> None:
    story = rules.endings(LAND)["an auction with two bidders ends"]
    found = owed(LAND, story, days=1)

    assert {one.bidder for one in found} == {"a", "b"}
    assert all(one.until > one.since and not one.late for one in found)
    assert all(one.late for one in owed(LAND, story, days=30))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('of = "applicant"', 'of = "audience"', "rulebook.unknown-subject"),
        ('from = ["admitted"]\nafter', 'from = ["bored"]\nafter', "rulebook.unknown-state"),
    ],
)
def test_what_a_debt_hangs_on_is_checked(old: str, new: str, code: str) -> None:
    files = rules.files()
    assert old.encode() in files[FILE]

    _, problems = read_library({**files, FILE: files[FILE].replace(old.encode(), new.encode(), 1)})

    assert code in {problem.code for problem in problems}
