"""Guards about auctions: terms that run, records that settle, reserves that open, known bidders."""

from fractions import Fraction
from typing import Any

from poletai.core.auctions import SOLD
from poletai.core.basics.periods import earliest_deadline
from poletai.core.procedures.amounts import amount_of, currency_of
from poletai.core.procedures.applicants import actor_state
from poletai.core.procedures.auctions import (
    can_run,
    commitment,
    first_close,
    latest,
    opened_lines,
    settled,
)
from poletai.core.procedures.context import Context
from poletai.core.procedures.guards.guard import guard
from poletai.core.procedures.offers import opened_bids
from poletai.core.procedures.rule_sets import keeps_named, keeps_one


def _auction_can_run(context: Context) -> bool:
    lots = context.fact("lots", ()) or [lot.facts for lot in context.standing.lots.values()]
    return can_run(context, lots)


def _auction_follows(context: Context, sets: list[str]) -> bool:
    return keeps_one(context.definition, context.fact("auction", {}), sets)


def _rule_set_followed(context: Context, sets: list[str]) -> bool:
    return keeps_named(context.definition, context.fact("auction", {}), sets)


def _first_window_ends(context: Context, instant: str) -> bool:
    lots = context.fact("lots", ()) or [lot.facts for lot in context.standing.lots.values()]
    end = context.instant(instant)
    return end is not None and all(first_close(context, lot) == end for lot in lots)


def _record_settles(context: Context, record: str) -> bool:
    lines = context.fact(record, ())
    found, last = settled(context, lines), latest(lines)
    if found is None or found.at is None or (last is not None and last > context.at):
        return False
    return bool(context.at >= found.at)


def _opened_settle(context: Context) -> bool:
    bids = opened_bids(context)
    lines = opened_lines(context, bids)
    quoted = {line["bidder"] for line in lines}
    return len(quoted) == len(bids) and settled(context, lines) is not None


def _reserve_opens(context: Context, amount: str, salt: str) -> bool:
    lot = context.lot
    sealed = None if lot is None else lot.facts.get("reserve_hash")
    given, key = context.fact(amount), context.fact(salt)
    # No reserve may be set after the bids: without a commitment none may be given.
    if sealed is None or given is None or key is None:
        return sealed is None and given is None and key is None
    return bool(commitment(key, given) == sealed)


def _outcome(context: Context) -> Any:
    return None if context.lot is None else context.lot.facts.get("settlement", {}).get("outcome")


def _has_winner(context: Context) -> bool:
    return bool(_outcome(context) == SOLD)


def _no_winner(context: Context) -> bool:
    return not _has_winner(context)


def _plates_known(context: Context, record: str, states: list[str]) -> bool:
    bidders = {line["bidder"] for line in context.fact(record, ())}
    return all(actor_state(context.standing, bidder) in states for bidder in bidders)


def _starts_cover(context: Context, share: str) -> bool:
    part = Fraction(str(context.value(share).value))
    lots = context.fact("lots", ())
    return all(_covers(lot.get("start"), lot.get("appraisal"), part) for lot in lots)


def _covers(start: Any, appraisal: Any, part: Fraction) -> bool:
    least, given = amount_of(appraisal), amount_of(start)
    if least is None:
        return True
    same = currency_of(start) == currency_of(appraisal)
    return same and given is not None and Fraction(given) >= Fraction(least) * part


def _within_share_of_starts(context: Context, amount: str, share: str) -> bool:
    given = amount_of(context.fact(amount))
    starts = [amount_of(lot.get("start")) for lot in context.fact("lots", ())]
    whole = sum((Fraction(start) for start in starts if start is not None), Fraction(0))
    return given is None or Fraction(given) <= whole * Fraction(str(context.value(share).value))


def _days_after_from(context: Context, instant: str, after: str, days: str, threshold: str) -> bool:
    large = Fraction(str(context.value(threshold).value))
    starts = [amount_of(lot.get("start")) for lot in context.fact("lots", ())]
    end, begin = context.instant(instant), context.instant(after)
    if end is None or begin is None or not any(s is not None and s >= large for s in starts):
        return True
    calendar = context.values.calendar
    return end >= earliest_deadline(calendar, begin, *context.value(days).period).latest


