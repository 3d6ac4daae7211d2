"""Settlements: who won at what price, or why nobody did, with every rule applied on the way."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from poletai.core.basics.instant import format_instant

SOLD, UNSOLD, TIED = "sold", "unsold", "tied"


class Refused(msgspec.Struct, frozen=True):
    """The value that answers an input a mechanism does not take: its stable code, and why."""

    code: str
    reason: str


class Step(msgspec.Struct, frozen=True):
    """One rule applied: to whom, with which figures, and what came of it."""

    rule: str
    value: Decimal | str
    bidder: str | None = None
    at: datetime | None = None
    inputs: dict[str, Decimal | str] = {}


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """What a bidder ends with: a price for all or for a quantity, and a second dimension's amount.

    `at` and `number` say when it came. Of a winner `price` is what is paid, `quantity` and `items`
    what is got; of the others, what they bid.
    """

    bidder: str
    price: Decimal
    at: datetime
    number: int = 0
    quantity: Decimal | None = None
    dimension: str = ""
    amount: Decimal | None = None
    items: tuple[str, ...] | None = None


class Settlement(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of an auction, `sold`, `unsold` or `tied`; `reason` says why it is not sold."""

    mechanism: str
    outcome: str
    at: datetime | None
    reason: str = ""
    winners: tuple[Quote, ...] = ()
    others: tuple[Quote, ...] = ()
    steps: tuple[Step, ...] = ()


def as_json(settlement: Settlement) -> dict[str, Any]:
    """Return a settlement as JSON values: decimals as plain text, nothing that was left out."""
    kept = (Decimal, datetime)
    told: dict[str, Any] = plain(msgspec.to_builtins(settlement, builtin_types=kept))
    return told


def plain(value: Any) -> Any:
    """Return a value as JSON has it: decimals as plain text, instants in UTC."""
    match value:
        case Decimal():
            return f"{value:f}"
        case datetime():
            return format_instant(value)
        case Mapping():
            return {key: plain(item) for key, item in value.items() if item is not None}
        case list() | tuple():
            return [plain(item) for item in value]
        case _:
            return value
