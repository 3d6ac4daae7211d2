"""One's own bid again: withdrawn by its key, or opened by it where custodians stay silent."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.views.decorators.http import require_POST

from poletai.core.basics.problem import Refusal
from poletai.core.procedures.stages import move_here, parts_of
from poletai.exchange.actors import Actor
from poletai.exchange.read_models.own_bids import own_bid
from poletai.exchange.read_models.procedure_page import ProcedureView
from poletai.exchange.services.deposit_bid import withdraw_bid
from poletai.exchange.services.request_move import Request, request_move
from poletai.portal.frame import the_house
from poletai.portal.pages.bidders import for_bidders
from poletai.portal.reading import read_procedure
from poletai.portal.words.laws import cite

_PUBLISHES = ("publish-key",)


def own_config(
    request: HttpRequest, view: ProcedureView, lot: str, identity: Mapping[str, Any] | None
) -> dict[str, Any] | None:
    """Return what the browser needs to withdraw a bid, or to publish its keys; None for neither.

    `identity` is that of the bid's next version while bids are taken, None afterwards.
    """
    actor = next((own.actor for own in view.own if own.actor.role == "bidder"), None)
    own = None if actor is None else own_bid(the_house(), actor, view.id, lot)
    parts = _parts(view, lot)
    if own is None or own["withdrawn"] or not (identity or parts):
        return None
    place = (view.id, lot)
    return {
        "own": {name: own[name] for name in ("bid", "seq", "bid_hash")},
        "identity": identity,
        "parts": parts,
        "csrf": get_token(request),
        "urls": {"withdraw": reverse("bid-withdraw", args=place), "key": _key_url(place)},
    }


def _key_url(place: tuple[str, str]) -> str:
    return reverse("bid-key", args=place)


def _parts(view: ProcedureView, lot: str) -> list[str]:
    """List the parts whose keys may be published where the lot stands."""
    standing = view.trade.standing.lots[lot]
    move = move_here(view.trade.definition, _PUBLISHES, standing.state)
    keyset = view.trade.standing.facts.get("keysets", {}).get(lot)
    return [] if move is None or keyset is None else list(parts_of(move, keyset["parts"]))


@require_POST
@for_bidders
def withdraw(request: HttpRequest, actor: Actor, _procedure: str, _lot: str) -> HttpResponse:
    """Take a bid back by its bidder's signed word."""
    sent = _read(request, "withdrawal", "signature")
    if sent is None:
        return JsonResponse({"reason": "this is no signed withdrawal"}, status=422)
    answer = withdraw_bid(the_house(), actor, sent["withdrawal"], sent["signature"])
    return _answered(answer)


@require_POST
@for_bidders
def publish_key(request: HttpRequest, actor: Actor, procedure: str, lot: str) -> HttpResponse:
    """Publish the keys of the reader's own bid, so that it opens without the custodians."""
    view = read_procedure(request, procedure)
    standing = view.trade.standing.lots.get(lot)
    found = move_here(view.trade.definition, _PUBLISHES, standing.state) if standing else None
    sent = _read(request, "keys")
    if found is None or sent is None:
        return JsonResponse({"reason": "no keys are published here now"}, status=409)
    asked = Request(found.when, {"keys": sent["keys"]}, lot)
    return _answered(request_move(the_house(), actor, procedure, asked))


def _read(request: HttpRequest, *names: str) -> dict[str, Any] | None:
    try:
        sent = json.loads(request.body)
        return {name: sent[name] for name in names}
    except (ValueError, KeyError, TypeError):
        return None


def _answered(answer: object) -> HttpResponse:
    if isinstance(answer, Refusal):
        law = str(cite(the_house().library, answer.law))
        return JsonResponse({"reason": answer.reason, "code": answer.code, "law": law}, status=409)
    return JsonResponse({}, status=201)
