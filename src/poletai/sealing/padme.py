"""Padmé padding: lengths rounded up so that they tell little, at most 12 % more bytes."""


def padded_length(length: int) -> int:
    """Return the Padmé length for `length` bytes; below 2 it is the length itself."""
    if length < 2:  # noqa: PLR2004 - the formula's logarithms start at 2
        return length
    exponent = length.bit_length() - 1
    kept_bits = exponent.bit_length()
    mask = (1 << (exponent - kept_bits)) - 1
    return (length + mask) & ~mask


def padding(length: int) -> bytes:
    """Return the zeros that bring `length` bytes to their Padmé length."""
    return bytes(padded_length(length) - length)
