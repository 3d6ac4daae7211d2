"""The draws of a procedure: what was ordered, who contributed, the result, and how to check it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from poletai.core.basics.problem import Problem, Refusal
from poletai.exchange.actors import Actor
from poletai.exchange.errors import CustodianError, NotTakenError, ProblemsError
from poletai.exchange.read_models.procedure_page import ProcedureView
from poletai.exchange.services.contribute import contribute_for, gather_draw
from poletai.exchange.services.make_move import Moved
from poletai.exchange.services.request_move import Request, request_move
from poletai.portal.frame import show, the_house
from poletai.portal.people import actor_as
from poletai.portal.reading import read_procedure
from poletai.portal.showing.draws import DrawCard, draw_cards
from poletai.portal.showing.steps import Step, own_steps
from poletai.portal.words.texts import title_of

_DEEDS = frozenset({"order-draw", "order-values", "close-draw", "void-draw", "seat-committee"})
_MORE = frozenset({"seat-alternate", "name-representatives"})
_CONTRIBUTORS = ("principal", "agency", "regulator", "bidder")


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawsPage:
    """What the page shows; `operator` may contribute here, others seal on their own device."""

    view: ProcedureView
    title: str
    cards: tuple[DrawCard, ...]
    own: tuple[Step, ...]
    operator: bool
    contributor: bool
    address: str
    problems: tuple[Problem, ...] = ()


def draws_page(request: HttpRequest, procedure: str) -> HttpResponse:
    """Show the draws; the operator contributes to one, or has the custodians open it."""
    view = read_procedure(request, procedure)
    problems: tuple[Problem, ...] = ()
    actor = actor_as(request, "operator")
    if request.method == "POST" and actor is not None:
        answer = _done(request.POST.get("act", ""), actor, procedure, request.POST.get("draw", ""))
        if isinstance(answer, Moved):
            messages.success(request, _("Done."))
            return redirect("draws", procedure)
        problems = answer
    return show(
        request,
        "draws",
        _page(request, view, problems),
        section="notices",
        status=422 if problems else 200,
    )


def _page(request: HttpRequest, view: ProcedureView, problems: tuple[Problem, ...]) -> DrawsPage:
    steps = own_steps(the_house().library, view)
    wanted = {move.when for move in view.trade.definition.moves if move.does in _DEEDS | _MORE}
    return DrawsPage(
        view=view,
        title=title_of(view.title, view.title_en),
        cards=draw_cards(view),
        own=tuple(step for step in steps if step.ready and step.url.split("/")[-2] in wanted),
        operator=actor_as(request, "operator") is not None,
        contributor=actor_as(request, *_CONTRIBUTORS) is not None,
        address=request.build_absolute_uri("/").rstrip("/"),
        problems=problems,
    )


def _done(act: str, actor: Actor, procedure: str, draw: str) -> Moved | tuple[Problem, ...]:
    try:
        if act == "contribute":
            answer = contribute_for(the_house(), actor, procedure, draw)
        else:
            gather_draw(the_house(), procedure, draw)
            answer = request_move(the_house(), actor, procedure, Request("draw", {"draw": draw}))
    except ProblemsError as wrong:
        return tuple(one for one in wrong.problems if isinstance(one, Problem))
    except (CustodianError, NotTakenError) as busy:
        return (Problem(code=busy.code, where="", message=str(busy)),)
    return (_refused(answer),) if isinstance(answer, Refusal) else answer


def _refused(refusal: Refusal) -> Problem:
    if refusal.code == "fields-wrong":
        message = _("The custodians have not opened enough yet: wait for the log, then ask again.")
        return Problem(code="draw", where="", message=message)
    said = refusal.details.get("says", {}) if refusal.details else {}
    return Problem(code=refusal.code, where="", message=said.get("zh", refusal.reason))
