"""Dues as pages show them: who owes whom how much, until when, with interest from when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from poletai.core.procedures.library import Library
from poletai.exchange.read_models.dues import OwnDue
from poletai.portal.words.laws import Cited, cite
from poletai.portal.words.texts import CHOICES, ROLES, said, title_of, word

_BIDDER = "bidder"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRow:
    """One sum that is owed."""

    what: str
    by: str
    to: str
    amount: str
    lot: str
    since: datetime
    until: datetime
    late: bool
    interest_from: datetime | None
    more: Cited | None
    form: str
    law: Cited
    procedure: str
    url: str


def due_rows(library: Library, dues: Iterable[OwnDue]) -> tuple[DueRow, ...]:
    """Write the lines of a list of dues, the first due first."""
    return tuple(_row(library, due) for due in sorted(dues, key=lambda due: due.owed.until))


def _row(library: Library, due: OwnDue) -> DueRow:
    owed = due.owed
    return DueRow(
        what=said(owed.title),
        by=_name(due, owed.by),
        to=_name(due, owed.to),
        amount=str(owed.amount["amount"]),
        lot=owed.lot,
        since=owed.since,
        until=owed.until,
        late=owed.late,
        interest_from=owed.interest_from,
        more=None if owed.late_interest is None else cite(library, owed.late_interest),
        form=word(CHOICES, owed.form) if owed.form else "",
        law=cite(library, owed.law),
        procedure=title_of(due.title, due.title_en),
        url=reverse("dues", args=(due.procedure,)),
    )


def _name(due: OwnDue, role: str) -> str:
    """Name a party to a debt: the bidder by its name, everybody else by the role."""
    if role != _BIDDER or due.bidder is None:
        return word(ROLES, role)
    return title_of(due.bidder["name"], due.bidder["name_en"])
