"""Tables: the candidates of a lot, from either of the two layouts of this source."""

from typing import Any, NamedTuple

from msgspec.structs import replace

from poletai.hub.connectors.ggzy.cells import Findings, read_candidate
from poletai.hub.connectors.ggzy.mapping import Mapping, split_label
from poletai.hub.notices import Candidate, Finding
from poletai.hub.reading.grid import Cell, Grid, grid_of, plain_text, rows_of, transposed

Found = tuple[tuple[Candidate, ...], Findings]


class Pair(NamedTuple):
    """A label as published and the text beside it."""

    label: str
    text: str


Pairs = dict[str, Pair]


def candidates_in_columns(mapping: Mapping, table: Any, where: str) -> Found:
    """Return the candidates of a table with one column each, or, turned round, one row each.

    A table that names no candidate gives none: most tables of a page list staff and references.
    """
    grid = grid_of(table)
    labelled = _labelled_rows(mapping, grid) or _labelled_rows(mapping, transposed(grid))
    if "name" not in labelled:
        return (), ()
    columns = _columns(labelled["name"][1])
    found = [
        _candidate(mapping, f"{where}.candidates[{place}]", labelled, columns, place)
        for place in range(len(columns))
    ]
    return tuple(candidate for candidate, _ in found), tuple(
        finding for _, findings in found for finding in findings
    )


def pairs_of(mapping: Mapping, table: Any) -> Pairs:
    """Return the fields of a table whose labels and values stand side by side."""
    fields: Pairs = {}
    for row in rows_of(table):
        texts = [plain_text(cell) for cell in row]
        for label, value in zip(texts[::2], texts[1::2], strict=False):
            field = mapping.field(split_label(label)[0])
            if field is not None:
                fields.setdefault(field, Pair(label, value))
    return fields


def winner_in_pairs(mapping: Mapping, pairs: Pairs, where: str) -> Found:
    """Return the one winner of a table of pairs, nobody where it names none."""
    if "name" not in pairs or not pairs["name"].text:
        return (), ()
    cells = {field: pairs[field] for field in ("name", "price", "rank") if field in pairs}
    candidate, findings = read_candidate(
        mapping,
        f"{where}.candidates[0]",
        dict(cells.values()),
        {field: (split_label(label)[1], value) for field, (label, value) in cells.items()},
    )
    return (candidate,), findings


def _labelled_rows(mapping: Mapping, grid: Grid) -> dict[str, tuple[str, list[Cell]]]:
    rows: dict[str, tuple[str, list[Cell]]] = {}
    for row in grid:
        field = mapping.field(split_label(row[0].text)[0]) if row else None
        if field is not None:
            rows.setdefault(field, (row[0].text, row))
    return rows if "name" in rows else {}


def _columns(name_row: list[Cell]) -> list[list[int]]:
    """Return for each named cell the places it covers; the label and empty cells are no names."""
    places: dict[Cell, list[int]] = {}
    for place, cell in enumerate(name_row):
        if cell is not name_row[0] and cell.text:
            places.setdefault(cell, []).append(place)
    return list(places.values())


def _candidate(
    mapping: Mapping,
    where: str,
    labelled: dict[str, tuple[str, list[Cell]]],
    columns: list[list[int]],
    place: int,
) -> tuple[Candidate, Findings]:
    cells = {field: _cells(row, columns[place]) for field, (_, row) in labelled.items()}
    # Several cells under one name stay together: the joined text is then no plain sum.
    texts = {field: "；".join(cell.text for cell in found) for field, found in cells.items()}
    labels = {field: label for field, (label, _) in labelled.items()}
    candidate, findings = read_candidate(
        mapping,
        where,
        {labels[field]: text for field, text in texts.items()},
        {field: (split_label(labels[field])[1], text) for field, text in texts.items()},
    )
    others = [column for at, column in enumerate(columns) if at != place]
    if candidate.price is not None and _shared(cells["price"], labelled["price"][1], others):
        # One price under two names may be the price of either or of both.
        finding = Finding("price-shared", f"{where}.price", texts["price"])
        return replace(candidate, price=None), (*findings, finding)
    return candidate, findings


def _cells(row: list[Cell], column: list[int]) -> list[Cell]:
    return list(dict.fromkeys(row[place] for place in column))


def _shared(cells: list[Cell], row: list[Cell], others: list[list[int]]) -> bool:
    return any(row[place] in cells for column in others for place in column)
