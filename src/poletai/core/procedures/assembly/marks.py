"""Marks: every table of a file knows where it stands, however often it is merged and moved."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from poletai.core.procedures.lines import Path, line_numbers

# No table of the rulebook has such a key: the mark goes before anything is read.
MARK = "@"
Places = Mapping[Path, str]


@lru_cache(maxsize=512)
def marked(file: str, data: bytes) -> dict[str, Any]:
    """Parse a file and mark its tables with `<file>:<line>`; raises what tomllib raises.

    The result is shared: nobody writes into it.
    """
    document = tomllib.loads(data.decode())
    lines = line_numbers(data)
    found: dict[str, Any] = _marked(document, (), file, lines)
    return found


def _marked(value: Any, path: Path, file: str, lines: Mapping[Path, int]) -> Any:
    if isinstance(value, dict):
        inside = {k: _marked(v, (*path, k), file, lines) for k, v in value.items()}
        return {**inside, MARK: f"{file}:{lines[path]}"} if path in lines else inside
    if isinstance(value, list):
        return [_marked(v, (*path, i), file, lines) for i, v in enumerate(value)]
    return value


def plain(value: Any) -> Any:
    """Return the document without its marks."""
    if isinstance(value, dict):
        return {key: plain(inside) for key, inside in value.items() if key != MARK}
    return [plain(inside) for inside in value] if isinstance(value, list) else value


def places_of(value: Any, path: Path = ()) -> dict[Path, str]:
    """Say where each table of a marked document stands, by its path in the document."""
    if isinstance(value, list):
        return _gathered(enumerate(value), path)
    if not isinstance(value, dict):
        return {}
    own = {path: value[MARK]} if MARK in value else {}
    return own | _gathered(((k, v) for k, v in value.items() if k != MARK), path)


def _gathered(items: Any, path: Path) -> dict[Path, str]:
    found: dict[Path, str] = {}
    for key, inside in items:
        found |= places_of(inside, (*path, key))
    return found


def place_of(places: Places, path: Path) -> str:
    """Return where a path stands, or the nearest table around it."""
    while path not in places:
        path = path[:-1]
    return places[path]


def are_tables(value: Any) -> bool:
    """Say whether a value is a list of tables, as moves and debts have to be."""
    return isinstance(value, list) and all(isinstance(table, dict) for table in value)
