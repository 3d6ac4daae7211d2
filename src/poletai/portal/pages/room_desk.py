"""The auctioneer's desk: the rooms of the exchange, and one of them paused, resumed or ended."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from poletai.core.basics.problem import Problem, Refusal
from poletai.exchange.actors import Actor
from poletai.exchange.errors import ProblemsError
from poletai.exchange.read_models.procedure_page import ProcedureView
from poletai.exchange.read_models.room_story import RoomLine, RoomStory, room_lines
from poletai.exchange.services.order_room import answer_of, order_room
from poletai.portal.frame import show, the_house
from poletai.portal.pages.room import OVER, RoomPage, page_of, read_room
from poletai.portal.people import actor_as
from poletai.portal.words.laws import Cited, cite
from poletai.portal.words.room_parts import REFUSED
from poletai.portal.words.rooms import happening_title
from poletai.portal.words.texts import title_of, word

_SHOWN = 100
_OWN = "platform.rules#"


@dataclass(frozen=True, slots=True)
class RoomRow:
    """One room of the list under its title."""

    line: RoomLine
    title: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a room's log: what happened besides the bids, why, and by which article."""

    at: datetime
    title: str
    plate: str
    reason: str
    law: Cited | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage:
    """What the desk of one room shows; `asked` is what was typed and not taken."""

    room: RoomPage
    runs: bool
    happenings: tuple[Happening, ...]
    laws: tuple[Cited, ...]
    asked: dict[str, str]
    problems: tuple[Problem, ...]
    settle: str
    order: str = ""
    refused: str = ""


@login_required
@require_safe
def rooms(request: HttpRequest) -> HttpResponse:
    """List the rooms, those that run first."""
    _operator(request)
    rows = tuple(RoomRow(line, title_of(line.title, line.title_en)) for line in _lines())
    return show(request, "rooms", rows, section="desk")


@login_required
def desk_page(request: HttpRequest, procedure: str, lot: str) -> HttpResponse:
    """Show one room to the auctioneer; send an order that was given."""
    actor = _operator(request)
    if request.method != "POST":
        return _desk(request, procedure, lot, {}, ())
    asked = {name: request.POST.get(name, "").strip() for name in ("do", "reason", "law")}
    try:
        number = order_room(the_house(), actor, procedure, lot, asked)
    except ProblemsError as wrong:
        found = tuple(one for one in wrong.problems if isinstance(one, Problem))
        return _desk(request, procedure, lot, asked, found)
    if isinstance(number, Refusal):
        problem = Problem(code=number.code, where="", message=number.reason)
        return _desk(request, procedure, lot, asked, (problem,))
    return redirect(f"{reverse('room-desk', args=(procedure, lot))}?order={number}")


def _desk(
    request: HttpRequest,
    procedure: str,
    lot: str,
    asked: dict[str, str],
    problems: tuple[Problem, ...],
) -> HttpResponse:
    view, story = read_room(request, procedure, lot)
    room = page_of(request, view, story)
    settling = [own.next.move.when for own in view.own if own.next.move.does == "settle"]
    page = DeskPage(
        room=room,
        runs=story.room.state == "open",
        happenings=_happenings(story),
        laws=_laws(view),
        asked=asked,
        problems=problems,
        **_order(request, procedure, lot),
        settle=settling[0] if settling and story.room.state in OVER else "",
    )
    return show(request, "room_desk", page, section="desk", status=422 if problems else 200)


def _order(request: HttpRequest, procedure: str, lot: str) -> dict[str, str]:
    """Say what became of the order that was just given: waiting, done, or refused and why."""
    number = request.GET.get("order", "")
    if not number.isdecimal():
        return {}
    told = answer_of(_operator(request), procedure, lot, int(number))
    if told is None or isinstance(told, Refusal):
        return {"order": "waiting"}
    code = str(told.get("code", ""))
    why = str(word(REFUSED, code)) if code in REFUSED else str(told.get("reason", ""))
    return {"order": "refused" if told else "done", "refused": why}


def _happenings(story: RoomStory) -> tuple[Happening, ...]:
    events = [one.event for one in story.told if one.event is not None]
    shown = [event for event in events if event.name != "bid-taken"][-_SHOWN:]
    return tuple(
        Happening(
            at=event.at,
            title=happening_title(event.name),
            plate=str(event.data.get("plate", "")),
            reason=str(event.data.get("reason", "")),
            law=cite(the_house().library, event.data["law"]) if event.data.get("law") else None,
        )
        for event in reversed(shown)
    )


def _laws(view: ProcedureView) -> tuple[Cited, ...]:
    """List the articles the trade rests on, and the platform's own, for an order to name."""
    library, moves = the_house().library, view.trade.definition.moves
    known = {move.law for move in moves} | {c.law for move in moves for c in move.provided}
    own = {law for law in library.articles if law.startswith(_OWN)}
    return tuple(cite(library, law) for law in sorted(own) + sorted(known - own))


def _operator(request: HttpRequest) -> Actor:
    actor = actor_as(request, "operator")
    if actor is None:
        raise PermissionDenied
    return actor


def _lines() -> tuple[RoomLine, ...]:
    return room_lines(the_house())
