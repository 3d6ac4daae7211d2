"""Bidding: the page that seals and sends a bid, and what the browser asks meanwhile."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import msgspec
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from poletai.core.basics.problem import Refusal
from poletai.core.procedures.bidding.asked import asked_of
from poletai.core.procedures.documents import documents_hash
from poletai.core.procedures.stages import opened_at_once
from poletai.exchange.actors import Actor
from poletai.exchange.read_models.own_bids import own_bid
from poletai.exchange.read_models.procedure_page import ProcedureView
from poletai.exchange.read_models.public_log import log_head
from poletai.exchange.services import uploads
from poletai.exchange.services.deposit_bid import Deposit, deposit_bid
from poletai.portal.forms.bid_entry import Entry
from poletai.portal.forms.bidding import price_entries, tech_entries
from poletai.portal.frame import show, the_house
from poletai.portal.pages.bidders import for_bidders
from poletai.portal.pages.own_bid import own_config
from poletai.portal.people import actor_as
from poletai.portal.reading import read_procedure
from poletai.portal.words.laws import Cited, cite
from poletai.portal.words.texts import said, title_of
from poletai.sealing.keyset import Keyset, keyset_hash

_PREFERENCES = ("deduction", "bonus")


@dataclass(frozen=True, slots=True, kw_only=True)
class BidPage:
    """What the bidding page shows; `config` is None for who cannot bid here now."""

    view: ProcedureView
    lot: str
    title: str
    law: Cited
    price: tuple[Entry, ...]
    tech: tuple[Entry, ...]
    attach: bool
    own: Mapping[str, Any] | None
    config: Mapping[str, Any] | None
    again: Mapping[str, Any] | None
    open: bool


@login_required
@require_safe
def bid_page(request: HttpRequest, procedure: str, lot: str) -> HttpResponse:
    """Show the offer form of a lot with all the browser needs to seal it."""
    view = read_procedure(request, procedure)
    facts = view.trade.standing.lots.get(lot)
    if facts is None:
        raise Http404
    actor = actor_as(request, "bidder")
    own = own_bid(the_house(), actor, procedure, lot) if actor and "bidder" in view.roles else None
    is_open = view.deadline is not None and view.now <= view.deadline and view.phase == "open"
    # A lot with a deadline of its own belongs to a round that is over.
    is_open = is_open and "deadline" not in facts.facts and bool(_law(view))
    may = actor is not None and "bidder" in view.roles and is_open
    config = _config(request, view, lot, actor, own) if may and actor else None
    asked = asked_of(view.trade.values, view.trade.standing.facts.get("terms", {}), facts.facts)
    page = BidPage(
        view=view,
        lot=lot,
        title=title_of(facts.facts.get("title", ""), facts.facts.get("title_en", "")),
        law=cite(the_house().library, _law(view)),
        price=price_entries(asked, facts.facts, _titles(view, asked.claims)),
        tech=tech_entries(asked),
        attach=opened_at_once(view.trade.definition),
        own=own,
        config=config,
        again=own_config(request, view, lot, config["identity"] if config else None),
        open=is_open,
    )
    return show(request, "bid", page, section="bids")


def _law(view: ProcedureView) -> str:
    moves = view.trade.definition.moves
    return next((move.law for move in moves if move.does == "deposit-bid"), "")


def _titles(view: ProcedureView, claims: Sequence[str]) -> Mapping[str, str]:
    """Return what the law calls the preferences a bidder may claim."""
    parameters = view.trade.definition.parameters
    known = {name: [parameters.get(f"{kind}-{name}") for kind in _PREFERENCES] for name in claims}
    return {name: said(one.title) for name, both in known.items() for one in both[::-1] if one}


def _config(
    request: HttpRequest,
    view: ProcedureView,
    lot: str,
    actor: Actor,
    own: Mapping[str, Any] | None,
) -> Mapping[str, Any] | None:
    facts, head = view.trade.standing.facts, log_head()
    keyset = facts.get("keysets", {}).get(lot)
    if keyset is None or head is None:
        return None
    place = (view.id, lot)
    replaced = None if own is None or own["withdrawn"] else own
    return {
        "own": replaced and {name: replaced[name] for name in ("bid", "seq", "bid_hash")},
        "identity": {
            "procedure": view.id,
            "lot": lot,
            "keyset": keyset_hash(msgspec.convert(keyset, Keyset)),
            "bid_id": replaced["bid"] if replaced else secrets.token_hex(16),
            "bidder": actor.organisation,
            "seq": replaced["seq"] + 1 if replaced else 1,
            "prev": replaced["bid_hash"] if replaced else "",
            "documents": documents_hash(facts.get("documents", ())),
        },
        "keyset": keyset,
        "policy": head.policy,
        "operator_key": the_house().signer.public_key().public_bytes_raw().hex(),
        "csrf": get_token(request),
        "urls": {
            "upload": reverse("bid", args=place) + "upload/",
            "deposit": reverse("bid-deposit", args=place),
            "status": reverse("bid-status", args=place),
        },
    }


@require_http_methods(["GET", "POST"])
@for_bidders
def upload(
    request: HttpRequest, _actor: Actor, _procedure: str, _lot: str, sha256: str
) -> HttpResponse:
    """Say which parts of a payload have arrived, or join them once all are there."""
    if request.method == "POST":
        return JsonResponse(uploads.join_parts(the_house(), sha256))
    complete = uploads.is_kept(the_house(), sha256)
    return JsonResponse({"have": uploads.parts_kept(the_house(), sha256), "complete": complete})


@require_http_methods(["PUT"])
@for_bidders
def upload_part(
    request: HttpRequest, _actor: Actor, _procedure: str, _lot: str, sha256: str, number: int
) -> HttpResponse:
    """Keep one part of a payload."""
    uploads.keep_part(the_house(), sha256, number, request.body)
    return JsonResponse({"kept": number})


@require_POST
@for_bidders
def deposit(request: HttpRequest, actor: Actor, procedure: str, lot: str) -> HttpResponse:
    """Take a sealed bid, and answer with the operator's signed word or with the rule against it."""
    arrived = the_house().clock()
    try:
        sent = json.loads(request.body)
        header, signature = sent["header"], sent["signature"]
        here = (header["procedure"], header["lot"]) == (procedure, lot)
    except (ValueError, KeyError, TypeError):
        here = False
    if not here:
        return JsonResponse({"reason": "this is no sealed bid for this lot"}, status=422)
    answer = deposit_bid(the_house(), actor, header, signature, arrived=arrived)
    if isinstance(answer, Refusal):
        law = str(cite(the_house().library, answer.law))
        return JsonResponse({"reason": answer.reason, "code": answer.code, "law": law}, status=409)
    return JsonResponse(_told(answer), status=201)


@require_safe
@for_bidders
def status(_request: HttpRequest, actor: Actor, procedure: str, lot: str) -> HttpResponse:
    """Say how far the reader's own bid has come."""
    own = own_bid(the_house(), actor, procedure, lot)
    return JsonResponse(own if own is not None else {}, status=404 if own is None else 200)


def _told(deposit: Deposit) -> dict[str, Any]:
    return asdict(deposit)
