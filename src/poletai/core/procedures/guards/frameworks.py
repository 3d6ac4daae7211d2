"""Guards about framework agreements: who is taken in, whose turn it is, what may be ordered."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from poletai.core.procedures.amounts import amount_of, currency_of
from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds.frameworks import members_now, named_members
from poletai.core.procedures.guards.guard import guard


def _members(context: Context) -> tuple[str, ...]:
    return () if context.lot is None else members_now(context.definition, context.lot)


def _is_member(context: Context, member: str) -> bool:
    return context.fact(member) in _members(context)


def next_in_turn(context: Context) -> str | None:
    """Name the member after the one ordered from last, in rank order and round again."""
    lot, present = context.lot, _members(context)
    if lot is None or not present:
        return None
    everyone: list[str] = list(lot.facts["members"])
    orders = lot.facts.get("orders", ())
    # Places of members: an order given outside the framework turns nobody's turn.
    turns = [everyone.index(o["member"]) for o in orders if o["member"] in everyone]
    last = turns[-1] + 1 if turns else 0
    return next(bid for bid in (*everyone[last:], *everyone[:last]) if bid in present)


def _next_in_turn(context: Context, member: str) -> bool:
    return context.fact(member) is not None and context.fact(member) == next_in_turn(context)


def _quotes(context: Context, quotes: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = context.fact(quotes, {})
    return found


def _lowest_quote(context: Context, quotes: str, member: str) -> bool:
    given = _quotes(context, quotes)
    named = context.fact(member)
    if named not in given or not set(given) <= set(_members(context)):
        return False
    alike = len({currency_of(quote) for quote in given.values()}) == 1
    return alike and amount_of(given[named]) == min(Decimal(q["amount"]) for q in given.values())


def _quotes_at_least(context: Context, quotes: str, of: str) -> bool:
    return len(_quotes(context, quotes)) >= context.count(of)


def _ordered_at_quote(context: Context, amount: str, quotes: str, member: str) -> bool:
    quote, given = _quotes(context, quotes).get(context.fact(member)), context.fact(amount)
    same = quote is not None and amount_of(quote) == amount_of(given)
    return same and currency_of(quote) == currency_of(given)


def _members_at_least(context: Context, of: str) -> bool:
    concluding = context.move.does == "conclude"
    members = named_members(context) if concluding else _members(context)
    return len(members) >= context.count(of)


def _bids_named_are(context: Context, states: list[str]) -> bool:
    return set(named_members(context)) <= set(context.bids_in(states))


def _within_total(context: Context, amount: str, total: str) -> bool:
    most, now = context.fact(total), context.fact(amount)
    orders = () if context.lot is None else context.lot.facts.get("orders", ())
    given = [now, *(order["amount"] for order in orders)]
    if most is None or now is None or {currency_of(one) for one in given} != {currency_of(most)}:
        return False
    return sum(Decimal(one["amount"]) for one in given) <= Decimal(most["amount"])


def _share_eliminated(context: Context, share: str, at_least: str) -> bool:
    ranking = context.fact("ranking", ())
    out = len({placed["bid"] for placed in ranking} - set(named_members(context)))
    wanted = Fraction(str(context.value(share).value)) * len(ranking)
    return out >= wanted and out >= context.count(at_least)


GUARDS = (
    guard(
        "is-member",
        _is_member,
        "{member} 为框架协议入围且未退出者",
        "{member} is a member of the framework and has not left it",
        member="fact",
    ),
    guard(
        "next-in-turn",
        _next_in_turn,
        "{member} 按入围排序轮到",
        "{member} comes next in the order of the ranking",
        member="fact",
    ),
    guard(
        "lowest-quote",
        _lowest_quote,
        "{quotes} 均来自入围者，且 {member} 报价最低",
        "all {quotes} are members', and {member} gave the lowest",
        quotes="fact",
        member="fact",
    ),
    guard(
        "quotes-at-least",
        _quotes_at_least,
        "{quotes} 不少于 {of}",
        "{quotes} number at least {of}",
        quotes="fact",
        of="parameter",
    ),
    guard(
        "ordered-at-quote",
        _ordered_at_quote,
        "{amount} 与 {member} 的报价（{quotes}）一致",
        "{amount} is what {member} quoted in {quotes}",
        amount="fact",
        quotes="fact",
        member="fact",
    ),
    guard(
        "members-at-least",
        _members_at_least,
        "入围者不少于 {of}",
        "members number at least {of}",
        rests_on="command",
        of="parameter",
    ),
    guard(
        "members-are",
        _bids_named_are,
        "入围者的投标均处于 {states}",
        "the bids of all members are {states}",
        rests_on="command",
        states="states",
    ),
    guard(
        "within-total",
        _within_total,
        "已下订单连同 {amount} 不超过 {total}",
        "with {amount}, the orders stay within {total}",
        amount="fact",
        total="fact",
    ),
    guard(
        "share-eliminated",
        _share_eliminated,
        "合格投标中淘汰不少于 {share}，且不少于 {at-least}",
        "of the bids ranked at least {share} and at least {at-least} stay outside",
        rests_on="command",
        share="parameter",
        at_least="parameter",
    ),
)
