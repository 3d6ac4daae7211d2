"""Procedures over HTTP: listed, shown, drafted, and moved."""

from http import HTTPStatus
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Body, Field, Query, Router, Schema

from poletai.api.answers import answer, refused
from poletai.api.callers import ANYONE, SIGNED_IN, caller, signed_in
from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Refusal
from poletai.exchange.house import house
from poletai.exchange.permissions import refuse_action
from poletai.exchange.read_models.dues import procedure_dues
from poletai.exchange.read_models.procedures import Filters, list_procedures, procedure_view
from poletai.exchange.read_models.standings import refuse_stranger, trade_of
from poletai.exchange.remedies import remedies_view
from poletai.exchange.services.close_lot import release_shares
from poletai.exchange.services.create_procedure import create_procedure
from poletai.exchange.services.documents import publish_document
from poletai.exchange.services.make_move import Moved
from poletai.exchange.services.request_move import Request, request_move

router = Router(tags=["procedures"])


class Narrowed(Schema):
    """Filters of the list; `after` takes the `next` of the page before."""

    q: str = ""
    phase: str = ""
    category: str = ""
    definition: str = ""
    principal: str = ""
    after: str = ""
    limit: int = 20
    order: str = "newest"


class Draft(Schema):
    """A new procedure: its definition and the fields that definition's draft asks for."""

    definition: str
    fields: dict[str, Any] = Field(default_factory=dict)
    principal: str = ""


class MoveBody(Schema):
    """The target of a move and the fields it asks for, see the definition's moves."""

    fields: dict[str, Any] = Field(default_factory=dict)
    lot: str | None = None
    bid: str | None = None
    remedy: str | None = None
    applicant: str | None = None


@router.get("/procedures", auth=ANYONE, summary="List procedures")
def listing(request: HttpRequest, sent: Query[Narrowed]) -> HttpResponse:
    """Answer {items, next}: the newest notices first, or the next deadlines."""
    filters = Filters(**sent.dict())
    return answer(list_procedures(filters, caller(request)))


@router.get("/procedures/{slug:procedure}", auth=ANYONE, summary="Show one procedure")
def one(request: HttpRequest, procedure: str) -> HttpResponse:
    """Answer where it stands as the caller may see it, what may come next, what is allowed."""
    return answer(procedure_view(house(), procedure, caller(request)))


@router.get("/procedures/{slug:procedure}/remedies", auth=ANYONE, summary="List remedies")
def remedies(request: HttpRequest, procedure: str) -> HttpResponse:
    """Answer its objections and complaints; who raised them and why, to the parties alone."""
    trade = trade_of(house(), procedure)
    return answer({"items": remedies_view(house(), trade, caller(request))})


@router.get("/procedures/{slug:procedure}/dues", auth=SIGNED_IN, summary="List what is owed")
def dues(request: HttpRequest, procedure: str) -> HttpResponse:
    """Answer the deposits and bonds owed today: all to the parties, to a bidder its own."""
    trade = trade_of(house(), procedure)
    found = procedure_dues(house(), trade, signed_in(request))
    return answer({"items": [due.owed for due in found]})


@router.post("/procedures", auth=SIGNED_IN, summary="Draft a procedure")
def create(request: HttpRequest, sent: Draft) -> HttpResponse:
    """Answer 201 with the new id; 409 or 422 say why there is none."""
    actor = signed_in(request)
    if refusal := refuse_action(actor, "create-procedure"):
        return refused(house().library, refusal)
    procedure, moved = create_procedure(
        house(), actor, sent.definition, sent.fields, principal=sent.principal
    )
    return move_made(moved, procedure)


@router.post("/procedures/{slug:procedure}/moves/{move}", auth=SIGNED_IN, summary="Make a move")
def make(request: HttpRequest, procedure: str, move: str, sent: MoveBody) -> HttpResponse:
    """Answer 201 with the event the move caused; 409 or 422 say why there is none."""
    asked = Request(
        move=move,
        fields=sent.fields,
        lot=sent.lot,
        bid=sent.bid,
        remedy=sent.remedy,
        applicant=sent.applicant,
    )
    return move_made(request_move(house(), signed_in(request), procedure, asked), procedure)


@router.post("/procedures/{slug:procedure}/documents", auth=SIGNED_IN, summary="Upload a document")
def upload(
    request: HttpRequest, procedure: str, title: str, media: str = "application/pdf"
) -> HttpResponse:
    """Keep the body, up to 8 MiB; answers what a move's `documents` field says of it."""
    actor = signed_in(request)
    refusal = refuse_action(actor, "upload-document") or refuse_stranger(house(), actor, procedure)
    if refusal:
        return refused(house().library, refusal)
    kept = publish_document(house(), actor, procedure, title, media, request.body)
    return answer(kept, HTTPStatus.CREATED)


@router.post("/procedures/{slug:procedure}/releases", auth=SIGNED_IN, summary="Bring a release")
def bring_release(request: HttpRequest, procedure: str, sent: Body[dict[str, Any]]) -> HttpResponse:
    """Log a custodian's signed release that was made offline."""
    if refusal := refuse_action(signed_in(request), "bring-release"):
        return refused(house().library, refusal)
    brought = release_shares(house(), procedure, sent)
    return answer({}, HTTPStatus.ACCEPTED) if brought is None else move_made(brought, procedure)


def move_made(moved: Moved | Refusal, procedure: str) -> HttpResponse:
    """Answer 201 with the event a move caused, or say why there is none."""
    if isinstance(moved, Refusal):
        return refused(house().library, moved)
    event = moved.stored[-1]
    told = next((e for e in moved.stored if e.name == moved.event.name), event)
    body = {
        "procedure": procedure,
        "event": moved.event.name,
        "at": format_instant(moved.event.at),
        "position": told.position,
        "digest": told.digest,
        "advice": msgspec.to_builtins(moved.advice),
    }
    return answer(body, HTTPStatus.CREATED)
