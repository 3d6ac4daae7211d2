"""Inputs: what a bidder says in a room, and the record of it with the instant it arrived."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from poletai.core.basics.instant import parse_instant
from poletai.core.basics.problem import Problem


class Input(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing a bidder says: a bid, a confirmation, an acceptance; `kind` says which.

    `plate` is the number the others see; `number` the order of arrival where two instants are the
    same; `dimension` names what is bid on where that is not the price; `items` the items of the
    lot that are meant, where it has several.
    """

    bidder: str
    kind: str = "bid"
    amount: Decimal | None = None
    quantity: Decimal | None = None
    dimension: str = ""
    plate: str = ""
    number: int = 0
    items: tuple[str, ...] = ()


class Entry(msgspec.Struct, frozen=True):
    """An input and the instant it arrived."""

    at: datetime
    input: Input

    @property
    def order(self) -> tuple[datetime, int]:
        """The place of the entry in the record, whatever order it is listed in."""
        return self.at, self.input.number


def read_record(lines: Sequence[Mapping[str, Any]]) -> tuple[Entry, ...]:
    """Read the lines of a record in the order of arrival."""
    return tuple(sorted((_entry(line) for line in lines), key=lambda entry: entry.order))


def _entry(line: Mapping[str, Any]) -> Entry:
    said = {name: value for name, value in line.items() if name != "at"}
    return Entry(parse_instant(line["at"]), msgspec.convert(said, Input, strict=True))


def record_problems(entries: Iterable[Entry]) -> Iterator[Problem]:
    """Yield what leaves open which of two entries came first, and who has whose number plate."""
    seen: dict[tuple[datetime, int], str] = {}
    plates: dict[str, str] = {}
    for entry in entries:
        bidder, plate = entry.input.bidder, entry.input.plate
        if entry.order in seen:
            message = f"{seen[entry.order]} and {bidder} came at one instant: number the two"
            yield Problem(code="auction.order-open", where=f"record.{bidder}", message=message)
        seen[entry.order] = bidder
        if plate and plates.setdefault(plate, bidder) != bidder:
            message = f"plate {plate} is of {plates[plate]} and of {bidder}: one plate, one bidder"
            yield Problem(code="auction.plate-twice", where=f"record.{bidder}", message=message)
