"""Guards about securities: the forms they may take, whence they come, that they are on record."""

from collections.abc import Sequence

from poletai.core.procedures.context import Context
from poletai.core.procedures.guards.guard import guard


def _each_of(context: Context, field: str, choices: Sequence[str]) -> bool:
    return set(context.fact(field) or ()) <= set(choices)


def _among(context: Context, field: str, of: str) -> bool:
    allowed = context.fact(of)
    return allowed is None or context.fact(field) in allowed


def _flag_where(context: Context, flag: str, field: str, choices: Sequence[str]) -> bool:
    return context.fact(field) not in choices or context.fact(flag) is True


def _on_record(context: Context, states: Sequence[str], fact: str, asked: str) -> bool:
    if not context.fact(asked) or context.lot is None:
        return True
    bids = (context.lot.bids[bid] for bid in context.bids_in(states))
    return all(fact in bid.facts for bid in bids)


GUARDS = (
    guard(
        "each-of",
        _each_of,
        "{field} 均在 {choices} 之内",
        "each of {field} is one of {choices}",
        field="fact",
        choices="choice",
    ),
    guard(
        "among",
        _among,
        "{field} 为 {of} 之一",
        "{field} is one of {of}",
        field="fact",
        of="fact",
    ),
    guard(
        "flag-where",
        _flag_where,
        "{field} 为 {choices} 之一的，{flag}",
        "where {field} is one of {choices}: {flag}",
        flag="fact",
        field="fact",
        choices="choice",
    ),
    guard(
        "on-record",
        _on_record,
        "公告要求 {asked} 的，每份投标均有 {fact} 的记录",
        "where the notice has {asked}, {fact} of every bid is on record",
        rests_on="standing",
        states="states",
        fact="fact",
        asked="fact",
    ),
)
