"""Merging: one layer put over what stands below it, table by table and move by move.

A table given anew replaces key by key, a list as a whole. A move given again is merged key by key
with the one of its `when` (and `of`, where it says so; where there are several, of its `then`,
else of its `from`); one not there before comes after the others.
"""

from typing import Any

from poletai.core.procedures.assembly.layers import CHAPTERS, EXTENDS, WITHOUT
from poletai.core.procedures.assembly.marks import are_tables

MOVE, DEBT = "move", "debt"
ALSO, NO_LONGER = "also-provided", "no-longer"
Document = dict[str, Any]


def put_over(below: Document, layer: Document) -> Document:
    """Return the document with a layer's tables over it; `without` was carried out before."""
    left = (EXTENDS, CHAPTERS, WITHOUT, MOVE, DEBT)
    tables = {key: value for key, value in layer.items() if key not in left}
    merged: Document = _over(below, tables)
    if DEBT in layer:
        merged[DEBT] = [*_listed(below, DEBT), *_listed(layer, DEBT)]
    if MOVE in layer:
        merged[MOVE] = _moves(_listed(below, MOVE), layer[MOVE])
    return merged


def _listed(document: Document, key: str) -> list[Any]:
    value = document.get(key, [])
    return value if isinstance(value, list) else [value]


def _moves(below: list[Any], own: Any) -> Any:
    """Merge moves; what is no list of tables is left for the reader to say so."""
    if not are_tables(own) or not are_tables(below):
        return own
    moves = list(below)
    for move in own:
        place = _place(below, move)
        if place is None:
            moves.append(move)
        else:
            moves[place] = _merged(moves[place], move)
    return moves


def _place(below: list[Document], move: Document) -> int | None:
    """Return where the move stands that this one changes; None where it is a new one."""
    named = [i for i, known in enumerate(below) if known.get("when") == move.get("when")]
    alike = [i for i in named if move.get("of", below[i].get("of")) == below[i].get("of")]
    if move.get("then") is not None:
        same = [i for i in alike if below[i].get("then") == move["then"]]
        alike = same or ([] if len(alike) > 1 else alike)
    if len(alike) > 1 and "from" in move:
        alike = [i for i in alike if below[i].get("from") == move["from"]]
    return alike[0] if alike else None


def _merged(below: Document, move: Document) -> Document:
    own = {key: value for key, value in move.items() if key not in (ALSO, NO_LONGER)}
    merged = {**below, **own}
    dropped = move.get(NO_LONGER, [])
    conditions = [c for c in _listed(merged, "provided") if _guard(c) not in dropped]
    added = move.get(ALSO, [])
    if "provided" not in merged and not added:
        return merged
    return {**merged, "provided": [*conditions, *added]}


def _guard(condition: Any) -> Any:
    return condition.get("is") if isinstance(condition, dict) else None


def _over(below: Any, layer: Any) -> Any:
    if not isinstance(below, dict) or not isinstance(layer, dict):
        return layer
    return {**below, **{key: _over(below.get(key), value) for key, value in layer.items()}}
