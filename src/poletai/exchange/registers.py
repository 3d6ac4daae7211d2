"""Registers of a lot: what is known of those behind its opened bids, and of nobody else."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from poletai.core.procedures.parties import parties_of
from poletai.core.procedures.standing import LotStanding
from poletai.exchange.models import Organisation, RegisterEntry

_PERSON = "responsible-person"


def registers_of(lot: LotStanding) -> dict[str, Any]:
    """Return what registers say of the parties of a lot's opened bids, as its event will have it.

    Of persons only those are named who lead two of the bodies at hand, of ties only those among
    them: what concerns nobody here is nobody's business here.
    """
    opened = [bid for bid in lot.bids.values() if bid.facts.get("verdict") == "opened"]
    named = {name for bid in opened for party in parties_of(bid, {}) for name in party.names}
    bodies = _bodies(named)
    names = named | set(bodies) | set(bodies.values())
    upper = {name.upper() for name in names}
    return {
        "relations": _relations(upper),
        "exclusions": _entries("exclusions", upper),
        "bodies": bodies,
    }


def _bodies(named: Iterable[str]) -> dict[str, str]:
    known = list(named)
    found = Organisation.objects.filter(id__in=known) | Organisation.objects.filter(uscc__in=known)
    return {body.id: body.uscc for body in found.order_by("id") if body.uscc}


def _relations(upper: set[str]) -> list[dict[str, Any]]:
    entries = _entries("relations", upper)
    led = Counter(entry["other"] for entry in entries if entry["kind"] == _PERSON)
    return [
        entry
        for entry in entries
        if (
            led[entry["other"]] > 1 if entry["kind"] == _PERSON else entry["other"].upper() in upper
        )
    ]


def _entries(register: str, upper: set[str]) -> list[dict[str, Any]]:
    kept = RegisterEntry.objects.filter(register=register, body__in=upper)
    return [row.entry for row in kept.order_by("source", "body", "other", "id")]
