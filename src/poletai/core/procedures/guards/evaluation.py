"""Guards about what an evaluation needs: terms that work, prices that count, nothing missing."""

from decimal import Decimal

from poletai.core.procedures.context import Context
from poletai.core.procedures.guards.guard import guard
from poletai.core.procedures.offers import (
    bonuses_lawful,
    cannot_be_evaluated,
    deductions_lawful,
    lot_terms,
    offers_of,
    opened_bids,
    terms_of,
)


def _terms_can_be_met(context: Context) -> bool:
    return not cannot_be_evaluated((), terms_of(context.fact("terms")))


def _method_is(context: Context, methods: list[str]) -> bool:
    return context.fact("terms")["method"] in methods


def _deductions_lawful(context: Context) -> bool:
    terms, values = context.fact("terms"), context.values
    return deductions_lawful(values, terms.get("deductions", {})) and bonuses_lawful(
        values, terms.get("bonuses", {})
    )


def _within_ceiling(context: Context) -> bool:
    terms = lot_terms(context)
    ceiling = Decimal("Infinity") if terms.ceiling is None else terms.ceiling
    return all(offer.price <= ceiling for offer in offers_of(context))


def _can_be_evaluated(context: Context) -> bool:
    offers = offers_of(context)
    every_price_read = len(offers) == len(opened_bids(context))
    return every_price_read and not cannot_be_evaluated(offers, lot_terms(context))


GUARDS = (
    guard(
        "terms-can-be-met",
        _terms_can_be_met,
        "评审办法已知且各项可计算",
        "the terms name a known method and every figure in them can be computed",
        rests_on="command",
    ),
    guard(
        "method-is",
        _method_is,
        "评审办法为 {methods} 之一",
        "the method is one of {methods}",
        rests_on="command",
        methods="choice",
    ),
    guard(
        "deductions-lawful",
        _deductions_lawful,
        "价格扣除在规定幅度内",
        "every deduction is one of the law, within its bounds",
        rests_on="command",
    ),
    guard(
        "within-ceiling",
        _within_ceiling,
        "未被否决的投标均不超过最高限价",
        "no bid left is above the ceiling",
    ),
    guard(
        "can-be-evaluated",
        _can_be_evaluated,
        "未被否决的投标均可按评审办法计算",
        "every bid left can be evaluated under the terms",
    ),
)
