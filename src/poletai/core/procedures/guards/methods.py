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
        "price-weight-within",
        _price_weight_within,
        "{field} 为 {choices} 的，价格分权重在 {weight} 之内",
        "where {field} is one of {choices}, the price weighs {weight} of the score",
        weight="parameter",
        field="fact",
        choices="choice",
    ),
)
