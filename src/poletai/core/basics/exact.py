"""Exact decimals: sums and products lose nothing, and a quotient is rounded once, half up.

Every step that rounds says to how many decimal places. No result depends on the decimal context
of the thread it runs in.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation, Overflow
from functools import reduce

from poletai.core.basics.errors import NotExactError

_EXACT = Context(prec=120, traps=[Inexact, InvalidOperation, Overflow])
_ROUNDING = Context(prec=120, rounding=ROUND_HALF_UP, traps=[InvalidOperation, Overflow])


def total(values: Iterable[Decimal]) -> Decimal:
    """Add decimals, losing nothing; raises NotExactError where that takes over 120 digits."""
    try:
        return reduce(_EXACT.add, values, Decimal(0))
    except (Inexact, InvalidOperation, Overflow) as problem:
        what = "a sum"
        raise NotExactError(what) from problem


def product(*values: Decimal) -> Decimal:
    """Multiply decimals, losing nothing; raises NotExactError where that takes over 120 digits."""
    try:
        return reduce(_EXACT.multiply, values, Decimal(1))
    except (Inexact, InvalidOperation, Overflow) as problem:
        what = "a product"
        raise NotExactError(what) from problem


def round_half_up(value: Decimal, places: int) -> Decimal:
    """Round to a number of decimal places; half goes away from zero."""
    try:
        rounded = value.quantize(Decimal(1).scaleb(-places), context=_ROUNDING)
    except (InvalidOperation, Overflow) as problem:
        what = f"{value} to {places} places"
        raise NotExactError(what) from problem
    return rounded.copy_abs() if rounded.is_zero() else rounded


def quotient(dividend: Decimal, divisor: Decimal, places: int) -> Decimal:
    """Divide and round once, half up: exact even where the quotient never ends.

    Integers are divided, so that no digit is rounded on the way to the rounding.
    """
    over, over_unit = dividend.as_integer_ratio()
    under, under_unit = divisor.as_integer_ratio()
    numerator = over * under_unit * 10**places
    denominator = over_unit * under
    half_up = (2 * abs(numerator) + abs(denominator)) // (2 * abs(denominator))
    negative = (numerator < 0) != (denominator < 0)
    return Decimal(-half_up if negative and half_up else half_up).scaleb(-places, _ROUNDING)
