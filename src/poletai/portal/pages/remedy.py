"""The page of one objection or complaint: where it stands, what it stops, and how it went."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from poletai.core.basics.instant import parse_instant
from poletai.exchange.read_models.procedure_page import ProcedureView
from poletai.exchange.read_models.remedies import RemedyView
from poletai.portal.frame import show, the_house
from poletai.portal.reading import read_procedure
from poletai.portal.showing.remedies import CourseStep, RemedyRow, course, remedy_row
from poletai.portal.showing.steps import Step, next_steps_on, own_steps_on
from poletai.portal.words.parties import party_name
from poletai.portal.words.texts import title_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyPage:
    """What the page shows; `party` is empty for readers who may not know who raised it."""

    view: ProcedureView
    remedy: RemedyView
    row: RemedyRow
    title: str
    party: str
    authority: str
    answer_until: datetime | None
    decision_until: datetime | None
    stops: bool
    own: tuple[Step, ...]
    next: tuple[Step, ...]
    course: tuple[CourseStep, ...]


@require_safe
def remedy_page(request: HttpRequest, procedure: str, remedy: str) -> HttpResponse:
    """Show a remedy as its reader may see it."""
    view = read_procedure(request, procedure)
    found = next((one for one in view.remedies if one.remedy == remedy), None)
    if found is None:
        raise Http404
    return show(request, "remedy", _page(view, found), section="notices")


def _page(view: ProcedureView, remedy: RemedyView) -> RemedyPage:
    library = the_house().library
    return RemedyPage(
        view=view,
        remedy=remedy,
        row=remedy_row(view, remedy),
        title=title_of(view.title, view.title_en),
        party=party_name(view.parties, remedy.party) if remedy.party else "",
        authority=party_name(view.parties, str(remedy.facts.get("authority", ""))),
        answer_until=_instant(remedy, "answer-until"),
        decision_until=_instant(remedy, "decision-until"),
        stops=remedy.remedy in view.trade.standing.facts.get("suspensions", {}),
        own=_untitled(own_steps_on(library, view, remedy.remedy)),
        next=_untitled(next_steps_on(library, view, remedy.remedy)),
        course=course(library, view, remedy),
    )


def _untitled(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Leave out of each step what it is about: the page says that once."""
    return tuple(replace(step, target="") for step in steps)


def _instant(remedy: RemedyView, name: str) -> datetime | None:
    text = remedy.facts.get(name)
    return None if text is None else parse_instant(text)
