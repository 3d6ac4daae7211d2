"""Grids: HTML tables as rectangles, every merged cell standing in each place that it covers."""

from dataclasses import dataclass
from typing import Any

# The largest spans the HTML standard lets a cell claim: a page cannot make us allocate more.
_WIDEST = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A cell of a table; equal only to itself, so that merged places can be told apart."""

    text: str


Grid = list[list[Cell]]


def plain_text(element: Any) -> str:
    """Return the text of an element, runs of white space (no-break ones too) as one space."""
    return " ".join(str(element.text_content()).split())


def rows_of(table: Any) -> list[list[Any]]:
    """Return the cell elements of each row of a table, leaving nested tables aside."""
    rows = table.xpath("./tr | ./tbody/tr | ./thead/tr | ./tfoot/tr")
    return [row.xpath("./td | ./th") for row in rows]


def grid_of(table: Any) -> Grid:
    """Return a table as a rectangle of cells; places that nothing covers hold an empty cell."""
    rows = rows_of(table)
    places: dict[tuple[int, int], Cell] = {}
    for down, row in enumerate(rows):
        for element in row:
            _put(places, down, element, height=len(rows))
    width = max((across for _, across in places), default=-1) + 1
    return [
        [places.get((down, across)) or Cell("") for across in range(width)]
        for down in range(len(rows))
    ]


def transposed(grid: Grid) -> Grid:
    """Return the grid with rows and columns exchanged."""
    return [list(column) for column in zip(*grid, strict=True)]


def _put(places: dict[tuple[int, int], Cell], down: int, element: Any, *, height: int) -> None:
    across = 0
    while (down, across) in places:
        across += 1
    cell = Cell(plain_text(element))
    bottom = min(down + _span(element, "rowspan"), height)
    for row in range(down, bottom):
        for column in range(across, across + _span(element, "colspan")):
            places.setdefault((row, column), cell)


def _span(element: Any, name: str) -> int:
    text = str(element.get(name, "1")).strip()
    # A span of nought or of nonsense counts as one, as browsers have it.
    return min(max(int(text), 1), _WIDEST) if text.isdecimal() else 1
