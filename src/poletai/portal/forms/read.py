"""Read: a sent form turned into the fields of a command, with every problem at once."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from poletai.core.basics.problem import Problem
from poletai.portal.forms.about import About
from poletai.portal.forms.auctions import read_auction
from poletai.portal.forms.build import asked
from poletai.portal.forms.groups import read_group
from poletai.portal.forms.suppliers import read_members, read_party, read_quotes
from poletai.portal.forms.typed import Typed

Fields = dict[str, Any]


def read_fields(about: About, typed: Typed) -> tuple[Fields, tuple[Problem, ...]]:
    """Return the fields of the command a form asks for, and what is wrong with what was typed."""
    fields: Fields = {}
    problems: list[Problem] = []
    for name in asked(about):
        problems += _READERS.get(about.kind_of(name), _simple)(about, name, typed, fields)
    return fields, tuple(problems)


def _simple(about: About, name: str, typed: Typed, fields: Fields) -> list[Problem]:
    required = name not in about.move.optional
    return typed.read(name, about.move.asks[name], name, fields, required=required)


def _documents(about: About, name: str, _typed: Typed, fields: Fields) -> list[Problem]:
    kept = about.kept.get(name, ())
    if kept:
        fields[name] = [json.loads(document.json) for document in kept]
    return [] if kept or name in about.move.optional else [_missing(name, _("Add a document"))]


def _group(about: About, name: str, typed: Typed, fields: Fields) -> list[Problem]:
    rows, problems = read_group(name, about.kind_of(name), typed)
    if rows:
        fields[name] = rows
    elif name not in about.move.optional:
        problems.append(_missing(name, _("Fill in at least one row")))
    return problems


def _terms(_about: About, name: str, typed: Typed, fields: Fields) -> list[Problem]:
    terms: Fields = {}
    problems = typed.read(f"{name}-method", "text", "method", terms)
    problems += typed.read(f"{name}-price_weight", "decimal", "price_weight", terms)
    terms["criteria"], more = read_group(f"{name}-criteria", "criteria", typed)
    fields[name] = terms
    return [*problems, *more]


def _scores(about: About, name: str, typed: Typed, fields: Fields) -> list[Problem]:
    criteria = about.standing.facts.get("terms", {}).get("criteria", ())
    sheet: dict[str, Fields] = {}
    problems: list[Problem] = []
    for bid in about.open_bids:
        marks: Fields = {}
        for criterion in criteria:
            key = criterion["name"]
            problems += typed.read(f"{name}-{bid.bid}-{key}", "decimal", key, marks)
        sheet[bid.bid] = marks
    fields[name] = sheet
    return problems


def _missing(name: str, message: str) -> Problem:
    return Problem(code="field-missing", where=name, message=message)


_READERS: Final[Mapping[str, Callable[[About, str, Typed, Fields], list[Problem]]]] = {
    "documents": _documents,
    "lots": _group,
    "round-lots": _group,
    "committee": _group,
    "grounds": _group,
    "sale-lots": _group,
    "reserved-lots": _group,
    "auction": read_auction,
    "auction-record": _group,
    "parties": _group,
    "party": read_party,
    "quotes": read_quotes,
    "members": read_members,
    "quotas": _group,
    "exclusions": _group,
    "terms": _terms,
    "scores": _scores,
}
