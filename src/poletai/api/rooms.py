"""Live rooms over HTTP: where a lot's room is, tickets for bidders, orders, the settlement."""

from http import HTTPStatus
from typing import Any

import msgspec
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from poletai.api.answers import answer, error, refused
from poletai.api.callers import ANYONE, SIGNED_IN, caller, signed_in
from poletai.api.procedures import move_made
from poletai.core.basics.problem import Refusal
from poletai.exchange.house import house
from poletai.exchange.read_models.rooms import room_view
from poletai.exchange.services.enter_room import NOT_ADMITTED, enter_room
from poletai.exchange.services.order_room import answer_of, order_room
from poletai.exchange.services.settle_room import settle_room

router = Router(tags=["rooms"])
_ROOM = "/procedures/{slug:procedure}/lots/{lot}/room"
_FORBIDDEN = (NOT_ADMITTED, "not-permitted", "not-your-procedure")


class Session(Schema):
    """The public key a bidder's session signs its bids with, in hex."""

    key: str


class RoomOrder(Schema):
    """What the auctioneer asks of a room: pause, resume or terminate, why, and by which article."""

    do: str
    reason: str
    law: str


class Settling(Schema):
    """What the settling move asks beside the record."""

    fields: dict[str, Any] = Field(default_factory=dict)


@router.get(_ROOM, auth=ANYONE, summary="Show where a lot's room is")
def one(request: HttpRequest, procedure: str, lot: str) -> HttpResponse:
    """Answer its id, how far it has come, and the address of the live process; 404 before."""
    found = room_view(house(), procedure, lot, caller(request))
    if found is None:
        raise Http404
    return answer({**msgspec.to_builtins(found), "url": settings.LIVE_URL})


@router.post(f"{_ROOM}/ticket", auth=SIGNED_IN, summary="Enter a room as a bidder")
def ticket(request: HttpRequest, procedure: str, lot: str, sent: Session) -> HttpResponse:
    """Answer 201 with a ticket and the session's secret; 403 to whom is not admitted."""
    entry = enter_room(house(), signed_in(request), procedure, lot, sent.key)
    if isinstance(entry, Refusal):
        return _refused(entry)
    body = {**msgspec.to_builtins(entry), "url": settings.LIVE_URL}
    return answer(body, HTTPStatus.CREATED)


@router.post(f"{_ROOM}/orders", auth=SIGNED_IN, summary="Pause, resume or terminate a room")
def order(request: HttpRequest, procedure: str, lot: str, sent: RoomOrder) -> HttpResponse:
    """Answer 202 with the number of the order; whoever keeps the room carries it out."""
    number = order_room(house(), signed_in(request), procedure, lot, sent.dict())
    if isinstance(number, Refusal):
        return _refused(number)
    return answer({"order": number}, HTTPStatus.ACCEPTED)


@router.get(f"{_ROOM}/orders/{{int:number}}", auth=SIGNED_IN, summary="Follow an order")
def ordered(request: HttpRequest, procedure: str, lot: str, number: int) -> HttpResponse:
    """Answer what became of an order: `waiting`, `done`, or a code and a reason."""
    told = answer_of(signed_in(request), procedure, lot, number)
    if isinstance(told, Refusal):
        return _refused(told)
    if told is None:
        return answer({"state": "waiting"})
    return answer({"state": "refused" if told else "done", **told})


@router.post(f"{_ROOM}/settle", auth=SIGNED_IN, summary="Settle a lot from its room")
def settle(request: HttpRequest, procedure: str, lot: str, sent: Settling) -> HttpResponse:
    """Answer 201 with the event; the record is the room's own, nobody types it."""
    told = settle_room(house(), signed_in(request), procedure, lot, sent.fields)
    return move_made(told, procedure)


def _refused(refusal: Refusal) -> HttpResponse:
    """Answer 403 where it is not for the caller, whatever the room does; else 409 as ever."""
    if refusal.code in _FORBIDDEN:
        return error(refusal.code, refusal.reason, HTTPStatus.FORBIDDEN)
    return refused(house().library, refusal)
