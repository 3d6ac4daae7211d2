"""Pinned files: the definition, values and calendar a notice pinned, by their hashes."""

from typing import Any

from poletai.core.basics.calendar import read_calendar
from poletai.core.basics.canonical import parse
from poletai.core.procedures.definition import Definition, Values
from poletai.core.procedures.reading import Reader, build_definition
from poletai.core.procedures.values import read_values
from poletai.ledger.source import Source
from poletai.replay.record import Record, blob
from poletai.replay.report import RecordError


def read_pinned(log: Source, record: Record) -> tuple[Definition, Values]:
    """Return the definition and values a procedure runs under, as its notice pinned them."""
    pins = record.pins
    if not pins:
        where = f"record {record.procedure}"
        raise RecordError(where, "no notice has pinned its law yet: there is nothing to replay")
    calendar = read_calendar(blob(log, pins["calendar"]))
    values = read_values(blob(log, pins["values"]), calendar, pins["calendar"])
    return read_definition_blob(blob(log, pins["definition"])), values


def read_definition_blob(data: bytes) -> Definition:
    """Read a definition from its canonical bytes; raises RecordError where they hold none."""
    document: dict[str, Any] = parse(data)
    reader = Reader({(): "pinned definition"})
    definition = build_definition(reader, document)
    if definition is None or reader.problems:
        what = reader.problems[0].message if reader.problems else "it holds no definition"
        raise RecordError("pinned definition", what)
    return definition
