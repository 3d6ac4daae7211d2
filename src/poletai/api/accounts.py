"""Accounts over HTTP: bodies, people and tokens, managed by the operator."""

from http import HTTPStatus

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router, Schema

from poletai.api.answers import answer, refused
from poletai.api.callers import SIGNED_IN, signed_in
from poletai.core.basics.problem import Refusal
from poletai.exchange.accounts import add_organisation, add_user
from poletai.exchange.audit import latest_refusals
from poletai.exchange.house import house
from poletai.exchange.permissions import refuse_action
from poletai.exchange.read_models.history import bodies
from poletai.exchange.tokens import new_token

router = Router(tags=["accounts"], auth=SIGNED_IN)


class NewOrganisation(Schema):
    """A body to register; without an id, its credit code or a drawn one names it."""

    name: str
    roles: list[str]
    id: str = ""
    name_en: str = ""
    uscc: str = ""


class NewUser(Schema):
    """A person to give a seat in a body."""

    username: str
    password: str
    organisation: str
    roles: list[str]


class NewToken(Schema):
    """A token to make for a role of a body."""

    organisation: str
    role: str
    label: str
    person: str = ""


@router.get("/me", summary="See who one is")
def me(request: HttpRequest) -> HttpResponse:
    """Answer the role and the body the caller acts for."""
    actor = signed_in(request)
    return answer({"role": actor.role, "organisation": actor.organisation, "person": actor.person})


@router.get("/organisations/{identity}", auth=None, summary="Show a body")
def organisation(request: HttpRequest, identity: str) -> HttpResponse:
    """Answer what is public of a body: its names and its credit code."""
    found = bodies({identity})
    if not found:
        raise Http404
    return answer(found[identity])


@router.post("/organisations", summary="Register a body")
def register(request: HttpRequest, sent: NewOrganisation) -> HttpResponse:
    """Answer 201 with the id and with warnings, such as a credit code's wrong check digit."""
    if refusal := _refused(request):
        return refused(house().library, refusal)
    body, warnings = add_organisation(
        sent.name,
        sent.roles,
        house().clock(),
        identity=sent.id,
        name_en=sent.name_en,
        uscc=sent.uscc,
    )
    told = {"id": body.id, "warnings": msgspec.to_builtins(warnings)}
    return answer(told, HTTPStatus.CREATED)


@router.post("/users", summary="Give a person a seat")
def seat(request: HttpRequest, sent: NewUser) -> HttpResponse:
    """Answer 201 with the name to sign in with."""
    if refusal := _refused(request):
        return refused(house().library, refusal)
    user = add_user(sent.username, sent.password, sent.organisation, sent.roles)
    return answer({"username": user.username}, HTTPStatus.CREATED)


@router.post("/tokens", summary="Make a token")
def token(request: HttpRequest, sent: NewToken) -> HttpResponse:
    """Answer 201 with the token's text, shown this once."""
    if refusal := _refused(request):
        return refused(house().library, refusal)
    text = new_token(sent.organisation, sent.role, sent.label, house().clock(), person=sent.person)
    return answer({"token": text}, HTTPStatus.CREATED)


@router.get("/refusals", summary="Read the latest refusals")
def refusals(request: HttpRequest, procedure: str = "") -> HttpResponse:
    """Answer {items}: which commands were refused, when, in which role and why."""
    if refusal := refuse_action(signed_in(request), "see-refusals"):
        return refused(house().library, refusal)
    return answer({"items": latest_refusals(procedure)})


def _refused(request: HttpRequest) -> Refusal | None:
    return refuse_action(signed_in(request), "manage-accounts")
