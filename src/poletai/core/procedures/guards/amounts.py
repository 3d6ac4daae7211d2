"""Guards that compare amounts: shares of a sum, ceilings, and sums that must be the same."""

from decimal import Decimal
from typing import Any

from poletai.core.procedures.context import Context
from poletai.core.procedures.guards.guard import guard

_CURRENCY = "CNY"


def _amount(value: Any) -> Decimal | None:
    if isinstance(value, dict):
        return Decimal(value["amount"])
    return None if value is None else Decimal(str(value))


def _currency(value: Any) -> str:
    """Say in what an amount is; plain decimals compare with one another only."""
    return str(value.get("currency", _CURRENCY)) if isinstance(value, dict) else ""


def _at_most_share(context: Context, amount: str, share: str, of: str) -> bool:
    given, base = context.fact(amount), context.fact(of)
    part, whole = _amount(given), _amount(base)
    if part is None:
        return True
    most = None if whole is None else whole * Decimal(str(context.value(share).value))
    return most is not None and part <= most and _currency(given) == _currency(base)


def _same_amount(context: Context, amount: str, to: str) -> bool:
    one, other = context.fact(amount), context.fact(to)
    same = _amount(one) is not None and _amount(one) == _amount(other)
    return same and _currency(one) == _currency(other)


def _one_of(context: Context, field: str, choices: list[str]) -> bool:
    return context.fact(field) in choices


GUARDS = (
    guard(
        "at-most-share",
        _at_most_share,
        "{amount} 不超过 {of} 的 {share}",
        "{amount} is at most {share} of {of}",
        amount="fact",
        share="parameter",
        of="fact",
    ),
    guard(
        "same-amount",
        _same_amount,
        "{amount} 与 {to} 相同",
        "{amount} equals {to}",
        amount="fact",
        to="fact",
    ),
    guard(
        "one-of",
        _one_of,
        "{field} 为 {choices} 之一",
        "{field} is one of {choices}",
        field="fact",
        choices="choice",
    ),
)
