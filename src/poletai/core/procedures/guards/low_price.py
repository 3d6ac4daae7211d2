"""Guards about the terms on low prices: the shares a document sets are within the law's bounds."""

from decimal import Decimal

from poletai.core.procedures.context import Context
from poletai.core.procedures.findings.abnormally_low_price import SHARES
from poletai.core.procedures.guards.guard import guard
from poletai.core.procedures.offers import bounds


def _shares_lawful(context: Context) -> bool:
    announced = context.fact("terms").get("low_price") or {}
    return all(_lawful(context, name, share) for name, share in announced.items())


def _lawful(context: Context, name: str, share: str) -> bool:
    value = context.values.parameters.get(SHARES[name])
    if value is None:
        return False
    least, most = bounds(value)
    return least <= Decimal(share) <= most


GUARDS = (
    guard(
        "low-price-shares-lawful",
        _shares_lawful,
        "异常低价比例在规定幅度内",
        "the shares below which a price is looked into are within the law's bounds",
        rests_on="command",
    ),
)
