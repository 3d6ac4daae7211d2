"""Short forms of auctions: what was said in a room as a line, reserves by what they seal.

A line of a record is `listing-until + 200 seconds: jia 1100.00`; after the amount may come
`x 400` for a quantity, `for north+south` for items of the lot, or the name of a second dimension;
before or instead of it a kind such as `offer` or `confirm`; `a offer 0.10 air` offers a part
beside the price.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from poletai.core.basics.instant import format_instant
from poletai.core.procedures.auctions import commitment
from poletai.core.procedures.moments import is_moment

_TIMES, _FOR, _AND = "x", "for", "+"
_HEX = 64


def auction(value: Any) -> Any:
    """Return announced terms from the name of their mechanism, or with instants written out."""
    if not isinstance(value, Mapping):
        return {"mechanism": value}
    return {
        name: format_instant(one) if isinstance(one, datetime) else one
        for name, one in value.items()
    }


def digest(value: Any, hashed: Callable[[str], str]) -> Any:
    """Return the hash that stands for a text; one written out stays."""
    return value if not isinstance(value, str) or len(value) == _HEX else hashed(value)


def sealed(given: Mapping[str, Any], hashed: Callable[[str], str]) -> dict[str, Any]:
    """Return a lot whose `reserve` is committed to, under the salt the text `salt` stands for."""
    if "reserve" not in given:
        return dict(given)
    rest = {name: value for name, value in given.items() if name != "reserve"}
    return {**rest, "reserve_hash": commitment(hashed("salt"), {"amount": given["reserve"]})}


def record(value: Any, moment: Callable[[str], datetime]) -> Any:
    """Return the lines of a record, those a story tells in words written out."""
    if not isinstance(value, list):
        return value
    return [_line(one, moment, i) if isinstance(one, str) else one for i, one in enumerate(value)]


def _line(told: str, moment: Callable[[str], datetime], number: int) -> dict[str, Any]:
    when, _, words = told.rpartition(": ")
    bidder, *said = words.split()
    at = format_instant(moment(when)) if is_moment(when) else when
    return {"at": at, "bidder": bidder, "number": number, **_said(said)}


def _said(words: list[str]) -> dict[str, Any]:
    match words:
        case [*said, meant, items] if meant == _FOR:
            return {**_figures(said), "items": items.split(_AND)}
    return _figures(words)


def _figures(words: list[str]) -> dict[str, Any]:
    match words:
        case [amount, times, quantity] if times == _TIMES:
            return {"amount": amount, "quantity": quantity}
        case [kind, amount, dimension] if not kind[:1].isdigit():
            return {"kind": kind, "amount": amount, "dimension": dimension}
        case [kind, amount] if not kind[:1].isdigit():
            return {"kind": kind, "amount": amount}
        case [amount, dimension]:
            return {"amount": amount, "dimension": dimension}
        case [amount] if amount[:1].isdigit():
            return {"amount": amount}
        case _:
            return {"kind": words[0]}
