"""One move of a procedure: its form, generated from what the move asks, and its taking."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from poletai.core.basics.problem import Problem, Refusal
from poletai.core.procedures.definition import Move
from poletai.core.procedures.live_lots import takes_record
from poletai.core.procedures.machine import OWN_STREAM
from poletai.exchange.accounts import bodies_with
from poletai.exchange.actors import Actor
from poletai.exchange.errors import CustodianError, NotTakenError, ProblemsError
from poletai.exchange.read_models.procedure_page import ProcedureView
from poletai.exchange.read_models.room_story import settles_itself
from poletai.exchange.services.make_move import Moved
from poletai.exchange.services.request_move import Request, request_move
from poletai.exchange.services.settle_room import settle_room
from poletai.portal.forms.about import About
from poletai.portal.forms.answers import problems_of
from poletai.portal.forms.build import build_fields
from poletai.portal.forms.field import Choices, Field
from poletai.portal.forms.read import read_fields
from poletai.portal.forms.typed import Typed
from poletai.portal.forms.uploads import kept_documents
from poletai.portal.frame import show, the_house
from poletai.portal.people import actor_as
from poletai.portal.reading import read_procedure
from poletai.portal.showing.applicants import applicant_name
from poletai.portal.showing.hearings import told_so_far
from poletai.portal.words.consequences import consequence_of
from poletai.portal.words.laws import Cited, cite
from poletai.portal.words.parties import party_names
from poletai.portal.words.remedies import remedy_name
from poletai.portal.words.texts import said, title_of


@dataclass(frozen=True, slots=True)
class MovePage:
    """What the page of a move shows; `target` names its subject for the reader."""

    view: ProcedureView
    about: About
    title: str
    law: Cited
    target: str
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    consequence: str
    told: tuple[tuple[str, str], ...]


@login_required
def move_page(request: HttpRequest, procedure: str, move: str) -> HttpResponse:
    """Show the form of a move; take the move when it is sent."""
    view = read_procedure(request, procedure)
    about = _about(request, view, move)
    actor = actor_as(request, *about.move.by)
    typed = Typed(_sent(request), about.laws)
    if actor is None:
        return _form(request, view, about, typed, (_not_yours(about),))
    if request.method != "POST":
        return _form(request, view, about, typed, ())
    kept, unkept = kept_documents(request, about.move, procedure, actor)
    about = replace(about, kept=kept)
    if "more" in request.POST:
        return _form(request, view, about, typed, unkept)
    fields, problems = read_fields(about, typed)
    problems = (*unkept, *problems)
    answer = problems or _taken(actor, procedure, about, fields)
    if not isinstance(answer, Moved):
        return _form(request, view, about, typed, answer)
    messages.success(request, _("Done: %(move)s.") % {"move": said(about.move.title)})
    remedy = answer.event.data.get("remedy") if about.move.of == "remedy" else None
    return redirect("remedy", procedure, remedy) if remedy else redirect("procedure", procedure)


def _sent(request: HttpRequest) -> dict[str, str]:
    """Return what was typed, by field; several boxes of one name stand on lines of their own."""
    return {name: "\n".join(map(str, values)) for name, values in request.POST.lists()}


def _about(request: HttpRequest, view: ProcedureView, name: str) -> About:
    trade = view.trade
    sent = request.POST if request.method == "POST" else request.GET
    lot, bid, remedy, applicant = (
        sent.get(name) or None for name in ("lot", "bid", "remedy", "applicant")
    )
    moves = trade.definition.moves_when(name)
    if not moves or "clock" in moves[0].by or moves[0].does in OWN_STREAM:
        raise Http404
    return About(
        library=the_house().library,
        definition=trade.definition,
        values=trade.values,
        standing=trade.standing,
        move=view.fitting(moves, lot, bid, remedy, applicant),
        now=view.now,
        lot=lot,
        bid=bid,
        remedy=remedy,
        applicant=applicant,
        authorities=_authorities() if moves[0].does == "complain" else (),
        names=party_names(view.parties),
        recorded=_recorded(view, moves[0], lot),
    )


def _recorded(view: ProcedureView, move: Move, lot: str | None) -> bool:
    """Say whether the room of a lot tells the record this move takes."""
    return lot is not None and takes_record(move) and settles_itself(the_house(), view.id, lot)


def _taken(
    actor: Actor, procedure: str, about: About, fields: dict[str, object]
) -> Moved | tuple[Problem, ...]:
    """Take the move; returns what kept it from being taken."""
    asked = Request(about.move.when, fields, about.lot, about.bid, about.remedy, about.applicant)
    try:
        if about.recorded and about.lot:
            answer = settle_room(the_house(), actor, procedure, about.lot, fields)
        else:
            answer = request_move(the_house(), actor, procedure, asked)
    except ProblemsError as wrong:
        return tuple(problem for problem in wrong.problems if isinstance(problem, Problem))
    except (CustodianError, NotTakenError) as busy:
        return (Problem(code=busy.code, where="", message=_busy(busy)),)
    return problems_of(about, answer) if isinstance(answer, Refusal) else answer


def _busy(problem: CustodianError | NotTakenError) -> str:
    if isinstance(problem, NotTakenError):
        return _("The procedure was busy and nothing was taken: send it again.")
    return _("A custodian did not answer, so no key could be made: send it again in a minute.")


def _not_yours(about: About) -> Problem:
    refusal = Refusal(code="not-permitted", reason="", law=about.move.law, move=about.move.when)
    return problems_of(about, refusal)[0]


def _authorities() -> Choices:
    return tuple((body.id, title_of(body.name, body.name_en)) for body in bodies_with("regulator"))


def _target(view: ProcedureView, about: About) -> str:
    """Name the remedy, applicant, lot or bid a move is about; empty for the procedure itself."""
    raised = next((r for r in view.remedies if r.remedy == about.remedy), None)
    if raised is not None:
        return remedy_name(raised)
    if about.applicant is not None:
        return applicant_name(view, about.applicant)
    lot = about.standing.lots.get(about.lot or "")
    if lot is None:
        return ""
    named = f"{lot.lot} · {title_of(lot.facts.get('title', ''), lot.facts.get('title_en', ''))}"
    bid = lot.bids.get(about.bid or "")
    return named if bid is None else f"{named} · {about.bid_name(bid)}"


def _own_record(about: About) -> tuple[tuple[str, str], ...]:
    if not about.recorded:
        return ()
    return ((_("Record of the bidding"), _("The room's own, as the public log has it.")),)


def _form(
    request: HttpRequest,
    view: ProcedureView,
    about: About,
    typed: Typed,
    problems: tuple[Problem, ...],
) -> HttpResponse:
    page = MovePage(
        view=view,
        about=about,
        title=said(about.move.title),
        law=cite(about.library, about.move.law),
        target=_target(view, about),
        fields=build_fields(about, typed, problems),
        problems=problems,
        consequence=consequence_of(about.move),
        told=(*told_so_far(about), *_own_record(about)),
    )
    status = 422 if problems and request.method == "POST" else 200
    return show(request, "move", page, section="notices", status=status)
