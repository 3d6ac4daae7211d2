"""Guards that compare amounts: shares of a sum, ceilings, and sums that must be the same."""

from decimal import Decimal
from typing import Any

from poletai.core.procedures.context import Context
from poletai.core.procedures.guards.guard import guard


def _amount(value: Any) -> Decimal | None:
    if isinstance(value, dict):
        return Decimal(value["amount"])
    return None if value is None else Decimal(str(value))


def _at_most_share(context: Context, amount: str, share: str, of: str) -> bool:
    part, whole = _amount(context.fact(amount)), _amount(context.fact(of))
    if part is None:
        return True
    return whole is not None and part <= whole * Decimal(str(context.value(share).value))


def _same_amount(context: Context, amount: str, to: str) -> bool:
    one, other = _amount(context.fact(amount)), _amount(context.fact(to))
    return one is not None and one == other


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
