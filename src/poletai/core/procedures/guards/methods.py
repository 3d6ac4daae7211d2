"""Guards about a procurement's method: who is picked, what is shown, how much a price weighs."""

from decimal import Decimal
from typing import Any

from poletai.core.procedures.amounts import amount_of
from poletai.core.procedures.context import Context
from poletai.core.procedures.guards.guard import guard
from poletai.core.procedures.offers import bounds

_HUNDRED = Decimal(100)


def _ids(parties: Any) -> set[str]:
    return {party["id"] for party in parties or ()}


def _parties_among(context: Context, parties: str, of: str) -> bool:
    return _ids(context.fact(parties)) <= _ids(context.fact(of))


def _shown_from(context: Context, papers: str, amount: str, threshold: str) -> bool:
    given = amount_of(context.fact(amount))
    small = given is not None and given < Decimal(str(context.value(threshold).value))
    return small or bool(context.fact(papers))


def _over_if_begun(context: Context, instant: str) -> bool:
    until = context.instant(instant)
    return until is None or context.at >= until


def _begun_from(
    context: Context, instant: str, field: str, choices: list[str], amount: str, threshold: str
) -> bool:
    other = context.fact(field) not in choices
    return other or _shown_from(context, instant, amount, threshold)


def _given_where(context: Context, fact: str, field: str, choices: list[str]) -> bool:
    return context.fact(field) not in choices or context.fact(fact) is not None


def _ends_within(context: Context, instant: str, days: str, field: str, choices: list[str]) -> bool:
    if context.fact(field) not in choices:
        return True
    end = context.instant(instant)
    # A maximum holds only at the earliest date an unknown year may give.
    return end is not None and end <= context.period_after(context.at, days).earliest


def _price_weight_within(context: Context, weight: str, field: str, choices: list[str]) -> bool:
    if context.fact(field) not in choices:
        return True
    least, most = bounds(context.value(weight))
    announced = Decimal((context.fact("terms") or {}).get("price_weight", _HUNDRED))
    return least <= announced / _HUNDRED <= most


GUARDS = (
    guard(
        "parties-among",
        _parties_among,
        "{parties} 均在 {of} 之中",
        "all {parties} are among {of}",
        parties="fact",
        of="fact",
    ),
    guard(
        "shown-from",
        _shown_from,
        "{amount} 达到 {threshold} 的，附有 {papers}",
        "where {amount} reaches {threshold}, {papers} are attached",
        papers="fact",
        amount="fact",
        threshold="parameter",
    ),
    guard(
        "over-if-begun",
        _over_if_begun,
        "{instant} 已届满，或者未曾开始",
        "{instant} is past, or was never set",
        instant="fact",
    ),
    guard(
        "begun-from",
        _begun_from,
        "{field} 为 {choices} 且 {amount} 达到 {threshold} 的，已设定 {instant}",
        "where {field} is one of {choices} and {amount} reaches {threshold}, {instant} was set",
        instant="fact",
        field="fact",
        choices="choice",
        amount="fact",
        threshold="parameter",
    ),
    guard(
        "given-where",
        _given_where,
        "{field} 为 {choices} 的，写明 {fact}",
        "where {field} is one of {choices}, {fact} is given",
        fact="fact",
        field="fact",
        choices="choice",
    ),
    guard(
        "ends-within",
        _ends_within,
        "{field} 为 {choices} 的，{instant} 距今不超过 {days}",
        "where {field} is one of {choices}, {instant} is at most {days} from now",
        instant="fact",
        days="parameter",
        field="fact",
        choices="choice",
    ),
    guard(
        "price-weight-within",
        _price_weight_within,
        "{field} 为 {choices} 的，价格分权重在 {weight} 之内",
        "where {field} is one of {choices}, the price weighs {weight} of the score",
        weight="parameter",
        field="fact",
        choices="choice",
    ),
)
