"""Standstill: why a trade, or one lot of it, stands still or ended without award; what follows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from poletai.core.basics.instant import parse_instant
from poletai.core.procedures.definition import Move
from poletai.core.procedures.library import Library
from poletai.exchange.read_models.event_lines import EventLine
from poletai.exchange.read_models.procedure_page import ProcedureView
from poletai.portal.words.laws import Cited, cite
from poletai.portal.words.remedies import remedy_name
from poletai.portal.words.texts import Word, said

_ENDS: Final = {
    "fail": _("Nothing is awarded here. What is still needed has to be tendered again."),
    "cancel": _("Nothing more is decided here, and securities go back to the bidders."),
}
_STOPS: Final = _("Steps the suspension forbids wait until it ends; other time limits run on.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standstill:
    """What brought a trade or a lot to a stand: the step, its reason and article, what follows.

    `url` leads to the complaint behind a suspension; `until` is when it ends by itself.
    """

    title: str
    reason: str
    law: Cited
    at: datetime
    follows: Word
    suspended: bool = False
    until: datetime | None = None
    behind: str = ""
    url: str = ""


def standstills(library: Library, view: ProcedureView, lot: str = "") -> tuple[Standstill, ...]:
    """Say why a trade, or a lot of it, stands still; nothing where it goes on."""
    ended = _ended(library, view, lot)
    return (ended,) if ended is not None else tuple(_suspended(library, view, lot))


def _ended(library: Library, view: ProcedureView, lot: str) -> Standstill | None:
    standing = view.trade.standing
    state = standing.lots[lot].state if lot else standing.state
    for event in reversed(view.events):
        move = _move(view, event)
        if move is not None and move.does in _ENDS and _leads(move, event, lot) == state:
            return _told(library, move, event, _ENDS[move.does])
    return None


def _leads(move: Move, event: EventLine, lot: str) -> str | None:
    """Return the state a step brought the trade, or this lot, to."""
    if not lot:
        return move.to if move.of == "procedure" else None
    if move.of == "lot" and event.data.get("lot") == lot:
        return move.to
    return next((also.to for also in move.also if also.of == "lot"), None)


def _suspended(library: Library, view: ProcedureView, lot: str) -> Iterator[Standstill]:
    for suspension in view.trade.standing.facts.get("suspensions", {}).values():
        if suspension.get("lot", "") != lot:
            continue
        event = next((e for e in view.events if _began(view, e, suspension)), None)
        move = None if event is None else _move(view, event)
        if event is not None and move is not None:
            yield _told(library, move, event, _STOPS, view, suspension)


def _began(view: ProcedureView, event: EventLine, suspension: Any) -> bool:
    move = _move(view, event)
    same = all(event.data.get(name) == suspension.get(name) for name in ("lot", "remedy"))
    began = event.at == parse_instant(suspension["since"])
    return move is not None and move.does == "suspend" and same and began


def _told(
    library: Library,
    move: Move,
    event: EventLine,
    follows: Word,
    view: ProcedureView | None = None,
    suspension: Any = None,
) -> Standstill:
    facts = suspension or {}
    raised = view.remedies if view is not None else ()
    behind = next((one for one in raised if one.remedy == facts.get("remedy")), None)
    return Standstill(
        title=said(move.title),
        reason=str(event.data.get("reason", "")),
        law=cite(library, move.law),
        at=event.at,
        follows=follows,
        suspended=suspension is not None,
        until=parse_instant(facts["until"]) if "until" in facts else None,
        behind=remedy_name(behind) if behind else "",
        url=reverse("remedy", args=(view.id, behind.remedy)) if view and behind else "",
    )


def _move(view: ProcedureView, event: EventLine) -> Move | None:
    return next((m for m in view.trade.definition.moves if m.then == event.name), None)
