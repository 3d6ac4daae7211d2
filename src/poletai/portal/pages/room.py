"""The room of a lot: bidders bid in it, everybody watches, and afterwards it is replayed."""

from dataclasses import dataclass
from typing import Any

import msgspec
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from poletai.core.basics.instant import parse_instant
from poletai.core.procedures.live_lots import admitted
from poletai.exchange.read_models.procedure_page import ProcedureView
from poletai.exchange.read_models.room_story import RoomStory, room_story
from poletai.portal.frame import show, the_house
from poletai.portal.people import actor_as, actors
from poletai.portal.reading import read_procedure
from poletai.portal.showing.replay import frames_of
from poletai.portal.showing.rooms import mechanism_title, texts_of
from poletai.portal.words.texts import title_of

OVER = ("ended", "terminated")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomPage:
    """What a page with a room shows; `config` is what its script is told."""

    procedure: str
    trade: str
    lot: str
    title: str
    mechanism: str
    state: str
    opens: Any
    config: dict[str, Any]
    replay: str
    live: str
    desk: str
    command: str


@require_safe
def room_page(request: HttpRequest, procedure: str, lot: str) -> HttpResponse:
    """Show the room of a lot: to a bidder its key, to everybody else what is said."""
    view, story = read_room(request, procedure, lot)
    if story.room.state in OVER:
        return redirect("room-replay", procedure, lot)
    page = page_of(request, view, story, bidder=_may_bid(request, view))
    waits = story.room.state == "waiting"
    return show(request, "room_waits" if waits else "room", page, section="notices")


@require_safe
def replay_page(request: HttpRequest, procedure: str, lot: str) -> HttpResponse:
    """Show a room once more, as far as it has come."""
    view, story = read_room(request, procedure, lot)
    if not story.told:
        raise Http404
    return show(request, "room_replay", page_of(request, view, story), section="notices")


@require_safe
def frames(request: HttpRequest, procedure: str, lot: str) -> HttpResponse:
    """Answer what everybody saw in a room, change by change."""
    _view, story = read_room(request, procedure, lot)
    return JsonResponse({"frames": frames_of(story.told)})


def read_room(request: HttpRequest, procedure: str, lot: str) -> tuple[ProcedureView, RoomStory]:
    """Return a procedure and the room of its lot; answers 404 where there is none."""
    view = read_procedure(request, procedure)
    readers = (*actors(request), None) if lot in view.trade.standing.lots else ()
    told = (room_story(the_house(), procedure, lot, reader) for reader in readers)
    story = next((found for found in told if found is not None), None)
    if story is None:
        raise Http404
    return view, story


def page_of(
    request: HttpRequest, view: ProcedureView, story: RoomStory, *, bidder: bool = False
) -> RoomPage:
    """Gather what a page of a room shows."""
    lot, place = story.room.lot, (view.id, story.room.lot)
    facts = view.trade.standing.lots[lot].facts
    known = [one.event for one in story.told if one.event is not None]
    told = [event.data["auction"] for event in known if "auction" in event.data]
    auction = told[-1] if told else {}
    unit = str(facts.get("unit", "")) if "quantity" in auction else ""
    config = {
        "room": story.room.room,
        "live": settings.LIVE_URL,
        "bidder": bidder,
        "ticket": f"/api/procedures/{view.id}/lots/{lot}/room/ticket",
        "csrf": get_token(request),
        "frames": reverse("room-frames", args=place),
        **texts_of(auction, unit),
    }
    return RoomPage(
        procedure=view.id,
        trade=title_of(view.title, view.title_en),
        lot=lot,
        title=title_of(facts.get("title", ""), facts.get("title_en", "")),
        mechanism=mechanism_title(auction),
        state=story.room.state,
        opens=parse_instant(story.room.opens),
        config=config,
        replay=reverse("room-replay", args=place),
        live=reverse("room", args=place),
        desk=reverse("room-desk", args=place) if actor_as(request, "operator") else "",
        command=f"poletai auction verify {_address(request, view)} {lot}",
    )


def _address(request: HttpRequest, view: ProcedureView) -> str:
    return request.build_absolute_uri(reverse("procedure", args=(view.id,)))


def _may_bid(request: HttpRequest, view: ProcedureView) -> bool:
    actor, own, trade = actor_as(request, "bidder"), view.own_applicant, view.trade
    if actor is None or own is None:
        return False
    # Who applied is hidden from bidders; where one stands itself is not.
    standing = msgspec.structs.replace(trade.standing, applicants={actor.organisation: own})
    return bool(admitted(trade.definition, standing))
