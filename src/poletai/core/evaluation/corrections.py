"""Corrections of arithmetic (ZP-08): a bid that contradicts itself is mended in the order of law.

First the opening sheet prevails over the detail; then words over figures; then a unit price whose
decimal point is misplaced is mended, and the total stands; then the sum of unit prices prevails
over the total. A later rule works on what the earlier ones left. Nothing here binds a bidder: a
corrected price counts once the bidder has confirmed it, and a bid not confirmed is invalid.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from poletai.core.basics.exact import product, total
from poletai.core.basics.money import round_money
from poletai.core.evaluation.result import Step

_SHIFTS = (-4, -3, -2, -1, 1, 2, 3, 4)


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the detail: a price for a unit, and how many units."""

    name: str
    unit_price: Decimal
    quantity: Decimal


class Sheets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a bid says of its price: on the opening sheet in figures and words, and in detail."""

    figures: Decimal
    words: Decimal | None = None
    detail: Decimal | None = None
    lines: tuple[Line, ...] = ()


class Corrected(msgspec.Struct, frozen=True):
    """The price and lines once corrected; a step for each correction made, in their order."""

    price: Decimal
    lines: tuple[Line, ...]
    steps: tuple[Step, ...]

    @property
    def needs_confirmation(self) -> bool:
        """Say whether the bidder must confirm: every correction wants it, whatever it changed."""
        return bool(self.steps)


def correct(bid: str, sheets: Sheets) -> Corrected:
    """Mend what a bid says of its price, by the first rule that applies and then the next."""
    steps = list(_sheet_steps(bid, sheets))
    price = sheets.figures if sheets.words is None else sheets.words
    lines = sheets.lines
    if (point := _misplaced(lines, price)) is not None:
        lines = _mended(lines, *point)
        steps.append(_point_step(bid, sheets.lines, point, price))
    elif lines and _sum(lines) != price:
        price = _sum(lines)
        steps.append(_sum_step(bid, sheets, price))
    return Corrected(price, lines, tuple(steps))


def _sheet_steps(bid: str, sheets: Sheets) -> Iterator[Step]:
    figures = sheets.figures
    if sheets.detail is not None and sheets.detail != figures:
        inputs: dict[str, Decimal | str] = {"opening-sheet": figures, "detail": sheets.detail}
        yield Step("correction", bid, "opening sheet over detail", inputs, figures)
    if sheets.words is not None and sheets.words != figures:
        said: dict[str, Decimal | str] = {"figures": figures, "words": sheets.words}
        yield Step("correction", bid, "words over figures", said, sheets.words)


def _sum(lines: Sequence[Line]) -> Decimal:
    return round_money(total(product(line.unit_price, line.quantity) for line in lines))


def _misplaced(lines: Sequence[Line], price: Decimal) -> tuple[int, int] | None:
    """Find the one line and shift of its decimal point that make the sum come to the price.

    Where more than one would, none is obvious, and the sum prevails.
    """
    if not lines or _sum(lines) == price:
        return None
    found = [
        (at, shift)
        for at, line in enumerate(lines)
        for shift in _SHIFTS
        if line.unit_price and _sum(_mended(lines, at, shift)) == price
    ]
    return found[0] if len(found) == 1 else None


def _mended(lines: Sequence[Line], at: int, shift: int) -> tuple[Line, ...]:
    unit_price = product(lines[at].unit_price, Decimal(1).scaleb(shift))
    line = msgspec.structs.replace(lines[at], unit_price=unit_price)
    return (*lines[:at], line, *lines[at + 1 :])


def _point_step(bid: str, lines: Sequence[Line], point: tuple[int, int], price: Decimal) -> Step:
    at, shift = point
    inputs: dict[str, Decimal | str] = {
        "line": lines[at].name,
        "unit-price": lines[at].unit_price,
        "places-moved": Decimal(shift),
        "total": price,
    }
    value = _mended(lines, at, shift)[at].unit_price
    return Step("correction", bid, "total over a misplaced decimal point", inputs, value)


def _sum_step(bid: str, sheets: Sheets, value: Decimal) -> Step:
    amounts = {
        f"amount:{number}:{line.name}": product(line.unit_price, line.quantity)
        for number, line in enumerate(sheets.lines, start=1)
    }
    stated = sheets.figures if sheets.words is None else sheets.words
    inputs: dict[str, Decimal | str] = {"total": stated, **amounts}
    return Step("correction", bid, "sum of unit prices over total", inputs, value, 2)
