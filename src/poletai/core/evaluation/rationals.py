"""Rationals: figures no decimal can hold, rounded once for people and compared unrounded."""

from decimal import Decimal
from fractions import Fraction

from poletai.core.basics.exact import quotient


def rounded(value: Fraction, places: int) -> Decimal:
    """Round a fraction to a number of decimal places, half up."""
    return quotient(Decimal(value.numerator), Decimal(value.denominator), places)


def as_text(value: Fraction) -> str:
    """Write a fraction whole, as "9/7", so that nothing of it is lost."""
    return f"{value.numerator}/{value.denominator}"
