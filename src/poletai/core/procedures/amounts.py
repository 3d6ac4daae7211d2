"""Amounts as facts hold them: money with its currency, or a plain decimal."""

from decimal import Decimal
from typing import Any

_CURRENCY = "CNY"


def amount_of(value: Any) -> Decimal | None:
    """Read the number of an amount; None where there is none."""
    if isinstance(value, dict):
        return Decimal(value["amount"])
    return None if value is None else Decimal(str(value))


def currency_of(value: Any) -> str:
    """Say in what an amount is; plain decimals compare with one another only."""
    return str(value.get("currency", _CURRENCY)) if isinstance(value, dict) else ""
