"""Shamir's secret sharing, byte by byte over GF(2^8) with polynomial 0x11B and generator 3."""

from collections.abc import Sequence
from functools import cache

from poletai.sealing.errors import SharesError

_POLYNOMIAL = 0x11B


def split(secret: bytes, xs: Sequence[int], coefficients: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return one share (y-bytes, then x) for each x.

    `coefficients` are the k - 1 random strings, each as long as the secret, of degrees 1 to k - 1:
    the caller draws them, so that this stays a function of its arguments.
    """
    _require_distinct(xs)
    if not coefficients or any(len(row) != len(secret) for row in coefficients):
        message = "coefficients must be k - 1 >= 1 random strings as long as the secret"
        raise SharesError(message)
    return tuple(_evaluate(secret, coefficients, x) + bytes([x]) for x in xs)


def interpolate(shares: Sequence[bytes], at: int) -> bytes:
    """Return the y-bytes at x = `at` of the polynomial through these shares; 0 gives the secret."""
    if len({len(share) for share in shares}) != 1:
        message = "shares must be of one length, and at least one"
        raise SharesError(message)
    xs = [share[-1] for share in shares]
    _require_distinct(xs)
    total = 0
    for share in shares:
        weight = _basis(share[-1], xs, at)
        total ^= int.from_bytes(share[:-1].translate(_row(weight)))
    return total.to_bytes(len(shares[0]) - 1)


def _evaluate(secret: bytes, coefficients: Sequence[bytes], x: int) -> bytes:
    value, row = 0, _row(x)
    for coefficient in (*reversed(coefficients), secret):
        moved = value.to_bytes(len(secret)).translate(row)
        value = int.from_bytes(moved) ^ int.from_bytes(coefficient)
    return value.to_bytes(len(secret))


def _basis(x: int, xs: Sequence[int], at: int) -> int:
    above = below = 1
    for other in xs:
        if other != x:
            above = _times(above, at ^ other)
            below = _times(below, x ^ other)
    return _times(above, _EXP[255 - _LOG[below]])


def _require_distinct(xs: Sequence[int]) -> None:
    if len(set(xs)) != len(xs) or not all(1 <= x <= 255 for x in xs):  # noqa: PLR2004 - GF(2^8)
        message = f"every share needs its own x from 1 to 255, not {list(xs)}"
        raise SharesError(message)


def _powers_of_three() -> tuple[tuple[int, ...], tuple[int, ...]]:
    powers, logarithms, value = [0] * 256, [0] * 256, 1
    for exponent in range(255):
        powers[exponent], logarithms[value] = value, exponent
        value ^= value << 1
        value = value ^ _POLYNOMIAL if value > 0xFF else value  # noqa: PLR2004 - one byte
    powers[255] = powers[0]
    return tuple(powers), tuple(logarithms)


_EXP, _LOG = _powers_of_three()


def _times(left: int, right: int) -> int:
    return _EXP[(_LOG[left] + _LOG[right]) % 255] if left and right else 0


@cache
def _row(factor: int) -> bytes:
    """Return the products of `factor` with every byte: one `translate` multiplies a string."""
    return bytes(_times(factor, byte) for byte in range(256))
