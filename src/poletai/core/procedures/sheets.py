"""Sheets: what a bid says of its price in figures, in words and in detail, and its correction."""

from decimal import Decimal

import msgspec

from poletai.core.evaluation.corrections import Corrected, Line, Sheets, correct
from poletai.core.procedures.offers import price_part
from poletai.core.procedures.shapes import DecimalText, Words
from poletai.core.procedures.standing import BidStanding


class _Line(msgspec.Struct, frozen=True):
    name: Words
    unit_price: DecimalText
    quantity: DecimalText


class _Sheet(msgspec.Struct, frozen=True):
    """The detail beside the price read out: `words` and `detail` are the amounts they come to."""

    words: DecimalText | None = None
    detail: DecimalText | None = None
    lines: tuple[_Line, ...] = ()


def corrected_of(bid: BidStanding) -> Corrected | None:
    """Correct what a bid says of its price; None where its sheet or its price cannot be read."""
    part = price_part(bid)
    try:
        sheet = msgspec.convert(bid.facts["content"]["price"].get("sheet", {}), _Sheet, strict=True)
    except (KeyError, AttributeError, msgspec.ValidationError):
        return None
    return None if part is None else correct(bid.bid, _sheets(Decimal(part.price.amount), sheet))


def _sheets(figures: Decimal, sheet: _Sheet) -> Sheets:
    return Sheets(
        figures=figures,
        words=None if sheet.words is None else Decimal(sheet.words),
        detail=None if sheet.detail is None else Decimal(sheet.detail),
        lines=tuple(
            Line(line.name, Decimal(line.unit_price), Decimal(line.quantity))
            for line in sheet.lines
        ),
    )
