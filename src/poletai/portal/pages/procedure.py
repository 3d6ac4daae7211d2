"""The page of a procedure: standing, what to do, what comes next, who did what, how to check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from poletai.exchange.read_models.procedure_page import ProcedureView
from poletai.exchange.read_models.rooms import RoomView, rooms_of
from poletai.portal.frame import show, the_house
from poletai.portal.people import actors
from poletai.portal.reading import read_procedure
from poletai.portal.showing.applicants import ApplicantRow, applicant_rows
from poletai.portal.showing.dates import Date, shown_dates
from poletai.portal.showing.happenings import History, history
from poletai.portal.showing.lots import LotCard, lot_cards
from poletai.portal.showing.remedies import RemedyRow, remedy_rows
from poletai.portal.showing.standstill import Standstill, standstills
from poletai.portal.showing.steps import Step, next_steps, own_steps
from poletai.portal.words.parties import party_name
from poletai.portal.words.texts import METHODS, ROLES, role_title, said, state_title, title_of, word

_NEXT_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedurePage:
    """Everything the page shows, in the order it answers its five questions."""

    view: ProcedureView
    title: str
    kind: str
    phase: str
    state: str
    principal: str
    principal_title: str
    agency: str
    method: str
    roles: str
    standstills: tuple[Standstill, ...]
    own: tuple[Step, ...]
    next: tuple[Step, ...]
    later: tuple[Step, ...]
    dates: tuple[Date, ...]
    lots: tuple[LotCard, ...]
    documents: Sequence[Mapping[str, Any]]
    questions: Sequence[Mapping[str, Any]]
    remedies: tuple[RemedyRow, ...]
    applicants: tuple[ApplicantRow, ...]
    history: History
    address: str


@require_safe
def procedure_page(request: HttpRequest, procedure: str) -> HttpResponse:
    """Show a procedure as its reader may see it."""
    view = read_procedure(request, procedure)
    return show(request, "procedure", _page(request, view), section="notices")


def _page(request: HttpRequest, view: ProcedureView) -> ProcedurePage:
    library, trade = the_house().library, view.trade
    facts, coming = trade.standing.facts, next_steps(library, view)
    return ProcedurePage(
        view=view,
        title=title_of(view.title, view.title_en),
        kind=said(trade.definition.title),
        phase=_phase(view),
        state=state_title(trade.definition, "procedure", trade.standing.state),
        principal=party_name(view.parties, facts.get("principal", "")),
        principal_title=role_title(trade.definition, "principal"),
        agency=party_name(view.parties, facts.get("agency", "")),
        method=word(METHODS, facts.get("terms", {}).get("method", "")),
        roles=", ".join(word(ROLES, role) for role in view.roles),
        standstills=standstills(library, view),
        own=own_steps(library, view),
        next=coming[:_NEXT_SHOWN],
        later=coming[_NEXT_SHOWN:],
        dates=shown_dates(library, view),
        lots=lot_cards(library, view, _rooms(request, view)),
        documents=facts.get("documents", ()),
        questions=facts.get("questions", ()),
        remedies=remedy_rows(view),
        applicants=applicant_rows(view),
        history=history(view),
        address=request.build_absolute_uri("/").rstrip("/"),
    )


def _rooms(request: HttpRequest, view: ProcedureView) -> tuple[RoomView, ...]:
    readers = (*actors(request), None)
    found = (rooms_of(the_house(), view.id, reader) for reader in readers)
    return next((rooms for rooms in found if rooms), ())


def _phase(view: ProcedureView) -> str:
    """Return the look of the status: a trade that failed or was cancelled says so."""
    state = view.trade.standing.state
    return state if state in {"failed", "cancelled"} else view.phase
