"""The connector to city trading centres: from the records of their portal to notices."""

import msgspec

from poletai.core.basics.problem import Problem
from poletai.hub.connectors.ggzy.assembly import Record, notice_of
from poletai.hub.connectors.ggzy.mapping import mapping
from poletai.hub.connectors.ggzy.page import take_apart
from poletai.hub.notices import Notice, Reading


def read(data: bytes) -> Reading:
    """Return the notices of a file, a JSON list of records, and a problem for every other thing."""
    try:
        records = msgspec.json.decode(data)
    except msgspec.DecodeError as error:
        return Reading((), (_problem("hub.not-json", "$", str(error)),))
    if not isinstance(records, list):
        return Reading((), (_problem("hub.not-a-list", "$", "the file holds no list of records"),))
    read_records = [_read_record(record, f"$[{place}]") for place, record in enumerate(records)]
    return Reading(
        tuple(one for one in read_records if isinstance(one, Notice)),
        tuple(one for one in read_records if isinstance(one, Problem)),
    )


def _problem(code: str, where: str, message: str) -> Problem:
    return Problem(code=code, where=where, message=message)


def _read_record(value: object, where: str) -> Notice | Problem:
    try:
        record = msgspec.convert(value, Record, strict=False)
    except msgspec.ValidationError as error:
        return _problem("hub.not-a-record", where, str(error))
    kind = mapping().kind(record.categorynum)
    if kind is None:
        message = f"nobody has described notices of category {record.categorynum}: see mapping.toml"
        return _problem("hub.unknown-kind", where, message)
    page = take_apart(record.infocontent, mapping())
    notice = notice_of(mapping(), kind, record, page)
    if not any(lot.candidates for lot in notice.lots):
        return _problem("hub.no-candidates", where, f"{record.title}: no table names anyone")
    return notice
