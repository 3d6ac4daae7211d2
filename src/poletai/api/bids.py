"""Bids over HTTP: deposited and withdrawn sealed, and followed by their bidder alone."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router, Schema

from poletai.api.answers import answer, refused
from poletai.api.callers import SIGNED_IN, signed_in
from poletai.core.basics.problem import Refusal
from poletai.exchange.house import house
from poletai.exchange.permissions import refuse_action
from poletai.exchange.read_models.own_bids import own_bid, own_bids
from poletai.exchange.services.deposit_bid import Deposit, deposit_bid, withdraw_bid

router = Router(tags=["bids"], auth=SIGNED_IN)


class SealedHeader(Schema):
    """A sealed bid's header and its signature; its payloads were uploaded before."""

    header: dict[str, Any]
    signature: str


class SignedWithdrawal(Schema):
    """A bidder's signed word that it takes its bid back."""

    withdrawal: dict[str, Any]
    signature: str


@router.post("/bids", summary="Deposit or replace a sealed bid")
def deposit(request: HttpRequest, sent: SealedHeader) -> HttpResponse:
    """Answer 201 with the signed acknowledgement; the same bid again gets the same one."""
    actor = signed_in(request)
    if refusal := refuse_action(actor, "deposit-bid"):
        return refused(house().library, refusal)
    return _told(deposit_bid(house(), actor, sent.header, sent.signature))


@router.post("/bids/withdrawals", summary="Withdraw a bid")
def withdraw(request: HttpRequest, sent: SignedWithdrawal) -> HttpResponse:
    """Answer 201 with the signed acknowledgement of the withdrawal."""
    actor = signed_in(request)
    if refusal := refuse_action(actor, "deposit-bid"):
        return refused(house().library, refusal)
    return _told(withdraw_bid(house(), actor, sent.withdrawal, sent.signature))


@router.get("/bids/mine", summary="Follow one's own bids")
def mine(request: HttpRequest, procedure: str = "") -> HttpResponse:
    """Answer {items}: each bid deposited, openable and logged, with custodians' receipts."""
    actor = signed_in(request)
    if refusal := refuse_action(actor, "see-own-bids"):
        return refused(house().library, refusal)
    return answer({"items": own_bids(house(), actor, procedure)})


@router.get("/bids/mine/{slug:procedure}/{lot}", summary="Follow one's bid for a lot")
def my_bid(request: HttpRequest, procedure: str, lot: str) -> HttpResponse:
    """Answer how far one's own bid for a lot has come; 404 where there is none."""
    actor = signed_in(request)
    if refusal := refuse_action(actor, "see-own-bids"):
        return refused(house().library, refusal)
    found = own_bid(house(), actor, procedure, lot)
    if found is None:
        raise Http404
    return answer(found)


def _told(told: Deposit | Refusal) -> HttpResponse:
    if isinstance(told, Refusal):
        return refused(house().library, told)
    return answer(told, HTTPStatus.CREATED)
