"""A new procedure: its draft, under one definition of the rulebook."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from poletai.core.basics.problem import Problem, Refusal
from poletai.core.procedures.definition import Definition
from poletai.core.procedures.standing import begin
from poletai.exchange.actors import Actor
from poletai.exchange.errors import ProblemsError
from poletai.exchange.read_models.bodies import is_principal
from poletai.exchange.read_models.repeats import repeatable
from poletai.exchange.services.create_procedure import create_procedure
from poletai.portal.forms.about import About
from poletai.portal.forms.answers import problems_of
from poletai.portal.forms.build import build_fields
from poletai.portal.forms.field import Field
from poletai.portal.forms.read import read_fields
from poletai.portal.forms.typed import Typed
from poletai.portal.frame import show, the_house
from poletai.portal.people import actor_as
from poletai.portal.words.consequences import consequence_of
from poletai.portal.words.fields import label_of
from poletai.portal.words.laws import Cited, cite
from poletai.portal.words.texts import said, title_of


@dataclass(frozen=True, slots=True)
class DraftPage:
    """What the page of a new procedure shows."""

    kind: str
    title: str
    law: Cited
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    consequence: str


@login_required
def draft(request: HttpRequest, name: str) -> HttpResponse:
    """Show the form of a draft; open it when it is sent."""
    definition = the_house().library.definitions.get(name)
    actor = actor_as(request, "principal", "agency")
    if definition is None:
        raise Http404
    if actor is None:
        raise PermissionDenied
    about, typed = _about(definition, actor), Typed(request.POST.dict())
    if request.method != "POST":
        return _form(request, about, typed, actor, ())
    fields, problems = read_fields(about, typed)
    principal = typed.text("principal") if actor.role == "agency" else actor.organisation
    problems = (*problems, *_principal_problems(principal))
    if problems:
        return _form(request, about, typed, actor, problems)
    try:
        procedure, answer = create_procedure(the_house(), actor, name, fields, principal=principal)
    except ProblemsError as wrong:
        found = tuple(problem for problem in wrong.problems if isinstance(problem, Problem))
        return _form(request, about, typed, actor, found)
    if isinstance(answer, Refusal):
        return _form(request, about, typed, actor, problems_of(about, answer))
    return redirect("procedure", procedure)


def _about(definition: Definition, actor: Actor) -> About:
    house = the_house()
    now = house.clock()
    return About(
        library=house.library,
        definition=definition,
        values=house.library.values(definition, house.library.local_day(definition, now)),
        standing=begin("", definition.machines["procedure"].initial),
        move=next(move for move in definition.moves if move.does == "draft"),
        now=now,
        repeatable=tuple(
            (kin.id, title_of(kin.title, kin.title_en)) for kin in repeatable(actor.organisation)
        ),
    )


def _principal_problems(principal: str) -> tuple[Problem, ...]:
    if is_principal(principal):
        return ()
    message = _("No principal here has this id: ask the principal for it.")
    return (Problem(code="principal-unknown", where="principal", message=message),)


def _form(
    request: HttpRequest, about: About, typed: Typed, actor: Actor, problems: tuple[Problem, ...]
) -> HttpResponse:
    fields = build_fields(about, typed, problems)
    if actor.role == "agency":
        errors = tuple(p.message for p in problems if p.where == "principal")
        value = typed.text("principal")
        fields += (Field("principal", "text", label_of("principal"), value=value, errors=errors),)
    page = DraftPage(
        kind=said(about.definition.title),
        title=said(about.move.title),
        law=cite(about.library, about.move.law),
        fields=fields,
        problems=problems,
        consequence=consequence_of(about.move),
    )
    return show(request, "draft", page, section="desk", status=422 if problems else 200)