def _waited_where(context: Context, flag: str, after: str, days: str) -> bool:
    if context.fact(flag) is not True:
        return True
    since = context.instant(after)
    return since is not None and context.at >= context.period_after(since, days).latest


def _extends_by_days(context: Context, instant: str, days: str) -> bool:
    before, after = context.standing.facts.get(instant), context.instant(instant)
    if before is None or after is None:
        return False
    period = context.value(days).period
    calendar = context.values.calendar
    return after >= earliest_deadline(calendar, context.parsed(before), *period).latest


GUARDS = (
    guard(
        "auction-can-run",
        _auction_can_run,
        "竞价方式已知，各标的起始价、增价幅度、时间等齐备",
        "the mechanism is known and every lot has what it needs: start, step, times",
        rests_on="command",
    ),
    guard(
        "auction-follows",
        _auction_follows,
        "竞价方式符合 {sets}，除其允许另定的以外不作改变",
        "the terms are those of {sets}, but for what these leave open",
        rests_on="command",
        sets="rule-sets",
    ),
    guard(
        "rule-set-followed",
        _rule_set_followed,
        "公告声明适用竞价规则的，为 {sets} 之一并与其一致",
        "a rule set the notice names is one of {sets}, and its terms are kept",
        rests_on="command",
        sets="rule-sets",
    ),
    guard(
        "first-window-ends",
        _first_window_ends,
        "无人延时的，限时竞价恰于 {instant} 结束",
        "the timed phase, unless a bid prolongs it, ends at {instant} exactly",
        rests_on="command",
        instant="fact",
    ),
    guard(
        "record-settles",
        _record_settles,
        "竞价已结束，{record} 可按竞价规则结算",
        "the auction is over and {record} can be settled by its rule",
        rests_on="command",
        record="fact",
    ),
    guard(
        "opened-bids-settle",
        _opened_settle,
        "已开启的报价均有单价和数量，可按竞价规则结算",
        "every opened bid has a price and a quantity and can be settled by the rule",
    ),
    guard(
        "reserve-opens",
        _reserve_opens,
        "{amount} 与事先封存的保留价承诺相符；未封存的不得事后设定",
        "{amount} is the reserve that was sealed; where none was sealed none is set afterwards",
        amount="fact",
        salt="fact",
    ),
    guard("has-winner", _has_winner, "竞价已产生成交方", "the auction has a winner"),
    guard("no-winner", _no_winner, "竞价未产生成交方", "the auction has no winner"),
    guard(
        "plates-known",
        _plates_known,
        "{record} 中的竞买人均为处于 {states} 的申请人",
        "every bidder in {record} is an applicant that is {states}",
        record="fact",
        states="states",
    ),
    guard(
        "starts-cover-appraisal",
        _starts_cover,
        "各标的起始价不低于评估价的 {share}",
        "the start of every lot is at least {share} of its appraisal",
        share="parameter",
    ),
    guard(
        "within-share-of-starts",
        _within_share_of_starts,
        "{amount} 不超过各标的起始价之和的 {share}",
        "{amount} is at most {share} of the starts of all lots",
        amount="fact",
        share="parameter",
    ),
    guard(
        "days-after-from",
        _days_after_from,
        "有标的起始价达到 {threshold} 的，{instant} 距 {after} 不少于 {days}",
        "where a start reaches {threshold}, {instant} lies at least {days} after {after}",
        instant="fact",
        after="fact",
        days="parameter",
        threshold="parameter",
    ),
    guard(
        "waited-where",
        _waited_where,
        "{flag} 的，{after} 已满 {days}",
        "where {flag}, {days} have passed since {after}",
        flag="fact",
        after="fact",
        days="parameter",
    ),
    guard(
        "extends-by-days",
        _extends_by_days,
        "{instant} 比原定的至少延长 {days}",
        "{instant} lies at least {days} after what it was",
        instant="fact",
        days="parameter",
    ),
)
