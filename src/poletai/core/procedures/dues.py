"""Dues: who owes whom which deposit or bond today, since when and until when, by what article."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from poletai.core.basics.instant import parse_instant
from poletai.core.basics.periods import Due, period_end
from poletai.core.procedures.debtors import DEBTORS, Debtor
from poletai.core.procedures.definition import Debt, Definition, Text, Values
from poletai.core.procedures.standing import LotStanding, Standing


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """One sum that is owed: `by` and `to` are roles, `bidder` says which bidder one of them is.

    `until` is the last instant to pay it in time, `late` that it has certainly passed. Where
    interest is owed, it runs from `interest_from` to the day of payment, and what is late bears
    more from `until` by the article `late_interest`. `form` is what the security was lodged as.
    What is owed to an applicant that never bid names no lot and no bid.
    """

    title: Text
    by: str
    to: str
    bidder: str
    amount: dict[str, Any]
    lot: str
    bid: str
    since: datetime
    until: datetime
    late: bool
    law: str
    interest_from: datetime | None = None
    late_interest: str | None = None
    form: str = ""


def dues(
    definition: Definition, values: Values, standing: Standing, at: datetime
) -> tuple[Owed, ...]:
    """List what is owed at an instant, what falls due first first.

    What begins after `at` or was settled is not listed. A bid that stood is taken to have lodged
    its security, where nobody had to confirm that it did: one that did not is rejected.
    """
    found = (
        owed
        for debt in definition.debts
        for debtor in DEBTORS[debt.of](definition, standing)
        for owed in _owed(debt, values, debtor, at)
    )
    return tuple(sorted(found, key=lambda owed: (owed.until, owed.lot, owed.bid, owed.bidder)))


def _owed(debt: Debt, values: Values, debtor: Debtor, at: datetime) -> Iterator[Owed]:
    since, amount = _since(debt, debtor), debtor.fact(debt.what)
    if since is None or amount is None or since > at or not _falls_on(debt, debtor):
        return
    if not _lodged(debt, debtor):
        return
    until = _until(debt, values, since)
    form = "" if debt.form is None else str(debtor.fact(debt.form) or "")
    bears = not debt.interest_on or form in ("", *debt.interest_on)
    begun = debtor.fact(debt.interest_from) if debt.interest_from and bears else None
    late = at > until.latest
    yield Owed(
        title=debt.title,
        by=debt.by,
        to=debt.to,
        bidder=debtor.bidder,
        amount=amount,
        lot=debtor.lot,
        bid=debtor.bid,
        since=since,
        until=until.latest,
        late=late,
        law=debt.law,
        interest_from=None if begun is None else parse_instant(begun),
        late_interest=debt.late_interest if late and bears else None,
        form=form,
    )


def _falls_on(debt: Debt, debtor: Debtor) -> bool:
    facts = debtor.subject.facts
    ground = facts.get("ground")
    named = not debt.grounds or ground in debt.grounds
    return (
        debtor.subject.state in debt.source
        and named
        and ground not in debt.but_grounds
        and not any(settled in facts for settled in debt.settled)
    )


def _lodged(debt: Debt, debtor: Debtor) -> bool:
    """Say whether there is something to give back: what had to be confirmed was confirmed."""
    asked = None if debt.asked is None else debtor.fact(debt.asked)
    return not asked or debt.lodged is None or debtor.fact(debt.lodged) is not None


def _since(debt: Debt, debtor: Debtor) -> datetime | None:
    """Return the first of the events that start the clock and did happen.

    Those of lots that are waited for count once one of them happened in each.
    """
    own = [parse_instant(text) for name in debt.after if (text := debtor.fact(name))]
    each = [_passed(debt, lot) for lot in debtor.awaited]
    passed = [at for at in each if at is not None]
    ended = [max(passed)] if passed and len(passed) == len(each) else []
    return min([*own, *ended], default=None)


def _passed(debt: Debt, lot: LotStanding) -> datetime | None:
    happened = [parse_instant(lot.facts[name]) for name in debt.after if name in lot.facts]
    return min(happened, default=None)


def _until(debt: Debt, values: Values, since: datetime) -> Due:
    if debt.days is None:
        return Due(since, since)
    return period_end(values.calendar, since, *values.parameters[debt.days].period, roll=True)
