"""The committee's page: who sits where, what the reader has to do as a member, the report."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from poletai.exchange.read_models.procedure_page import ProcedureView
from poletai.portal.frame import show, the_house
from poletai.portal.people import actor_as
from poletai.portal.reading import read_procedure
from poletai.portal.showing.committee import Report, Seat, reports, seats
from poletai.portal.showing.steps import Step, own_steps
from poletai.portal.words.texts import title_of

_ONCE = frozenset({"declare-interest", "compile-report", "sign-report", "dissent", "decline-seat"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteePage:
    """What the page shows; `me` is the reader's own seat, where there is one."""

    view: ProcedureView
    title: str
    me: str
    seats: tuple[Seat, ...]
    vacant: tuple[str, ...]
    own: tuple[Step, ...]
    reports: tuple[Report, ...]


@login_required
@require_safe
def committee_page(request: HttpRequest, procedure: str) -> HttpResponse:
    """Show the committee to those who may know of it."""
    view = read_procedure(request, procedure)
    facts = view.trade.standing.facts
    if "committee" not in facts:
        raise PermissionDenied
    actor = actor_as(request, "evaluator")
    page = CommitteePage(
        view=view,
        title=title_of(view.title, view.title_en),
        me="" if actor is None else actor.identity,
        seats=seats(view),
        vacant=tuple(facts.get("vacant", ())),
        own=_own(view),
        reports=reports(view),
    )
    return show(request, "committee", page, section="notices")


def _own(view: ProcedureView) -> tuple[Step, ...]:
    """List what the reader may do; what a member did once is not waited for any more."""
    moves = view.trade.definition.moves
    once = {move.when for move in moves if move.does in _ONCE}
    steps = own_steps(the_house().library, view)
    return tuple(step for step in steps if step.ready or step.url.split("/")[-2] not in once)
