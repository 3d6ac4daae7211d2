"""Money as notices write it: a plain sum in yuan, exactly, or the reason why it is none."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

import msgspec

# The units a sum may carry, each with the power of ten that makes yuan of it.
UNITS = {"元": 0, "万元": 4, "亿元": 8}

_SUM = re.compile(
    r"(?:人民币|¥)?\s*(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(?P<unit>元|万元|亿元)?整?"
)


class Heading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a column's heading says of the numbers under it.

    `unit` is theirs where a cell names none. `at_least` is the smallest bare number that can
    only be a sum, for headings such as 元/% that leave open whether a rate is meant. Under a
    heading with `rate` no number is a sum.
    """

    unit: str | None = None
    at_least: Decimal = Decimal(0)
    rate: bool = False


@dataclass(frozen=True, slots=True)
class NotYuan:
    """A text that is no plain sum in yuan: the code says why."""

    code: str


def read_yuan(text: str, heading: Heading) -> Decimal | NotYuan:
    """Return the sum a cell states, in yuan and exactly, or NotYuan for anything else.

    Only a number that fills the whole cell counts. The unit in the cell comes before that of the
    heading; without either the sum is not read.
    """
    match = _SUM.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return NotYuan("price-not-plain")
    if heading.rate:
        return NotYuan("price-percentage")
    number = Decimal(match["number"].replace(",", ""))
    unit = match["unit"] or heading.unit
    if unit is None:
        return NotYuan("price-no-unit")
    if match["unit"] is None and number < heading.at_least:
        return NotYuan("price-maybe-rate")
    return in_yuan(number, unit)


def in_yuan(number: Decimal, unit: str) -> Decimal:
    """Return a number of yuan, 万元 or 亿元 in yuan: the point moves, no digit is lost."""
    sign, digits, exponent = number.as_tuple()
    moved = Decimal((sign, digits, int(exponent) + UNITS[unit]))
    # Written out, so that no exponent notation reaches JSON.
    return Decimal(format(moved, "f"))
