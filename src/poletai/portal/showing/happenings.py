"""Happenings: who did what and when, with the log entries that prove it."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.urls import reverse

from poletai.exchange.read_models.event_lines import EventLine
from poletai.exchange.read_models.procedure_page import ProcedureView
from poletai.portal.words.parties import party_name
from poletai.portal.words.texts import PHASES, event_title, role_title, title_of, word

_LATEST = 8


@dataclass(frozen=True, slots=True)
class Proof:
    """One log entry; its index is None until it is logged."""

    index: int | None
    url: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the history: the same done once or several times in a row.

    `until` is the phase until which it stays withheld.
    """

    title: str
    target: str
    role: str
    who: str
    at: datetime
    times: int
    proofs: tuple[Proof, ...]
    until: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """What happened, the latest first, and what came before that, folded away."""

    latest: tuple[Happening, ...]
    earlier: tuple[Happening, ...]


def history(view: ProcedureView) -> History:
    """Tell the events of a procedure."""
    groups = groupby(reversed(view.events), lambda event: _likeness(view, event))
    told = tuple(_happening(view, likeness, tuple(events)) for likeness, events in groups)
    return History(told[:_LATEST], told[_LATEST:])


def _likeness(view: ProcedureView, event: EventLine) -> tuple[str, str, str, str]:
    if event.withheld_until is not None:
        return ("", "", "", word(PHASES, event.withheld_until))
    title = event_title(view.trade.definition, event.name)
    return (title, _lot(view, event), role_title(view.trade.definition, event.role), "")


def _happening(
    view: ProcedureView, likeness: tuple[str, str, str, str], events: tuple[EventLine, ...]
) -> Happening:
    title, target, role, until = likeness
    if until:
        # How often something hidden happened can tell how many take part.
        return Happening(title, target, role, "", events[0].at, 1, (), until)
    names = {event.who for event in events} & view.parties.keys()
    who = party_name(view.parties, names.pop()) if len(names) == 1 else ""
    proofs = tuple(_proof(event) for event in events)
    return Happening(title, target, role, who, events[0].at, len(events), proofs, until)


def _proof(event: EventLine) -> Proof:
    url = "" if event.index is None else reverse("log-entry", args=(event.index,))
    return Proof(event.index, url)


def _lot(view: ProcedureView, event: EventLine) -> str:
    lot = view.trade.standing.lots.get(str(event.data.get("lot", "")))
    if lot is None or len(view.trade.standing.lots) == 1:
        return ""
    return f"{lot.lot} · {title_of(lot.facts.get('title', ''), lot.facts.get('title_en', ''))}"
