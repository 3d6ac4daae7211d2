"""What holds of the deposits of every sale: all come back or are kept, none twice."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import rules

from poletai.core.procedures.dues import Owed, dues
from poletai.core.procedures.playing import Play, take, values_for
from poletai.core.procedures.scenarios import Step

SALT = {"reserve-salt": "salt"}
SALES = ("cn.technology.listing", "cn.equity.transfer", "cn.mineral.listing")
PARTIES = ("p1", "p2", "p3", "p4")
PAID = {"amount": "20000.00", "currency": "CNY"}
ENDS = ("cancelled", "contract", "refused-to-sign", "cancelled-late", "terminated")
# From a deposit that is owed to the move that settles it, by the role that owes and the state.
RETURNS = {"outbid": "return-security", "passed-over": "keep-security"}
LATE = timedelta(days=70)


class Trade:
    """One sale and how far it has come."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.definition = rules.definition(name)
        self.now: Play = rules.endings(name)["a notice opens the lots for bids"]

    def move(self, command: str | None, at: str = "now + 1 minute", **said: object) -> None:
        """Take one step; what it names must be permitted."""
        bid, party = said.pop("bid", None), said.pop("applicant", None)
        step = Step(
            at=at,
            command=command,
            by=str(said.pop("by", "principal")),
            lot=None if party else "1",
            bid=None if bid is None else str(bid),
            applicant=None if party is None else str(party),
            fields=said,
        )
        self.now = take(rules.library(), self.definition, self.now, step)
        assert self.now.refusal is None, (command, self.now.refusal)

    def owed(self) -> tuple[Owed, ...]:
        """List what is owed long after the last step."""
        assert self.now.at is not None
        at = self.now.at + LATE
        values = values_for(rules.library(), self.definition, self.now.standing, at)
        return dues(self.definition, values, self.now.standing, at)


def _admit(trade: Trade, admitted: frozenset[str], applied: frozenset[str]) -> None:
    for party in sorted(admitted | applied):
        trade.move("apply", by="bidder", applicant=party)
    for party in sorted(admitted):
        trade.move("admit-applicant", by="operator", applicant=party, paid=PAID)


def _bid(trade: Trade, bidders: list[str], reserve: str) -> None:
    """Let those that bid do so one after the other, each one step above the last."""
    trade.move(None, "listing-until")
    trade.move("open-reserve", "listing-until + 1 second", reserve=reserve, **SALT)
    prices = [f"{840000 + 10000 * i}.00" for i in range(len(bidders))]
    steps = range(len(bidders), 0, -1)
    record = [
        f"listing-until - {hours} hours: {party} {price}"
        for hours, party, price in zip(steps, bidders, prices, strict=True)
    ]
    trade.move(
        "settle-auction",
        "listing-until + 1 hour",
        by="operator",
        record=record,
    )


def _ends(trade: Trade, how: str, winner: str) -> None:
    if trade.now.standing.lots["1"].state == "unsold":
        trade.move("end-unsold", reason="Nobody wants it")
        return
    trade.move("publish-result")
    if how == "cancelled-late":
        trade.move("cancel-lot", reason="Kept")
        return
    trade.move("award", "publicity-until + 9 hours", bid=winner)
    if how == "terminated":
        trade.move("terminate-procedure", by="regulator", reason="By order")
        return
    trade.move("issue-award-notice", documents=["Confirmation"])
    if how == "contract":
        price = trade.now.standing.lots["1"].facts["award-price"]
        trade.move("sign-contract", amount=price)
        return
    trade.move("pass-over", bid=winner, ground="refused-to-sign", finding="A letter")
    trade.move("end-unsold", reason="Nobody else wants it")


def _settle(trade: Trade) -> list[str]:
    """Return or keep whatever is owed until nothing is; name whose deposits those were."""
    whose: list[str] = []
    while owed := trade.owed():
        one = owed[0]
        whose.append(one.bidder)
        if not one.bid:
            trade.move("return-deposit", by="operator", applicant=one.bidder, returned=PAID)
            continue
        state = trade.now.standing.lots[one.lot].bids[one.bid].state
        command = RETURNS.get(state, "return-called-off")
        if trade.now.standing.lots[one.lot].state == "contracted" and state == "awarded":
            command = "return-security"
        said: dict[str, Any] = {} if command == "keep-security" else {"returned": PAID}
        trade.move(command, bid=one.bid, **said)
    return whose


@pytest.mark.parametrize("name", SALES)
@settings(max_examples=40, deadline=None)
@given(
    admitted=st.frozensets(st.sampled_from(PARTIES)),
    applied=st.frozensets(st.sampled_from(PARTIES)),
    order=st.permutations(PARTIES),
    bidding=st.integers(0, 4),
    how=st.sampled_from(ENDS),
)
def test_everybody_admitted_has_one_deposit_settled_and_nobody_two(
    name: str,
    admitted: frozenset[str],
    applied: frozenset[str],
    order: list[str],
    bidding: int,
    how: str,
) -> None:
    trade = Trade(name)
    _admit(trade, admitted, applied)
    bidders = [party for party in order if party in admitted][:bidding]
    if how == "cancelled":
        trade.move("cancel-procedure", reason="Kept")
    else:
        _bid(trade, bidders, "850000.00")
        _ends(trade, how, bidders[-1] if bidders else "")

    settled = Counter(_settle(trade))

    # A grant's winner pays the price with its deposit: it is not returned after the contract.
    counted = name.startswith("cn.mineral") and how == "contract"
    sold = trade.now.standing.lots["1"].facts.get("award")
    expected = admitted - ({bidders[-1]} if counted and sold and bidders else set())
    assert settled == Counter(expected)
