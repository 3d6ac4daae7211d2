"""My desk: the reader's own procedures, their bids and how far each has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from poletai.core.basics.instant import parse_instant
from poletai.exchange.actors import Actor
from poletai.exchange.read_models.dues import own_dues
from poletai.exchange.read_models.own_bids import own_bids
from poletai.exchange.read_models.own_procedures import own_procedures
from poletai.exchange.read_models.own_remedies import WaitingRemedy, own_remedies
from poletai.exchange.read_models.standings import standing_of
from poletai.portal.frame import show, the_house
from poletai.portal.pages.notices import NoticeRow, notice_row
from poletai.portal.people import actors
from poletai.portal.showing.dues import DueRow, due_rows
from poletai.portal.showing.remedies import phase_of
from poletai.portal.words.remedies import remedy_name
from poletai.portal.words.texts import ROLES, said, state_title, title_of, word


@dataclass(frozen=True, slots=True)
class DeskPart:
    """The procedures that concern the reader in one role."""

    role: str
    rows: tuple[NoticeRow, ...]


@dataclass(frozen=True, slots=True)
class OwnBid:
    """One bid of the reader's firm, with its three steps."""

    bid: Mapping[str, Any]
    title: str
    at: Any


@dataclass(frozen=True, slots=True)
class DeskRemedy:
    """One open objection or complaint with what the reader may do about it.

    `until` is the first time limit of these moves, `late` that it has run out.
    """

    url: str
    name: str
    title: str
    state: str
    phase: str
    moves: tuple[str, ...]
    until: datetime | None
    late: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """What the desk shows; `starts` are the kinds of procedure the reader may begin."""

    parts: tuple[DeskPart, ...]
    remedies: tuple[DeskRemedy, ...]
    dues: tuple[DueRow, ...]
    bids: tuple[OwnBid, ...]
    is_bidder: bool
    is_custodian: bool
    is_register: bool
    is_operator: bool
    starts: tuple[tuple[str, str], ...]


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show the reader's own things."""
    own = actors(request)
    roles = {actor.role for actor in own}
    bidder = next((actor for actor in own if actor.role == "bidder"), None)
    definitions = the_house().library.definitions
    page = Desk(
        parts=tuple(_part(actor) for actor in own if actor.role != "bidder"),
        remedies=tuple(_remedy(one) for actor in own for one in own_remedies(the_house(), actor)),
        dues=_dues(own),
        bids=_bids(bidder) if bidder else (),
        is_bidder=bidder is not None,
        is_custodian="custodian" in roles,
        is_operator="operator" in roles,
        is_register=bool(roles & {"operator", "regulator"}),
        starts=tuple((name, said(d.title)) for name, d in definitions.items())
        if roles & {"principal", "agency"}
        else (),
    )
    return show(request, "desk", page, section="desk")


def _part(actor: Actor) -> DeskPart:
    lines = own_procedures(the_house(), actor)
    return DeskPart(word(ROLES, actor.role), tuple(notice_row(line) for line in lines))


def _remedy(waiting: WaitingRemedy) -> DeskRemedy:
    titles = dict.fromkeys(said(ahead.move.title) for ahead in waiting.moves)
    return DeskRemedy(
        url=reverse("remedy", args=(waiting.procedure, waiting.remedy.remedy)),
        name=remedy_name(waiting.remedy),
        title=title_of(waiting.title, waiting.title_en),
        state=state_title(waiting.definition, "remedy", waiting.remedy.state),
        phase=phase_of(waiting.definition, waiting.remedy.state),
        moves=tuple(titles),
        until=waiting.until,
        late=waiting.late,
    )


def _dues(own: tuple[Actor, ...]) -> tuple[DueRow, ...]:
    found = (due for actor in own for due in own_dues(the_house(), actor))
    return due_rows(the_house().library, found)


def _bids(actor: Actor) -> tuple[OwnBid, ...]:
    return tuple(_own_bid(bid) for bid in own_bids(the_house(), actor))


def _own_bid(bid: Mapping[str, Any]) -> OwnBid:
    facts = standing_of(the_house(), bid["procedure"]).facts
    title = title_of(facts.get("title", ""), facts.get("title-en", ""))
    return OwnBid(bid, title, parse_instant(bid["at"]))
