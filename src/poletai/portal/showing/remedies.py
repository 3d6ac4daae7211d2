"""Remedies as pages show them: a line in the list of a procedure, and the whole course of one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from poletai.core.basics.instant import parse_instant
from poletai.core.procedures.definition import Definition
from poletai.core.procedures.fields import FIELD_TYPES
from poletai.core.procedures.library import Library
from poletai.exchange.read_models.event_lines import EventLine
from poletai.exchange.read_models.procedure_page import ProcedureView
from poletai.exchange.read_models.remedies import RemedyView
from poletai.portal.showing.happenings import Proof
from poletai.portal.words.fields import label_of
from poletai.portal.words.laws import Cited, cite
from poletai.portal.words.parties import party_name
from poletai.portal.words.remedies import remedy_name
from poletai.portal.words.texts import CHOICES, ROLES, event_title, said, state_title, word

_LOOKS = {"declined": "failed", "withdrawn": "cancelled"}
_WAITING = "suspended"
_OF_THE_STREAM = frozenset({"remedy", "about", "lot", "by", "advice"})


@dataclass(frozen=True, slots=True)
class RemedyRow:
    """One remedy in the list of its procedure; `own` says that the reader raised it."""

    url: str
    name: str
    lot: str
    state: str
    phase: str
    raised: datetime
    own: bool


@dataclass(frozen=True, slots=True)
class Said:
    """One thing a step said: an instant, or words."""

    label: str
    words: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CourseStep:
    """One step in the course of a remedy, with what it said as far as the reader may know."""

    title: str
    who: str
    at: datetime
    law: Cited
    said: tuple[Said, ...]
    proof: Proof
    late: bool


def remedy_rows(view: ProcedureView) -> tuple[RemedyRow, ...]:
    """Write the list of a procedure's remedies, the latest first."""
    return tuple(remedy_row(view, remedy) for remedy in view.remedies)


def remedy_row(view: ProcedureView, remedy: RemedyView) -> RemedyRow:
    """Write one remedy of a procedure."""
    definition = view.trade.definition
    return RemedyRow(
        url=reverse("remedy", args=(view.id, remedy.remedy)),
        name=remedy_name(remedy),
        lot=str(remedy.facts.get("lot", "")),
        state=state_title(definition, "remedy", remedy.state),
        phase=phase_of(definition, remedy.state),
        raised=remedy.events[0].at,
        own=remedy.own,
    )


def phase_of(definition: Definition, state: str) -> str:
    """Return the look of a remedy's state."""
    if state in _LOOKS:
        return _LOOKS[state]
    return "ended" if state in definition.machines["remedy"].final else _WAITING


def course(library: Library, view: ProcedureView, remedy: RemedyView) -> tuple[CourseStep, ...]:
    """Tell what happened to a remedy, in the order it happened."""
    return tuple(_step(library, view, event) for event in remedy.events)


def _step(library: Library, view: ProcedureView, event: EventLine) -> CourseStep:
    definition = view.trade.definition
    move = next(move for move in definition.moves if move.then == event.name)
    name = party_name(view.parties, event.who) if event.who in view.parties else ""
    url = "" if event.index is None else reverse("log-entry", args=(event.index,))
    return CourseStep(
        title=event_title(definition, event.name),
        who=" · ".join(part for part in (word(ROLES, event.role), name) if part),
        at=event.at,
        law=cite(library, move.law),
        said=tuple(_said(view, event)),
        proof=Proof(event.index, url),
        late="advice" in event.data,
    )


def _said(view: ProcedureView, event: EventLine) -> Iterator[Said]:
    definition = view.trade.definition
    for name, value in event.data.items():
        if name in _OF_THE_STREAM or "." in name:
            continue
        label = _label(definition, name)
        if isinstance(value, list):
            yield Said(label, "；".join(str(one) for one in value))
        elif isinstance(value, str):
            yield _one(view, name, label, value)


def _one(view: ProcedureView, name: str, label: str, value: str) -> Said:
    if FIELD_TYPES["instant"].check(value) is None:
        return Said(label, "", parse_instant(value))
    words = party_name(view.parties, value) if name == "authority" else word(CHOICES, value)
    return Said(label, words)


def _label(definition: Definition, name: str) -> str:
    known = definition.fields.get(name)
    return said(known) if known is not None else str(label_of(name).title)
