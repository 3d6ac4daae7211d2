"""Guards about sums: floors and shares of a price, thresholds, votes counted, flags set."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from poletai.core.procedures.amounts import amount_of, currency_of
from poletai.core.procedures.context import Context
from poletai.core.procedures.definition import Text
from poletai.core.procedures.guards.guard import Guard, guard


def _at_least(given: Any, base: Any, share: Fraction) -> bool:
    part, whole = amount_of(given), amount_of(base)
    if part is None or whole is None or currency_of(given) != currency_of(base):
        return False
    return Fraction(part) >= Fraction(whole) * share


def _at_least_share(context: Context, amount: str, share: str, of: str) -> bool:
    part = Fraction(str(context.value(share).value))
    return _at_least(context.fact(amount), context.fact(of), part)


def _at_least_share_unless(context: Context, amount: str, share: str, of: str, unless: str) -> bool:
    return _flag_set(context, unless) or _at_least_share(context, amount, share, of)


def _at_least_amount(context: Context, amount: str, of: str) -> bool:
    return _at_least(context.fact(amount), context.fact(of), Fraction(1))


def _votes_share(context: Context, of: str, share: str, **counted: str) -> bool:
    votes, everyone = context.fact(counted["for"]), context.fact(of)
    if votes is None or not everyone or not 0 <= votes <= everyone:
        return False
    return bool(votes >= Fraction(str(context.value(share).value)) * everyone)


def _flag_set(context: Context, flag: str) -> bool:
    return context.fact(flag) is True


def _flag_not_set(context: Context, flag: str) -> bool:
    return not _flag_set(context, flag)


def _threshold(context: Context, name: str) -> Decimal:
    return Decimal(str(context.value(name).value))


def _below_amount(context: Context, amount: str, threshold: str) -> bool:
    given = amount_of(context.fact(amount))
    return given is not None and given < _threshold(context, threshold)


def _at_least_threshold(context: Context, amount: str, threshold: str) -> bool:
    given = amount_of(context.fact(amount))
    return given is not None and given >= _threshold(context, threshold)


GUARDS = (
    guard(
        "at-least-share",
        _at_least_share,
        "{amount} 不低于 {of} 的 {share}",
        "{amount} is at least {share} of {of}",
        amount="fact",
        share="parameter",
        of="fact",
    ),
    guard(
        "at-least-share-unless",
        _at_least_share_unless,
        "{amount} 不低于 {of} 的 {share}，但 {unless} 的除外",
        "{amount} is at least {share} of {of}, unless {unless}",
        amount="fact",
        share="parameter",
        of="fact",
        unless="fact",
    ),
    guard(
        "at-least-amount",
        _at_least_amount,
        "{amount} 不低于 {of}",
        "{amount} is at least {of}",
        amount="fact",
        of="fact",
    ),
    # Written out, because `for` is no name a function can take.
    Guard(
        "votes-share",
        {"for": "fact", "of": "fact", "share": "parameter"},
        _votes_share,
        Text(
            zh="{for} 占 {of} 的比例不低于 {share}",
            en="{for} are at least {share} of {of}",
        ),
        "arguments",
    ),
    guard("flag-set", _flag_set, "{flag}：是", "{flag}: yes", flag="fact"),
    guard("flag-not-set", _flag_not_set, "{flag}：否", "{flag}: no", flag="fact"),
    guard(
        "below-amount",
        _below_amount,
        "{amount} 低于 {threshold}",
        "{amount} is below {threshold}",
        amount="fact",
        threshold="parameter",
    ),
    guard(
        "at-least-threshold",
        _at_least_threshold,
        "{amount} 不低于 {threshold}",
        "{amount} reaches {threshold}",
        amount="fact",
        threshold="parameter",
    ),
)
