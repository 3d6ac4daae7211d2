"""Cells: a name, a price and a rank as this source writes them, with what was not understood."""

import re
from decimal import Decimal

from poletai.hub.connectors.ggzy.mapping import Mapping
from poletai.hub.notices import Candidate, Finding
from poletai.hub.reading.money import NotYuan, read_yuan
from poletai.hub.reading.names import split_names

Findings = tuple[Finding, ...]

# What a price is shows in its beginning; patterns never meet a text of any length.
_LONGEST = 2000


def read_candidate(
    mapping: Mapping, where: str, raw: dict[str, str], fields: dict[str, tuple[str, str]]
) -> tuple[Candidate, Findings]:
    """Return a candidate from its cells.

    `raw` holds the cells by published label, `fields` maps a field to its unit and its text.
    """
    names, about_names = read_names(mapping, f"{where}.names", fields["name"][1])
    unit, text = fields.get("price", ("", ""))
    price, about_price = read_price(mapping, f"{where}.price", text, unit)
    rank, about_rank = read_rank(mapping, f"{where}.rank", fields.get("rank", ("", ""))[1])
    candidate = Candidate(names=names, price=price, rank=rank, raw=raw)
    return candidate, about_names + about_price + about_rank


def read_names(mapping: Mapping, where: str, text: str) -> tuple[tuple[str, ...], Findings]:
    """Return the firms of a cell; the whole cell as one name, and a finding, when not certain."""
    names = split_names(text)
    if names is None:
        return (text,), (Finding("names-unclear", where, text),)
    if mapping.masked in text:
        return names, (Finding("names-masked", where, text),)
    return names, ()


def read_price(
    mapping: Mapping, where: str, text: str, unit: str
) -> tuple[Decimal | None, Findings]:
    """Return the price of a cell in yuan, or None and the finding that says what it is instead."""
    heading = mapping.headings.get(unit)
    if heading is None:
        return None, (Finding("price-unknown-unit", where, f"{text} ({unit})"),)
    price = read_yuan(text, heading)
    if isinstance(price, NotYuan):
        code = _why_not_plain(mapping, text) if price.code == "price-not-plain" else price.code
        return None, (Finding(code, where, text),)
    return price, ()


def read_rank(mapping: Mapping, where: str, text: str) -> tuple[int | None, Findings]:
    """Return the rank a cell gives; an empty cell gives none and is no finding."""
    match = re.search(mapping.ranks.cell, text)
    if match is None:
        return None, ((Finding("rank-unclear", where, text),) if text else ())
    return rank_of(mapping, match[1] or match[2]), ()


def rank_of(mapping: Mapping, numeral: str) -> int:
    """Return the number of a Chinese or an Arabic numeral from one to ten."""
    return int(numeral) if numeral.isdecimal() else mapping.ranks.numerals.index(numeral) + 1


def _why_not_plain(mapping: Mapping, text: str) -> str:
    begins = text[:_LONGEST]
    kinds = (kind.code for kind in mapping.not_plain if re.search(kind.pattern, begins))
    return next(kinds, "price-prose")
