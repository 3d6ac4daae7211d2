"""Procedures as lists and pages show them: filtered, in pages, each as its reader may see it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

import msgspec
from django.db.models import Q, QuerySet

from poletai.core.basics.errors import NotAnInstantError
from poletai.core.basics.instant import format_instant, parse_instant
from poletai.core.basics.problem import Problem
from poletai.core.procedures.vocabulary import PHASES
from poletai.exchange.actors import Actor
from poletai.exchange.errors import NoSuchProcedureError, ProblemsError
from poletai.exchange.house import House
from poletai.exchange.models import Organisation, Procedure
from poletai.exchange.read_models.next_moves import dates_of, upcoming
from poletai.exchange.read_models.standings import trade_of
from poletai.exchange.visibility import may_see, visible_standing

LARGEST_PAGE = 100
_DRAFT = "draft"
# Who may list drafts at all; principals and agencies list their own.
_SEES_ALL_DRAFTS = ("operator", "regulator")


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What a list is narrowed to; empty texts narrow nothing. `after` continues a page."""

    q: str = ""
    phase: str = ""
    category: str = ""
    definition: str = ""
    principal: str = ""
    after: str = ""
    limit: int = 20
    order: Literal["newest", "deadline"] = "newest"


class ProcedureLine(msgspec.Struct, frozen=True, kw_only=True):
    """One procedure as a list shows it; money is decimal text, instants are in UTC."""

    id: str
    definition: str
    title: str
    title_en: str
    reference: str
    category: str
    principal: Mapping[str, str]
    agency: Mapping[str, str] | None
    state: str
    phase: str
    announced_at: datetime | None
    deadline: datetime | None
    estimate: str | None
    changed_at: datetime


class ProcedurePage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of a list; ask again with `after` = `next` until it is empty."""

    items: tuple[ProcedureLine, ...]
    next: str


def list_procedures(filters: Filters, actor: Actor | None = None) -> ProcedurePage:
    """List procedures, the newest notice first or the next deadline first.

    Drafts are listed only under phase "draft", and only to those they concern. Raises
    ProblemsError for a filter that cannot be read.
    """
    _require_readable(filters)
    rows = _narrowed(_seen(filters, actor), filters)
    key = _key(filters)
    ordered = rows.order_by(key, "id").select_related("principal", "agency")
    found = list(_after(ordered, key, filters.after)[: filters.limit + 1])
    more = len(found) > filters.limit
    shown = found[: filters.limit]
    return ProcedurePage(
        items=tuple(line_of(row) for row in shown), next=_cursor(shown[-1], key) if more else ""
    )


def announced(filters: Filters) -> QuerySet[Procedure]:
    """Return the rows of announced procedures under these filters, for counting."""
    rows = Procedure.objects.exclude(phase=_DRAFT).exclude(announced_at=None)
    return _narrowed(rows, filters)


def line_of(row: Procedure) -> ProcedureLine:
    """Return the line of one procedure."""
    return ProcedureLine(
        id=row.id,
        definition=row.definition,
        title=row.title,
        title_en=row.title_en,
        reference=row.reference,
        category=row.category,
        principal=body_of(row.principal),
        agency=None if row.agency is None else body_of(row.agency),
        state=row.state,
        phase=row.phase,
        announced_at=row.announced_at,
        deadline=row.deadline,
        estimate=None if row.estimate is None else str(row.estimate),
        changed_at=row.changed_at,
    )


def procedure_view(house: House, procedure: str, actor: Actor | None = None) -> dict[str, Any]:
    """Return one procedure as an actor may see it: its line, standing, parties and next moves.

    Raises NoSuchProcedureError, for drafts of others too.
    """
    trade = trade_of(house, procedure)
    if not may_see(trade, actor):
        raise NoSuchProcedureError(procedure)
    row = Procedure.objects.select_related("principal", "agency").get(id=procedure)
    standing = visible_standing(trade, actor)
    line: dict[str, Any] = msgspec.to_builtins(line_of(row))
    # The list's row knows the state nobody may see yet; the standing says what it may show.
    line |= {"state": standing["state"], "phase": standing["phase"]}
    bidders = {bid["facts"].get("bidder") for lot in standing["lots"] for bid in lot["bids"]}
    return {
        **line,
        "standing": standing,
        "bidders": _bodies(bidders - {None, ""}),
        "timetable": dates_of(house, trade, actor),
        **upcoming(house, trade, actor),
    }


def body_of(body: Organisation) -> dict[str, str]:
    """Return what is public of a body."""
    return {"id": body.id, "name": body.name, "name_en": body.name_en, "uscc": body.uscc or ""}


def _bodies(ids: set[Any]) -> dict[str, dict[str, str]]:
    return {body.id: body_of(body) for body in Organisation.objects.filter(id__in=ids)}


def _seen(filters: Filters, actor: Actor | None) -> QuerySet[Procedure]:
    rows = Procedure.objects.all()
    if filters.phase != _DRAFT:
        return rows.exclude(phase=_DRAFT).exclude(announced_at=None)
    if actor is not None and actor.role in _SEES_ALL_DRAFTS:
        return rows
    if actor is not None and actor.role in ("principal", "agency"):
        return rows.filter(**{f"{actor.role}_id": actor.organisation})
    return rows.none()


def _narrowed(rows: QuerySet[Procedure], filters: Filters) -> QuerySet[Procedure]:
    exact = {
        "phase": filters.phase,
        "category": filters.category,
        "definition": filters.definition,
        "principal_id": filters.principal,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    for word in filters.q.split():
        named = Q(title__icontains=word) | Q(title_en__icontains=word)
        rows = rows.filter(
            named | Q(reference__icontains=word) | Q(principal__name__icontains=word)
        )
    return rows


def _key(filters: Filters) -> str:
    if filters.phase == _DRAFT:
        return "-changed_at"
    return "deadline" if filters.order == "deadline" else "-announced_at"


def _after(rows: QuerySet[Procedure], key: str, cursor: str) -> QuerySet[Procedure]:
    if not cursor:
        return rows
    text, _, identity = cursor.partition("_")
    name, beyond = key.removeprefix("-"), "lt" if key.startswith("-") else "gt"
    moment = parse_instant(text)
    later = Q(**{f"{name}__{beyond}": moment})
    return rows.filter(later | Q(**{name: moment}, id__gt=identity))


def _cursor(row: Procedure, key: str) -> str:
    moment = getattr(row, key.removeprefix("-"))
    return f"{format_instant(moment)}_{row.id}"


def _require_readable(filters: Filters) -> None:
    problems = []
    if filters.phase and filters.phase not in PHASES:
        problems.append(("phase", f"{filters.phase!r} is no phase: {', '.join(PHASES)}"))
    if not 1 <= filters.limit <= LARGEST_PAGE:
        problems.append(("limit", f"{filters.limit} is no page length: 1 to {LARGEST_PAGE}"))
    try:
        parse_instant(filters.after.partition("_")[0] or "2026-01-01T00:00:00Z")
    except NotAnInstantError:
        problems.append(("after", "is no cursor of this list: leave it out, or give back a `next`"))
    if "\x00" in "".join((filters.q, filters.category, filters.definition, filters.principal)):
        problems.append(("q", "holds a character no text has"))
    if problems:
        raise ProblemsError(
            tuple(
                Problem(code=f"filter-{where}", where=where, message=f"{where}: {what}")
                for where, what in problems
            )
        )
