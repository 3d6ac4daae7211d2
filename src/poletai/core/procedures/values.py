"""Values of a day: what every parameter is on it; published is not yet in force."""

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec

from poletai.core.basics.calendar import Calendar
from poletai.core.basics.canonical import canonical
from poletai.core.procedures.definition import Definition, Parameter, Value, Values


def values_on(
    definition: Definition, day: date, calendar: Calendar, calendar_sha256: str
) -> Values:
    """Return the values in force on a day; a parameter not yet in force has none."""
    parameters, sha256 = _dated(definition, day)
    return Values(
        on=day,
        parameters=parameters,
        sha256=sha256,
        calendar=calendar,
        calendar_sha256=calendar_sha256,
    )


@lru_cache(maxsize=2048)
def _dated(definition: Definition, day: date) -> tuple[Mapping[str, Value], str]:
    """Return every parameter's value on a day, and their hash; nobody writes into them."""
    found = {name: value_on(parameter, day) for name, parameter in definition.parameters.items()}
    parameters = {name: value for name, value in found.items() if value is not None}
    return parameters, hashlib.sha256(values_bytes(day, parameters)).hexdigest()


def value_on(parameter: Parameter, day: date) -> Value | None:
    """Return what a parameter is on a day: the latest value that began on or before it."""
    begun = [dated for dated in parameter.value if dated.since <= day]
    if not begun:
        return None
    latest = max(begun, key=lambda dated: dated.since)
    return Value(value=latest.value, unit=parameter.unit, law=latest.law)


def values_bytes(day: date, parameters: Any) -> bytes:
    """Return the canonical bytes a procedure pins the values of its notice by."""
    return canonical({"on": day.isoformat(), "values": msgspec.to_builtins(parameters)})


def read_values(data: bytes, calendar: Calendar, calendar_sha256: str) -> Values:
    """Read pinned values from the bytes the public record serves."""
    document = msgspec.json.decode(data)
    return Values(
        on=date.fromisoformat(document["on"]),
        parameters=msgspec.convert(document["values"], dict[str, Value]),
        sha256=hashlib.sha256(data).hexdigest(),
        calendar=calendar,
        calendar_sha256=calendar_sha256,
    )
