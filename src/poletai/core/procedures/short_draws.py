"""Short forms of draws: how a scenario writes candidates, contributions and seats.

What depends on the draw so far is written out from the standing: a commitment to "red" binds the
draw it is made for, and whoever was drawn is seated.
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from poletai.core.draws.spec import blinded
from poletai.core.procedures.draws import (
    FAULTY,
    OPENED,
    candidates_drawn,
    committed,
    next_alternate,
)
from poletai.core.procedures.short_forms import expand
from poletai.core.procedures.standing import Standing

_POOL = 100
_FAULTY = "faulty"
_REPORT = "report"

Facts = Mapping[str, Any]


def expand_draws(asks: Mapping[str, str], given: Facts, standing: Standing) -> dict[str, Any]:
    """Return a command's fields with what they say about draws written out."""
    written = {
        name: _FORMS[asks[name]](value, given, standing) if asks.get(name) in _FORMS else value
        for name, value in given.items()
    }
    if written.get("signed") == _REPORT:
        written["signed"] = _report(standing)
    if "unblinding" in asks and "unblinding" not in given:
        return _seating(standing) | written
    return written


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _salt(draw: str, name: str) -> str:
    return _hash(f"salt {draw} {name}")


def _blinded(draw: str, name: str) -> str:
    return blinded(bytes.fromhex(_salt(draw, name)), name)


def _seats(value: Any, _given: Facts, _standing: Standing) -> Any:
    return expand("committee", value)


def _quotas(value: Any, _given: Facts, _standing: Standing) -> Any:
    if not isinstance(value, dict):
        return value
    return [{"group": group, "seats": seats} for group, seats in value.items()]


def _candidates(value: Any, given: Facts, _standing: Standing) -> Any:
    """A number of experts a specialty: expert-1, expert-2, ..., each of a body of their own."""
    if not isinstance(value, dict):
        return value
    groups = [group for group, count in value.items() for _ in range(count)]
    return [
        {
            "candidate": _blinded(given["draw"], f"expert-{n}"),
            "groups": [group],
            "organisation": _hash(f"body {n}"),
        }
        for n, group in enumerate(groups, 1)
    ]


def _excluded(value: Any, given: Facts, _standing: Standing) -> Any:
    return [
        {"excluded": _blinded(given["draw"], one), "reason": "excluded"}
        if isinstance(one, str)
        else one
        for one in value
    ]


def _contribution(value: Any, given: Facts, standing: Standing) -> Any:
    known = standing.facts.get("draws", {}).get(given.get("draw"))
    if not isinstance(value, str) or known is None:
        return value if isinstance(value, dict) else _sealed(0, _hash(str(value)))
    number = len(known["contributions"])
    return _sealed(number, committed(known["draw_hash"], number, _hash(value)))


def _sealed(number: int, commit: str) -> dict[str, Any]:
    return {"contributor": number, "commit": commit, "keyset": _hash("keyset"), "shares": []}


def _openings(value: Any, _given: Facts, _standing: Standing) -> Any:
    return [
        _opening(number, one) if isinstance(one, str) else one for number, one in enumerate(value)
    ]


def _opening(number: int, said: str) -> dict[str, Any]:
    if said == _FAULTY:
        return {"contributor": number, "verdict": FAULTY}
    return {"contributor": number, "verdict": OPENED, "contribution": _hash(said)}


def _release(value: Any, _given: Facts, _standing: Standing) -> Any:
    return {"custodian": value} if isinstance(value, int) else value


def _shares(value: Any, _given: Facts, _standing: Standing) -> Any:
    if not isinstance(value, int):
        return value
    return [{"contributor": value, "i": 1, "share": "00" * 33}]


def _seating(standing: Standing) -> dict[str, Any]:
    """Seat those the draw says now: the next alternate where a seat is vacant, else all drawn."""
    facts = standing.facts
    result = facts.get("draws", {}).get(facts.get("seating"), {}).get("result")
    if result is None:
        return {"committee": [_member("expert-1")], "unblinding": [_unblinding("", "expert-1")]}
    if facts.get("vacant"):
        used = [one["candidate"] for one in facts["called"].values()]
        due = next_alternate(result, facts["vacant"][0], used)
        drawn = [due] if due else []
        others: list[Any] = []
    else:
        drawn, others = list(candidates_drawn(result)), list(facts.get("representatives", ()))
    draw = facts["seating"]
    pool = {_blinded(draw, name): name for name in (f"expert-{n}" for n in range(1, _POOL))}
    names = [pool[one] for one in drawn]
    return {
        "committee": [*map(_member, names), *others],
        "unblinding": [_unblinding(draw, name) for name in names],
    }


def _report(standing: Standing) -> str:
    """Return the hash of the report of the first lot that has one."""
    found = (lot.facts.get("report-sha256") for lot in standing.lots.values())
    return next((sha256 for sha256 in found if sha256), _REPORT)


def _member(name: str) -> dict[str, Any]:
    return {"id": name, "name": name, "expert": True}


def _unblinding(draw: str, name: str) -> dict[str, Any]:
    return {"candidate": _blinded(draw, name), "id": name, "salt": _salt(draw, name)}


_FORMS: Mapping[str, Callable[[Any, Facts, Standing], Any]] = {
    "seats": _seats,
    "quotas": _quotas,
    "candidates": _candidates,
    "excluded": _excluded,
    "contribution": _contribution,
    "draw-openings": _openings,
    "draw-release": _release,
    "draw-shares": _shares,
}
