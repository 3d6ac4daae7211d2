"""What an evaluation says: the ranking, and the steps that explain every number in it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec


class Step(msgspec.Struct, frozen=True):
    """One calculation: its formula in words, the named inputs, the value, the decimal places.

    `bid` is None for what concerns all bids; `rounding` is None where nothing was rounded.
    """

    name: str
    bid: str | None
    formula: str
    inputs: dict[str, Decimal | str]
    value: Decimal | str
    rounding: int | None = None


class Placed(msgspec.Struct, frozen=True):
    """A bid in the ranking. `tied` means only a draw or the principal can part it from another.

    Three prices that are never mixed: as quoted, as compared, and as a contract would be signed,
    which is the quotation, for adjustments are for evaluation only (ZP-13).
    """

    bid: str
    place: int
    score: Decimal | None
    evaluation_price: Decimal
    bid_price: Decimal
    contract_price: Decimal
    tied: bool


class SetAside(msgspec.Struct, frozen=True):
    """A bid that has no place, and the rule it has none by."""

    bid: str
    reason: str


class Result(msgspec.Struct, frozen=True, omit_defaults=True):
    """The ranking by a method, best first; equal places are listed by bid, which means nothing."""

    method: str
    ranked: tuple[Placed, ...]
    steps: tuple[Step, ...]
    set_aside: tuple[SetAside, ...] = ()


def as_json(result: Result) -> dict[str, Any]:
    """Return a result as JSON values, every decimal as plain text."""
    written: dict[str, Any] = plain(msgspec.to_builtins(result, builtin_types=(Decimal,)))
    return written


def plain(value: Any) -> Any:
    """Write every decimal of JSON values as plain text."""
    match value:
        case Decimal():
            return f"{value:f}"
        case Mapping():
            return {key: plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case _:
            return value
