"""Overlays: a local variant of a definition as the few lines that differ, one level deep.

A table given anew replaces the base's key by key, a list as a whole. A move replaces, key by key,
the base's move of the same `when` and `of` (where there are several, of the same `from`); one the
base does not have is added after the others.
"""

import tomllib
from collections.abc import Mapping
from typing import Any

from poletai.core.procedures.lines import Path

EXTENDS = "extends"
Document = dict[str, Any]


def base_document(document: Document, files: Mapping[str, bytes]) -> Document | None:
    """Return the document an overlay extends; None where there is none, or it extends another."""
    data = files.get(file_of(str(document[EXTENDS])))
    if data is None:
        return None
    try:
        base = tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return None
    return None if EXTENDS in base else base


def file_of(name: str) -> str:
    """Return the file a definition of this name stands in: cn.works -> cn/works.toml."""
    jurisdiction, _, kind = name.partition(".")
    return f"{jurisdiction}/{kind}.toml"


def merge(base: Document, overlay: Document) -> Document:
    """Return the document of the variant: what is pinned, hashed and read."""
    tables = {key: value for key, value in overlay.items() if key not in (EXTENDS, "move")}
    merged: Document = _put_over(base, tables)
    if "move" not in overlay:
        return merged
    if not _are_moves(overlay["move"]) or not _are_moves(base.get("move")):
        # Not a list of tables: for the reader to say so.
        return {**merged, "move": overlay["move"]}
    moves = list(base["move"])
    for move, place in zip(overlay["move"], places(base, overlay), strict=True):
        moves[place : place + 1] = [{**(moves[place] if place < len(moves) else {}), **move}]
    return {**merged, "move": moves}


def places(base: Document, overlay: Document) -> list[int]:
    """Return where each move of an overlay stands among the moves of the variant."""
    found: list[int] = []
    after = len(base["move"])
    for move in overlay["move"]:
        alike = [i for i, known in enumerate(base["move"]) if _name(known) == _name(move)]
        if len(alike) > 1:
            alike = [i for i in alike if base["move"][i].get("from") == move.get("from")]
        found.append(alike[0] if alike else after)
        after += not alike
    return found


def lines_of(lines: Mapping[Path, int], base: Document, overlay: Document) -> Mapping[Path, int]:
    """Return an overlay's lines by the paths of the variant; what it leaves alone is at line 1."""
    if not _are_moves(overlay.get("move")) or not _are_moves(base.get("move")):
        return lines
    placed = dict(enumerate(places(base, overlay)))
    moved = {path: (*path[:1], placed[int(path[1])], *path[2:]) for path in lines if _in_move(path)}
    return {moved.get(path, path): line for path, line in lines.items()}


def _in_move(path: Path) -> bool:
    return path[:1] == ("move",) and len(path) > 1


def _are_moves(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(move, dict) for move in value)


def _name(move: Document) -> tuple[Any, Any]:
    return move.get("when"), move.get("of", "procedure")


def _put_over(base: Any, overlay: Any) -> Any:
    if not isinstance(base, dict) or not isinstance(overlay, dict):
        return overlay
    return {**base, **{key: _put_over(base.get(key), value) for key, value in overlay.items()}}
