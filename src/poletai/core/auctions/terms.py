"""Terms of an auction: read for the mechanism they name, every figure and period checked."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

import msgspec

from poletai.core.auctions.find import find_mechanism, mechanism_names
from poletai.core.basics.problem import Problem

Seconds = Annotated[int, msgspec.Meta(ge=0, le=10**7)]
Instant = Annotated[datetime, msgspec.Meta(tz=True)]

# What an announcement says beside the terms: which mechanism, and how its room is kept.
_NO_TERMS = ("mechanism", "room")
_MOST_DIGITS = 24
# Any legal period added to an instant of these years is an instant still.
_FIRST_YEAR, _LAST_YEAR = 1000, 9000


def read_terms(given: Mapping[str, Any]) -> tuple[Any, tuple[Problem, ...]]:
    """Read terms of the mechanism they name: the terms, or None, and everything wrong with them."""
    name = given.get("mechanism")
    if name not in mechanism_names():
        message = f"{name!r} is no mechanism: take one of {', '.join(mechanism_names())}"
        return None, (problem("auction.mechanism-unknown", "mechanism", message),)
    mechanism = find_mechanism(str(name))
    own = {key: value for key, value in given.items() if key not in _NO_TERMS}
    try:
        terms: Any = msgspec.convert(own, mechanism.Terms, strict=True)
    except msgspec.ValidationError as wrong:
        return None, (problem("auction.terms-wrong", "terms", str(wrong)),)
    if found := tuple(_figures(terms, "terms")):
        return None, found
    found = tuple(mechanism.problems(terms))
    return (None if found else terms), found


def fields_of(name: str) -> tuple[str, ...]:
    """Name the terms a mechanism has."""
    return tuple(field.name for field in msgspec.structs.fields(find_mechanism(name).Terms))


def problem(code: str, where: str, message: str) -> Problem:
    """Say one thing that is wrong with terms."""
    return Problem(code=code, where=where, message=message)


def _figures(value: Any, where: str) -> Iterator[Problem]:
    match value:
        case Decimal():
            if not value.is_finite() or value <= 0 or len(f"{value:f}") > _MOST_DIGITS:
                message = f"{value} is no figure for terms: write a decimal above 0"
                yield problem("auction.figure", where, message)
        case datetime() if not _FIRST_YEAR <= value.year < _LAST_YEAR:
            message = f"the year {value.year} is out of reach"
            yield problem("auction.instants", where, message)
        case msgspec.Struct():
            for name in value.__struct_fields__:
                yield from _figures(getattr(value, name), f"{where}.{name}")
        case tuple():
            for index, item in enumerate(value):
                yield from _figures(item, f"{where}.{index}")
        case _:
            return
