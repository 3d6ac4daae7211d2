"""Guards about rights to buy first: told once, used by whom it is open to, answered by all."""

from poletai.core.procedures.context import Context
from poletai.core.procedures.guards.guard import guard
from poletai.core.procedures.priorities import telling


def _not_told(context: Context) -> bool:
    return context.lot is not None and telling(context.lot) is None


def _may_buy(context: Context, party: str) -> bool:
    told = None if context.lot is None else telling(context.lot)
    named = context.fact(party)
    return told is not None and named is not None and told.may_buy(named["id"])


def _answered(context: Context, flag: str) -> bool:
    told = None if context.lot is None else telling(context.lot)
    if told is None:
        return context.fact(flag) is True
    return told.is_over(context.at)


GUARDS = (
    guard(
        "holders-not-told",
        _not_told,
        "尚未就本次结果通知优先购买权人",
        "holders of a right to buy first were not told of this result yet",
        rests_on="standing",
    ),
    guard(
        "holder-may-buy",
        _may_buy,
        "{party} 已被通知、未放弃，且无顺序在先者行使",
        "{party} was told, has not waived, and nobody before it in order buys",
        party="fact",
    ),
    guard(
        "holders-answered",
        _answered,
        "{flag}，或者被通知的优先购买权人均已答复、放弃或者逾期",
        "{flag}, or every holder told has answered, waived, or been silent to the end",
        rests_on="standing",
        flag="fact",
    ),
)
