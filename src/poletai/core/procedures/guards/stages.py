"""Guards about bids opened in stages: which part, which bids, and who goes on to the next."""

from collections.abc import Iterator, Sequence
from typing import Any

from poletai.core.procedures.context import Context
from poletai.core.procedures.guards.committee import (
    marked_alike,
    marks_cover,
    sheets_of,
    something_to_mark,
)
from poletai.core.procedures.guards.guard import guard
from poletai.core.procedures.stages import opens
from poletai.core.procedures.technical import results_of

_CARRIED = ("shares", "keys", "openings")


def _carried(context: Context) -> Iterator[Any]:
    """Go through the shares, keys and openings a command brings, under whatever name."""
    for name, kind in context.move.asks.items():
        if kind in _CARRIED:
            yield from context.command.fields.get(name, ())


def _parts(one: Any) -> set[str]:
    return set(one.get("parts", ())) | ({one["part"]} if "part" in one else set())


def _bids(one: Any) -> set[str]:
    released = {share["bid"] for share in one.get("shares", ())}
    return released | ({one["bid"]} if "bid" in one and opens(one) else set())


def _only_part(context: Context, part: str) -> bool:
    return all(_parts(one) <= {part} for one in _carried(context))


def _only_bids(context: Context, states: list[str]) -> bool:
    known = set(context.bids_in(states))
    return all(_bids(one) <= known for one in _carried(context))


def _opens_every_bid_in(context: Context, openings: str, states: list[str]) -> bool:
    opened = [opening["bid"] for opening in context.fact(openings, ()) if opens(opening)]
    return sorted(opened) == sorted(context.bids_in(states))


def _without_names(context: Context, openings: str) -> bool:
    return not any(opening.get("bidder") for opening in context.fact(openings, ()))


def _marks_complete_in(context: Context, scores: str, states: list[str]) -> bool:
    return marks_cover(context, context.fact(scores, {}), context.bids_in(states))


def _everyone_scored_in(context: Context, members: str, states: list[str]) -> bool:
    bids = set(context.bids_in(states))
    sheets = sheets_of(context, members)
    return not something_to_mark(context) or all(bids <= sheet.keys() for sheet in sheets)


def _objective_alike_in(context: Context, members: str, states: list[str]) -> bool:
    return marked_alike(context, members, context.bids_in(states))


def _no_marks_yet(context: Context) -> bool:
    # What was recorded, not what this command brings under the same name.
    recorded = {} if context.lot is None else context.lot.facts.get("scores", {})
    return context.command.actor not in recorded


def _going_on(context: Context, states: Sequence[str]) -> int:
    return sum(1 for reason in results_of(context, context.bids_in(states)).values() if not reason)


def _pass_at_least(context: Context, states: list[str], of: str) -> bool:
    return _going_on(context, states) >= context.count(of)


def _pass_fewer_than(context: Context, states: list[str], of: str) -> bool:
    return _going_on(context, states) < context.count(of)


GUARDS = (
    guard(
        "only-part",
        _only_part,
        "仅涉及 {part} 部分",
        "nothing is released or opened but the part {part}",
        rests_on="command",
        part="choice",
    ),
    guard(
        "only-bids",
        _only_bids,
        "仅涉及处于 {states} 的投标",
        "nothing is released or opened but of bids that are {states}",
        rests_on="command",
        states="states",
    ),
    guard(
        "opens-every-bid-in",
        _opens_every_bid_in,
        "{openings} 包含每一份处于 {states} 的投标",
        "{openings} has every bid that is {states}, once",
        openings="fact",
        states="states",
    ),
    guard(
        "without-names",
        _without_names,
        "{openings} 不含投标人名称",
        "{openings} names no bidder",
        rests_on="command",
        openings="fact",
    ),
    guard(
        "marks-complete-in",
        _marks_complete_in,
        "{scores} 覆盖处于 {states} 的全部投标与评分项且分值在规定范围内",
        "{scores} covers every bid that is {states} and criterion, each mark within its bounds",
        scores="fact",
        states="states",
    ),
    guard(
        "everyone-scored-in",
        _everyone_scored_in,
        "{members} 全体已对处于 {states} 的投标完成评分",
        "every member of {members} has scored every bid that is {states}",
        members="fact",
        states="states",
    ),
    guard(
        "objective-alike-in",
        _objective_alike_in,
        "{members} 各成员对处于 {states} 的投标客观分一致",
        "objective marks of bids that are {states} are the same from every member of {members}",
        members="fact",
        states="states",
    ),
    guard(
        "no-marks-yet",
        _no_marks_yet,
        "该成员尚未评分",
        "this member has given no marks yet",
        rests_on="command",
    ),
    guard(
        "pass-at-least",
        _pass_at_least,
        "处于 {states} 且达到合格分的投标不少于 {of}",
        "bids that are {states} and reach every pass mark number at least {of}",
        states="states",
        of="parameter",
    ),
    guard(
        "pass-fewer-than",
        _pass_fewer_than,
        "处于 {states} 且达到合格分的投标少于 {of}",
        "bids that are {states} and reach every pass mark number fewer than {of}",
        states="states",
        of="parameter",
    ),
)
