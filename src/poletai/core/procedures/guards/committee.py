"""Guards about the evaluation committee: how it is made up, and whether it has done its part."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from poletai.core.procedures.context import Context
from poletai.core.procedures.guards.guard import guard


def _odd(context: Context, members: str) -> bool:
    return len(context.fact(members, ())) % 2 == 1


def _experts_share(context: Context, members: str, share: str) -> bool:
    seats: list[dict[str, Any]] = list(context.fact(members, ()))
    experts = sum(1 for seat in seats if seat["expert"])
    numerator, denominator = str(context.value(share).value).split("/")
    # Cross-multiplied, because two thirds has no exact decimal.
    return bool(seats) and experts * int(denominator) >= len(seats) * int(numerator)


def _seated(context: Context, members: str) -> bool:
    return context.command.actor in {seat["id"] for seat in context.fact(members, ())}


def _everyone_scored(context: Context, members: str) -> bool:
    bids = set(context.bids_in(("opened",)))
    # Where only the price counts there is nothing to mark.
    sheets = sheets_of(context, members)
    return not something_to_mark(context) or all(bids <= sheet.keys() for sheet in sheets)


def sheets_of(context: Context, members: str) -> list[dict[str, Any]]:
    """List the marks of each member seated now; those of a replaced member no longer count."""
    scores = context.fact("scores", {})
    return [scores.get(seat["id"], {}) for seat in context.fact(members, ())]


def something_to_mark(context: Context) -> bool:
    """Say whether the terms have criteria: where only the price counts there is none."""
    return bool(context.standing.facts.get("terms", {}).get("criteria"))


def _marks_complete(context: Context, scores: str) -> bool:
    return marks_cover(context, context.fact(scores, {}), context.bids_in(("opened",)))


def marks_cover(context: Context, given: dict[str, dict[str, str]], bids: Sequence[str]) -> bool:
    """Say whether marks are given for these bids and every criterion, each within its bounds."""
    criteria = {c["name"]: c for c in context.standing.facts["terms"].get("criteria", ())}
    return set(given) == set(bids) and all(
        set(marks) == set(criteria) and _in_bounds(marks, criteria) for marks in given.values()
    )


def _in_bounds(marks: dict[str, str], criteria: dict[str, Any]) -> bool:
    return all(
        Decimal(criteria[name].get("low", "0")) <= Decimal(mark) <= Decimal(criteria[name]["high"])
        for name, mark in marks.items()
    )


def _objective_alike(context: Context, members: str) -> bool:
    return marked_alike(context, members, context.bids_in(("opened",)))


def marked_alike(context: Context, members: str, bids: Sequence[str]) -> bool:
    """Say whether the objective marks of these bids are the same from every member."""
    criteria = context.standing.facts.get("terms", {}).get("criteria", ())
    objective = [c["name"] for c in criteria if c.get("objective")]
    sheets = sheets_of(context, members)
    return all(
        len({sheet[bid][name] for sheet in sheets if bid in sheet}) <= 1
        for name in objective
        for bid in bids
    )


GUARDS = (
    guard("odd", _odd, "{members} 为单数", "{members} is odd in number", members="fact"),
    guard(
        "experts-share",
        _experts_share,
        "{members} 中专家不少于 {share}",
        "experts are at least {share} of {members}",
        members="fact",
        share="parameter",
    ),
    guard(
        "seated",
        _seated,
        "由 {members} 成员作出",
        "given by a member of {members}",
        rests_on="command",
        members="fact",
    ),
    guard(
        "everyone-scored",
        _everyone_scored,
        "{members} 全体已完成评分",
        "every member of {members} has scored every bid",
        members="fact",
    ),
    guard(
        "marks-complete",
        _marks_complete,
        "{scores} 覆盖全部投标与评分项且分值在规定范围内",
        "{scores} covers every bid and criterion, each mark within its bounds",
        scores="fact",
    ),
    guard(
        "objective-alike",
        _objective_alike,
        "{members} 各成员客观分一致",
        "objective marks are the same from every member of {members}",
        members="fact",
    ),
)
