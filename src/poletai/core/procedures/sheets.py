"""Sheets: what a bid says of its price in figures, in words and in detail, and its correction."""

from decimal import Decimal

import msgspec

from poletai.core.evaluation.corrections import Corrected, Line, Sheets, correct
from poletai.core.procedures.bidding.parts import Sheet
from poletai.core.procedures.offers import price_part
from poletai.core.procedures.standing import BidStanding


def corrected_of(bid: BidStanding) -> Corrected | None:
    """Correct what a bid says of its price; None where its sheet or its price cannot be read."""
    part = price_part(bid)
    try:
        sheet = msgspec.convert(bid.facts["content"]["price"].get("sheet", {}), Sheet, strict=True)
    except (KeyError, AttributeError, msgspec.ValidationError):
        return None
    return None if part is None else correct(bid.bid, _sheets(Decimal(part.price.amount), sheet))


def _sheets(figures: Decimal, sheet: Sheet) -> Sheets:
    return Sheets(
        figures=figures,
        words=None if sheet.words is None else Decimal(sheet.words),
        detail=None if sheet.detail is None else Decimal(sheet.detail),
        lines=tuple(
            Line(line.name, Decimal(line.unit_price), Decimal(line.quantity))
            for line in sheet.lines
        ),
    )
