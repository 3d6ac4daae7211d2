"""Money: a decimal amount with its currency, written as text and never as a float."""

import re
from decimal import Decimal
from typing import Any

import msgspec

from poletai.core.basics.exact import round_half_up
from poletai.core.basics.problem import Problem

_PLAIN = re.compile(r"[0-9]{1,18}(?:\.([0-9]+))?")
_CURRENCY = re.compile(r"[A-Z]{3}")
MONEY_PLACES = 2


class Money(msgspec.Struct, frozen=True):
    """An amount in units of a currency (yuan, not fen), exact."""

    amount: Decimal
    currency: str = "CNY"

    def as_json(self) -> dict[str, str]:
        """Return the amount as plain decimal text, with its currency."""
        return {"amount": f"{self.amount:f}", "currency": self.currency}


def read_money(
    text: Any, *, where: str, currency: Any = "CNY", places: int = MONEY_PLACES
) -> Money | Problem:
    """Read an amount such as "1000000.00"; a Problem says what it should have been.

    Nothing is guessed: separators, signs, exponents, units and digits beyond `places` are
    refused, for each has been read two ways by two people.
    """
    match = _PLAIN.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return _problem(
            "money-not-plain", where, f"{text!r} is not an amount: write digits, such as 1000000.00"
        )
    if len(match[1] or "") > places:
        return _problem(
            "money-too-fine", where, f"{text} has more than {places} decimal places: round it first"
        )
    if not (isinstance(currency, str) and _CURRENCY.fullmatch(currency)):
        return _problem(
            "money-currency", where, f"{currency!r} is not a currency: write three letters like CNY"
        )
    return Money(Decimal(text), currency)


def round_money(amount: Decimal) -> Decimal:
    """Round an amount to hundredths of the currency, half up."""
    return round_half_up(amount, MONEY_PLACES)


def _problem(code: str, where: str, message: str) -> Problem:
    return Problem(code=code, where=where, message=message)
