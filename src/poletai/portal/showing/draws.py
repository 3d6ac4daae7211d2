"""Draws as pages show them: what was ordered, who contributed, what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from poletai.exchange.read_models.procedure_page import ProcedureView
from poletai.portal.words.texts import METHODS, ROLES, word


@dataclass(frozen=True, slots=True)
class Seats:
    """The seats of one specialty, who took them, who would follow; blinded, or by name."""

    group: str
    count: int
    taken: tuple[str, ...]
    alternates: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawCard:
    """One draw: its specification, its contributions, its result, and how far it has come."""

    name: str
    of_people: bool
    state: str
    label: str
    draw_hash: str
    candidates: int
    most: int
    excluded: tuple[str, ...]
    contributors: tuple[str, ...]
    released: int
    seats: tuple[Seats, ...]
    drawn: tuple[tuple[str, str], ...]
    seed: str
    why_void: str


def draw_cards(view: ProcedureView) -> tuple[DrawCard, ...]:
    """List the draws of a procedure, the latest first."""
    draws: Mapping[str, Any] = view.trade.standing.facts.get("draws", {})
    return tuple(_card(view, name, known) for name, known in reversed(list(draws.items())))


def _card(view: ProcedureView, name: str, known: Mapping[str, Any]) -> DrawCard:
    spec, result = known["spec"], known.get("result", {})
    state = _state(known)
    return DrawCard(
        name=name,
        of_people="quotas" in spec,
        state=state,
        label=_LABELS[state](),
        draw_hash=known["draw_hash"],
        candidates=len(spec.get("candidates", ())),
        most=spec.get("max_per_org", 0),
        excluded=_reasons(view, name),
        contributors=tuple(word(ROLES, one["role"]) for one in known["contributions"]),
        released=len(known.get("released", ())),
        seats=_seats(view, spec, result),
        drawn=tuple(_drawn(spec, result)),
        seed=result.get("seed", ""),
        why_void=known.get("void", ""),
    )


def _state(known: Mapping[str, Any]) -> str:
    for state, fact in (("cancelled", "void"), ("awarded", "result"), ("closed", "closed")):
        if fact in known:
            return state
    return "open"


_LABELS = {
    "open": lambda: _("Taking contributions"),
    "closed": lambda: _("Closed, not drawn yet"),
    "awarded": lambda: _("Drawn"),
    "cancelled": lambda: _("Void"),
}


def _reasons(view: ProcedureView, name: str) -> tuple[str, ...]:
    ordered = (event for event in view.events if event.data.get("draw") == name)
    found = next((event.data["excluded"] for event in ordered if "excluded" in event.data), ())
    return tuple(one["reason"] for one in found)


def _seats(
    view: ProcedureView, spec: Mapping[str, Any], result: Mapping[str, Any]
) -> tuple[Seats, ...]:
    names = _names(view)

    def said(candidate: str) -> str:
        return names.get(candidate, candidate[:10])

    return tuple(
        Seats(
            group,
            count,
            tuple(map(said, result.get("seats", {}).get(group, ()))),
            tuple(map(said, result.get("alternates", {}).get(group, ()))),
        )
        for group, count in spec.get("quotas", {}).items()
    )


def _names(view: ProcedureView) -> dict[str, str]:
    """Name the candidates whom the reader may know: those who were called to a seat."""
    facts = view.trade.standing.facts
    seated = {seat["id"]: seat["name"] for seat in facts.get("committee", ())}
    called = facts.get("called", {}).items()
    return {one["candidate"]: seated.get(member, member) for member, one in called}


def _drawn(spec: Mapping[str, Any], result: Mapping[str, Any]) -> list[tuple[str, str]]:
    drawn: Mapping[str, Any] = result.get("drawn", {})
    titles = {"weight": _("Weight"), "lowering": _("Lowering"), "method": _("Method")}
    return [
        (
            titles.get(name, name),
            f"{word(METHODS, str(drawn[name])) if name in drawn else '–'} ({', '.join(values)})",
        )
        for name, values in spec.get("values", {}).items()
    ]
