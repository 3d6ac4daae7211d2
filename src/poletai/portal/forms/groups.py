"""Groups: fields made of rows, each row of cells: lots, criteria, committee, grounds."""

from collections.abc import Mapping
from typing import Any, Final

from poletai.core.basics.problem import Problem
from poletai.portal.forms.field import Cell, Field, Row
from poletai.portal.forms.typed import Typed
from poletai.portal.forms.values import WIDGETS
from poletai.portal.words.fields import cell_label, label_of

_LOT: Final = (
    Cell("lot", "text"),
    Cell("title", "text"),
    Cell("title_en", "text", required=False),
    Cell("value", "money"),
    Cell("ceiling", "money", required=False),
)
_SALE: Final = (
    *_LOT,
    Cell("start", "money", required=False),
    Cell("step", "money", required=False),
    Cell("quantity", "decimal", required=False),
    Cell("unit", "text", required=False),
    Cell("items", "texts", required=False),
    Cell("appraisal", "money", required=False),
)
GROUPS: Final[Mapping[str, tuple[Cell, ...]]] = {
    "lots": _LOT,
    "round-lots": (*_LOT, Cell("continues", "text", required=False)),
    "sale-lots": _SALE,
    "reserved-lots": (*_SALE, Cell("reserve_hash", "reserve", required=False)),
    "auction-record": (
        Cell("at", "instant", words="arrived"),
        Cell("bidder", "text", words="party-id"),
        Cell("kind", "text", required=False, words="said"),
        Cell("amount", "decimal", required=False, words="bid-amount"),
        Cell("quantity", "decimal", required=False),
        Cell("dimension", "text", required=False),
        Cell("items", "texts", required=False),
        Cell("plate", "text", required=False),
    ),
    "parties": (Cell("id", "text", words="party-id"), Cell("name", "text", words="party-name")),
    "criteria": (
        Cell("name", "text"),
        Cell("title", "text"),
        Cell("weight", "decimal"),
        Cell("high", "decimal"),
        Cell("objective", "flag", required=False),
    ),
    "committee": (
        Cell("id", "text"),
        Cell("name", "text"),
        Cell("expert", "flag", required=False),
        Cell("organisation", "text", required=False),
        Cell("specialty", "text", required=False),
        Cell("chair", "flag", required=False),
    ),
    "quotas": (Cell("group", "text"), Cell("seats", "integer")),
    "exclusions": (Cell("who", "text"), Cell("reason", "text")),
    "grounds": (Cell("law", "law"), Cell("finding", "text")),
}
_FIRST_ROWS: Final[Mapping[str, int]] = {"committee": 5, "parties": 3}
_MORE = 2
_MOST_ROWS = 200


def group_field(
    name: str, kind: str, typed: Typed, problems: tuple[Problem, ...], *, required: bool
) -> Field:
    """Show a group with the rows typed so far, and one more where another was asked for."""
    count = row_count(name, kind, typed)
    rows = tuple(
        Row(
            i + 1,
            tuple(_cell(f"{name}-{i}-{cell.key}", cell, typed, problems) for cell in GROUPS[kind]),
        )
        for i in range(count)
    )
    errors = tuple(p.message for p in problems if p.where == name)
    return Field(name, "group", label_of(kind), required=required, rows=rows, errors=errors)


def row_count(name: str, kind: str, typed: Typed) -> int:
    """Return how many rows a form shows for a group."""
    sent = typed.text(f"{name}-rows")
    count = int(sent) if sent.isdecimal() else _FIRST_ROWS.get(kind, 1)
    more = _MORE if typed.text("more") == name else 0
    return min(count + more, _MOST_ROWS)


def read_group(name: str, kind: str, typed: Typed) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Read the rows somebody filled in; rows left empty do not count."""
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for i in range(row_count(name, kind, typed)):
        cells = {cell.key: typed.text(f"{name}-{i}-{cell.key}") for cell in GROUPS[kind]}
        if not any(cells.values()):
            continue
        row: dict[str, Any] = {}
        for cell in GROUPS[kind]:
            where = f"{name}-{i}-{cell.key}"
            problems += typed.read(
                where, cell.kind, cell.key, row, required=cell.required, words=cell.words
            )
        rows.append(row)
    return rows, problems


def _cell(where: str, cell: Cell, typed: Typed, problems: tuple[Problem, ...]) -> Field:
    errors = tuple(problem.message for problem in problems if problem.where == where)
    return Field(
        where,
        WIDGETS.get(cell.kind, "law" if cell.kind == "law" else "text"),
        cell_label(cell.words or cell.key),
        required=cell.required,
        value=typed.text(where),
        choices=typed.laws if cell.kind == "law" else cell.choices,
        errors=errors,
    )
