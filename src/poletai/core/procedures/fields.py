"""Fields: the types a move's `asks` may name, what each accepts, and who supplies it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from poletai.core.basics.errors import NotAnInstantError
from poletai.core.basics.instant import parse_instant
from poletai.core.basics.problem import Problem
from poletai.core.procedures import draw_shapes, shapes
from poletai.core.procedures.auction_shapes import (
    AuctionShape,
    LineShape,
    wrong_auction,
    wrong_record,
)
from poletai.core.procedures.definition import Move
from poletai.core.procedures.registers import Registers

_LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class FieldType:
    """A type of field: `check` returns what is wrong or None; a supplied one has no form field."""

    check: Callable[[Any], str | None]
    shape: Any
    supplied: bool = False
    simple: bool = False


def _instant(value: Any) -> str | None:
    try:
        parse_instant(value)
    except NotAnInstantError as problem:
        return str(problem)
    return None


def _date(value: Any) -> str | None:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return f"{value!r} is not a day: write 2026-03-21"
    return None


def _decimal(value: Any) -> str | None:
    try:
        finite = isinstance(value, str) and Decimal(value).is_finite()
    except InvalidOperation:
        finite = False
    return None if finite else f"{value!r} is not a decimal in a text: write '0.02'"


def _text(value: Any) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return "is empty: write at least a word"
    if "\x00" in value:
        return "holds the character NUL, which no text has: leave it out"
    if len(value) > _LONGEST_TEXT:
        return f"has {len(value)} characters: shorten it to {_LONGEST_TEXT}"
    return None


def _shaped(shape: Any) -> Callable[[Any], str | None]:
    def check(value: Any) -> str | None:
        try:
            read = msgspec.convert(value, shape, strict=True)
        except msgspec.ValidationError as problem:
            return str(problem)
        return shapes.complaint(read)

    return check


def _shape(shape: Any, *, supplied: bool = False, simple: bool = False) -> FieldType:
    return FieldType(_shaped(shape), shape, supplied=supplied, simple=simple)


FIELD_TYPES: Mapping[str, FieldType] = {
    "instant": FieldType(_instant, str, simple=True),
    "date": FieldType(_date, str, simple=True),
    "decimal": FieldType(_decimal, str, simple=True),
    "share": FieldType(_decimal, str, simple=True),
    "text": FieldType(_text, str, simple=True),
    "integer": _shape(int, simple=True),
    "flag": _shape(bool, simple=True),
    "money": _shape(shapes.MoneyShape, simple=True),
    "party": _shape(shapes.PartyShape, simple=True),
    "parties": _shape(list[shapes.PartyShape]),
    "quotes": _shape(dict[shapes.Key, shapes.MoneyShape]),
    "texts": _shape(list[str]),
    "digest": _shape(shapes.Hash, simple=True),
    "auction": FieldType(wrong_auction, AuctionShape, simple=True),
    "auction-record": FieldType(wrong_record, list[LineShape]),
    "forms": _shape(list[shapes.Key], simple=True),
    "documents": _shape(list[shapes.DocumentShape]),
    "lots": _shape(list[shapes.LotShape]),
    "terms": _shape(shapes.TermsShape),
    "committee": _shape(list[shapes.MemberShape]),
    "scores": _shape(dict[str, dict[str, shapes.DecimalText]]),
    "keys": _shape(list[shapes.OwnKeyShape]),
    "grounds": _shape(list[shapes.GroundShape]),
    "key": _shape(shapes.Key),
    "quotas": _shape(list[draw_shapes.QuotaShape]),
    "exclusions": _shape(list[draw_shapes.ExclusionTypedShape]),
    "candidates": _shape(list[draw_shapes.CandidateShape], supplied=True),
    "excluded": _shape(list[draw_shapes.ExcludedShape], supplied=True),
    "contribution": _shape(draw_shapes.ContributionShape, supplied=True),
    "draw-shares": _shape(list[draw_shapes.GivenShareShape], supplied=True),
    "draw-release": _shape(dict[str, Any], supplied=True),
    "draw-openings": _shape(list[draw_shapes.DrawOpeningShape], supplied=True),
    "seats": _shape(list[shapes.MemberShape], supplied=True),
    "unblinding": _shape(list[draw_shapes.UnblindingShape], supplied=True),
    "hash": _shape(shapes.Hash, supplied=True, simple=True),
    "signature": _shape(shapes.Signature, supplied=True),
    "position": _shape(int, supplied=True, simple=True),
    "keysets": _shape(dict[str, shapes.KeysetShape], supplied=True),
    "header": _shape(dict[str, Any], supplied=True),
    "receipts": _shape(list[dict[str, Any]], supplied=True),
    "registers": _shape(Registers, supplied=True),
    "closing": _shape(shapes.ClosingShape, supplied=True),
    "shares": _shape(list[shapes.ReleaseShape], supplied=True),
    "openings": _shape(list[shapes.OpeningShape], supplied=True),
}

# Filled in by the exchange, never by a form.
SUPPLIED = frozenset(name for name, kind in FIELD_TYPES.items() if kind.supplied)


def check_fields(move: Move, fields: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Compare a command's fields with what the move asks: all that is missing, wrong or extra."""
    missing = [name for name in move.asks if name not in fields and name not in move.optional]
    extra = [name for name in fields if name not in move.asks]
    wrong = [
        (name, complaint)
        for name, value in fields.items()
        if name in move.asks and (complaint := FIELD_TYPES[move.asks[name]].check(value))
    ]
    return (
        *(_problem(move, "field-missing", name, "is missing") for name in missing),
        *(_problem(move, "field-unknown", name, "is not asked for") for name in extra),
        *(_problem(move, "field-wrong", name, complaint) for name, complaint in wrong),
    )


def _problem(move: Move, code: str, name: str, what: str) -> Problem:
    return Problem(code=code, where=name, message=f"{name}: {what}", law=move.law)


def simple_fields(move: Move, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields small enough to keep as facts of the subject."""
    return {
        name: data[name]
        for name, kind in move.asks.items()
        if name in data and FIELD_TYPES[kind].simple
    }
