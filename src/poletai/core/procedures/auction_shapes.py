"""Shapes of auctions: the announced terms of a mechanism, and the lines of a recorded auction."""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from poletai.core.auctions import find_mechanism, mechanism_names
from poletai.core.basics.errors import NotAnInstantError
from poletai.core.basics.instant import parse_instant
from poletai.core.procedures.rule_sets import NAMED
from poletai.core.rooms.keeping import rules_problems

Figure = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,18}(\.[0-9]{1,12})?$")]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class LineShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One line of a record: when it arrived, who said what."""

    at: str
    bidder: Name
    kind: Name = "bid"
    amount: Figure | None = None
    quantity: Figure | None = None
    dimension: str = ""
    plate: str = ""
    number: int = 0
    items: tuple[Name, ...] = ()


class AuctionShape(msgspec.Struct, frozen=True, kw_only=True):
    """The mechanism by name, or a rule set that has it; what else stands here are its own terms."""

    mechanism: Name = ""


def wrong_record(value: Any) -> str | None:
    """Say what is wrong with the lines of a record; None where they read."""
    try:
        lines = msgspec.convert(value, list[LineShape], strict=True)
        for line in lines:
            parse_instant(line.at)
    except (msgspec.ValidationError, NotAnInstantError) as problem:
        return str(problem)
    return None


def wrong_auction(value: Any) -> str | None:
    """Say what is wrong with announced terms; what they leave open the lots may still bring."""
    if _by_rule_set(value):
        return _wrong_rules(value)
    name = value.get("mechanism") if isinstance(value, Mapping) else None
    if name not in mechanism_names():
        return f"{name!r} is no mechanism: take one of {', '.join(mechanism_names())}"
    own = {key: item for key, item in value.items() if key not in ("mechanism", "room", NAMED)}
    try:
        msgspec.convert(own, _partial(str(name)), strict=True)
    except msgspec.ValidationError as problem:
        return str(problem)
    return _wrong_rules(value)


def _wrong_rules(value: Mapping[str, Any]) -> str | None:
    """Say what is wrong with how the room is to be kept."""
    wrong = next(rules_problems(value, value.get("room", {})), None)
    return None if wrong is None else wrong.message


def _by_rule_set(value: Any) -> bool:
    """Say whether terms name a rule set for their mechanism: the guards compare them with it."""
    named = isinstance(value, Mapping) and "mechanism" not in value
    return named and isinstance(value.get(NAMED), str)


def _partial(name: str) -> Any:
    """Return the terms of a mechanism with nothing in them required."""
    fields = msgspec.structs.fields(find_mechanism(name).Terms)
    given: list[Any] = [(field.name, field.type | None, None) for field in fields]
    return msgspec.defstruct(name, given, frozen=True, forbid_unknown_fields=True, kw_only=True)
