"""Registers over HTTP: what is known of bodies, brought by the operator or a regulator."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from poletai.api.answers import answer, refused
from poletai.api.callers import SIGNED_IN, signed_in
from poletai.core.basics.problem import Refusal
from poletai.exchange.house import house
from poletai.exchange.permissions import refuse_action
from poletai.exchange.services.import_register import import_register, register_of

router = Router(tags=["registers"], auth=SIGNED_IN)


class Entries(Schema):
    """The entries of a register; each source they name is replaced."""

    entries: list[dict[str, Any]]


@router.post("/registers/{name}", summary="Import a register")
def bring(request: HttpRequest, name: str, sent: Entries) -> HttpResponse:
    """Answer 201 with how many entries are kept; 422 with every row that is wrong."""
    kept = import_register(house(), signed_in(request), name, sent.entries)
    if isinstance(kept, Refusal):
        return refused(house().library, kept)
    return answer({"register": name, "kept": kept}, HTTPStatus.CREATED)


@router.get("/registers/{name}", summary="Read a register")
def show(request: HttpRequest, name: str) -> HttpResponse:
    """Answer {items}: every entry with its source and when it was imported."""
    if refusal := refuse_action(signed_in(request), "keep-registers"):
        return refused(house().library, refusal)
    return answer({"items": list(register_of(name))})
