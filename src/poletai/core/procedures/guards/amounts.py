"""Guards that compare amounts: shares of a sum, ceilings, and sums that must be the same."""

from decimal import Decimal

from poletai.core.procedures.amounts import amount_of, currency_of
from poletai.core.procedures.context import Context
from poletai.core.procedures.guards.guard import guard


def _at_most_share(context: Context, amount: str, share: str, of: str) -> bool:
    given, base = context.fact(amount), context.fact(of)
    part, whole = amount_of(given), amount_of(base)
    if part is None:
        return True
    most = None if whole is None else whole * Decimal(str(context.value(share).value))
    return most is not None and part <= most and currency_of(given) == currency_of(base)


def _same_amount(context: Context, amount: str, to: str) -> bool:
    one, other = context.fact(amount), context.fact(to)
    same = amount_of(one) is not None and amount_of(one) == amount_of(other)
    return same and currency_of(one) == currency_of(other)


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
