"""Draw fields: what the exchange supplies to moves about draws: candidates, openings, seats."""

from collections.abc import Callable, Mapping
from typing import Any

from poletai.core.basics.problem import Problem
from poletai.core.procedures.definition import Move
from poletai.core.procedures.draws import candidates_drawn, next_alternate
from poletai.exchange.draws import openings_now
from poletai.exchange.errors import ProblemsError
from poletai.exchange.experts import candidates_for, excluded_for, salt_of, unblinded
from poletai.exchange.house import House
from poletai.exchange.models import Expert, Site
from poletai.exchange.seats import keep_seats, take_seats
from poletai.exchange.trades import Trade

Fields = Mapping[str, Any]


def drawn_fields(house: House, trade: Trade, move: Move, fields: Fields) -> dict[str, Any]:
    """Return the fields about draws that a move asks and the exchange alone can fill.

    Raises ProblemsError where it cannot.
    """
    maker = _MAKERS.get(move.does)
    return {} if maker is None else maker(house, trade, fields)


def _candidates(house: House, trade: Trade, fields: Fields) -> dict[str, Any]:
    quotas, name = fields.get("quotas"), fields.get("draw")
    if not isinstance(quotas, list) or not isinstance(name, str):
        return {}
    about = (trade.id, name)
    groups = [one["group"] for one in quotas if isinstance(one, dict) and "group" in one]
    found = candidates_for(house, about, groups)
    if not found:
        message = f"the register knows no expert for {', '.join(groups) or 'no specialty'}"
        raise ProblemsError((Problem(code="no-candidates", where="quotas", message=message),))
    left_out = excluded_for(house, about, fields.get("exclusions") or ())
    return {"candidates": found} | ({"excluded": left_out} if left_out else {})


def _openings(house: House, trade: Trade, fields: Fields) -> dict[str, Any]:
    found = openings_now(house, trade, str(fields.get("draw")))
    return {"openings": found} if found else {}


def _everyone(house: House, trade: Trade, _fields: Fields) -> dict[str, Any]:
    facts = trade.standing.facts
    result = _result(trade)
    if result is None:
        return {}
    seated = _seated(house, trade, list(candidates_drawn(result)))
    committee = [*seated["committee"], *facts.get("representatives", ())]
    return {**seated, "committee": committee}


def _alternate(house: House, trade: Trade, _fields: Fields) -> dict[str, Any]:
    facts, result = trade.standing.facts, _result(trade)
    if result is None or not facts.get("vacant"):
        return {}
    used = [one["candidate"] for one in facts["called"].values()]
    due = next_alternate(result, facts["vacant"][0], used)
    keep_seats(house, trade.id, (seat["id"] for seat in facts["committee"]))
    return {} if due is None else _seated(house, trade, [due])


def _result(trade: Trade) -> dict[str, Any] | None:
    facts = trade.standing.facts
    found: dict[str, Any] | None = (
        facts.get("draws", {}).get(facts.get("seating", ""), {}).get("result")
    )
    return found


def _seated(house: House, trade: Trade, candidates: list[str]) -> dict[str, Any]:
    about = (trade.id, str(trade.standing.facts["seating"]))
    known = unblinded(house, about, candidates)
    experts = [known[candidate] for candidate in candidates if candidate in known]
    seats = take_seats(house, trade.id, experts)
    return {
        "committee": [_member(expert, seats[expert.id]) for expert in experts],
        "unblinding": [
            {"candidate": candidate, "id": expert.id, "salt": salt_of(house, about, expert.id)}
            for candidate, expert in known.items()
        ],
    }


def _member(expert: Expert, seat: str) -> dict[str, Any]:
    site = Site.objects.filter(id=expert.site).first()
    place = {"site": site.id, "seat": seat} if site is not None else {}
    return {
        "id": expert.id,
        "name": expert.name,
        "expert": True,
        "organisation": expert.organisation,
        "related": list(expert.related),
        "specialty": ", ".join(expert.specialties),
        **place,
    }


_MAKERS: Mapping[str, Callable[[House, Trade, Fields], dict[str, Any]]] = {
    "order-draw": _candidates,
    "draw": _openings,
    "seat-committee": _everyone,
    "seat-alternate": _alternate,
}
