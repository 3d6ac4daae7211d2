"""Without: what a kind of trade has not, taken out of what its chapters brought."""

from collections.abc import Callable, Mapping
from typing import Any

from poletai.core.basics.problem import Problem
from poletai.core.procedures.assembly.marks import MARK
from poletai.core.procedures.assembly.states import drop_state

Document = dict[str, Any]


def take_out(
    below: Document, without: Mapping[str, Any], where: str
) -> tuple[Document, list[Problem]]:
    """Return the document without what is named, and a problem for each name not there."""
    problems: list[Problem] = []
    for kind in [key for key in without if key != MARK]:
        taking = _TAKING.get(kind)
        for name in without[kind] if taking else (kind,):
            left = None if taking is None else taking(below, str(name))
            if left is None:
                problems.append(_nothing(kind, str(name), where))
            else:
                below = left
    return below, problems


def _nothing(kind: str, name: str, where: str) -> Problem:
    message = f"there is no {kind} {name!r} to do without"
    return Problem(code="rulebook.without", where=where, message=message)


def _move(below: Document, name: str) -> Document | None:
    when, _, then = name.partition("/")
    moves = below.get("move", [])
    left = [m for m in moves if m.get("when") != when or then not in ("", m.get("then"))]
    return None if len(left) == len(moves) else {**below, "move": left}


def _debt(below: Document, name: str) -> Document | None:
    debts = below.get("debt", [])
    left = [debt for debt in debts if debt.get("what") != name]
    return None if len(left) == len(debts) else {**below, "debt": left}


def _table(table: str) -> Callable[[Document, str], Document | None]:
    def taken(below: Document, name: str) -> Document | None:
        known = below.get(table, {})
        left = {key: value for key, value in known.items() if key != name}
        return None if name not in known else {**below, table: left}

    return taken


_TAKING: Mapping[str, Callable[[Document, str], Document | None]] = {
    "move": _move,
    "state": drop_state,
    "parameter": _table("parameter"),
    "field": _table("field"),
    "machine": _table("machine"),
    "debt": _debt,
}
