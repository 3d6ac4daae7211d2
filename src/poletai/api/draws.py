"""Draws over HTTP: what a contributor needs to know, contributions, releases; the experts."""

from http import HTTPStatus
from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Body, Router

from poletai.api.answers import answer, refused
from poletai.api.callers import ANYONE, SIGNED_IN, signed_in
from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Refusal
from poletai.exchange.draws import draw_named, keyset_for
from poletai.exchange.experts import experts_listed, import_experts
from poletai.exchange.house import house
from poletai.exchange.permissions import refuse_action
from poletai.exchange.read_models.standings import trade_of
from poletai.exchange.services.contribute import contribute, release_draw
from poletai.exchange.services.make_move import Moved

router = Router(tags=["draws"])


@router.get("/procedures/{slug:procedure}/draws/{slug:draw}", auth=ANYONE, summary="Show a draw")
def one(request: HttpRequest, procedure: str, draw: str) -> HttpResponse:
    """Answer its specification, hash, keyset, contributions and result; all of it is public."""
    trade = trade_of(house(), procedure)
    known = draw_named(trade, draw)
    if not known:
        raise Http404
    more = {
        "keyset": msgspec.to_builtins(keyset_for(trade, draw)),
        "contributor": len(known["contributions"]),
    }
    return answer({"draw": draw, **known, **more})


@router.post(
    "/procedures/{slug:procedure}/draws/{slug:draw}/contributions",
    auth=SIGNED_IN,
    summary="Contribute to a draw",
)
def contributed(
    request: HttpRequest, procedure: str, draw: str, sent: Body[dict[str, Any]]
) -> HttpResponse:
    """Log a sealed number once enough custodians say that they can open it."""
    return _told(contribute(house(), signed_in(request), procedure, draw, sent))


@router.post(
    "/procedures/{slug:procedure}/draws/{slug:draw}/releases",
    auth=SIGNED_IN,
    summary="Bring a custodian's release of a draw",
)
def released(
    request: HttpRequest, procedure: str, draw: str, sent: Body[dict[str, Any]]
) -> HttpResponse:
    """Log a custodian's signed release that was made offline."""
    if refusal := refuse_action(signed_in(request), "bring-release"):
        return refused(house().library, refusal)
    return _told(release_draw(house(), procedure, draw, sent))


@router.get("/experts", auth=SIGNED_IN, summary="List the register of experts")
def experts(request: HttpRequest, specialty: str = "") -> HttpResponse:
    """Answer {items}, to the operator and the regulator alone."""
    if refusal := refuse_action(signed_in(request), "see-experts"):
        return refused(house().library, refusal)
    return answer({"items": experts_listed(specialty)})


@router.post("/experts", auth=SIGNED_IN, summary="Put experts and sites into the register")
def register(request: HttpRequest, sent: Body[dict[str, Any]]) -> HttpResponse:
    """Answer how many there are; those of an id that is there are put in their place."""
    if refusal := refuse_action(signed_in(request), "keep-experts"):
        return refused(house().library, refusal)
    return answer(import_experts(sent, house().clock()), HTTPStatus.CREATED)


def _told(moved: Moved | Refusal) -> HttpResponse:
    if isinstance(moved, Refusal):
        return refused(house().library, moved)
    body = {"event": moved.event.name, "at": format_instant(moved.event.at)}
    return answer(body, HTTPStatus.CREATED)
