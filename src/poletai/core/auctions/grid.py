"""The grid of amounts: a start and steps of one size from it, compared exactly."""

from decimal import Decimal

from poletai.core.auctions.settlement import Refused


def on_grid(amount: Decimal, start: Decimal, step: Decimal) -> bool:
    """Say whether an amount is a whole number of steps from the start, whatever their digits."""
    over, over_unit = amount.as_integer_ratio()
    under, under_unit = start.as_integer_ratio()
    size, size_unit = step.as_integer_ratio()
    away = over * under_unit - under * over_unit
    return away * size_unit % (over_unit * under_unit * size) == 0


def not_above(
    amount: Decimal, current: Decimal | None, start: Decimal, step: Decimal
) -> Refused | None:
    """Refuse an amount that starts below the start, beats nothing, or stands between two steps."""
    if current is None and amount < start:
        return Refused("auction.below-start", f"{amount:f} is below the start of {start:f}")
    if current is not None and amount <= current:
        return Refused("auction.not-higher", f"{amount:f} is not above {current:f}")
    if not on_grid(amount, start, step):
        reason = f"{amount:f} is not {start:f} and a whole number of steps of {step:f}"
        return Refused("auction.off-step", reason)
    return None
