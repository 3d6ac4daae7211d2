"""Guards that count: bids listed, members named, candidates put forward."""

from decimal import Decimal

from poletai.core.procedures.context import Context
from poletai.core.procedures.guards.guard import guard


def _at_least(context: Context, count: str, of: str) -> bool:
    return int(context.fact(count, 0)) >= context.count(of)


def _at_least_from(context: Context, count: str, of: str, amount: str, threshold: str) -> bool:
    whole = Decimal(context.fact(amount)["amount"])
    small = whole < Decimal(str(context.value(threshold).value))
    return small or _at_least(context, count, of)


def _bids_at_least(context: Context, states: list[str], of: str) -> bool:
    return len(context.bids_in(states)) >= context.count(of)


def _bids_fewer_than(context: Context, states: list[str], of: str) -> bool:
    return len(context.bids_in(states)) < context.count(of)


GUARDS = (
    guard(
        "at-least",
        _at_least,
        "{count} 不少于 {of}",
        "{count} is at least {of}",
        count="fact",
        of="parameter",
    ),
    guard(
        "at-least-from",
        _at_least_from,
        "{amount} 达到 {threshold} 时，{count} 不少于 {of}",
        "where {amount} reaches {threshold}, {count} is at least {of}",
        count="fact",
        of="parameter",
        amount="fact",
        threshold="parameter",
    ),
    guard(
        "bids-at-least",
        _bids_at_least,
        "处于 {states} 的投标不少于 {of}",
        "bids that are {states} number at least {of}",
        states_of="bid",
        states="states",
        of="parameter",
    ),
    guard(
        "bids-fewer-than",
        _bids_fewer_than,
        "处于 {states} 的投标少于 {of}",
        "bids that are {states} number fewer than {of}",
        states_of="bid",
        states="states",
        of="parameter",
    ),
)
