"""Suppliers: the fields that name one, take several in, or hold what each of them quotes."""

from collections.abc import Iterable
from typing import Any

from poletai.core.basics.problem import Problem
from poletai.core.procedures.deeds.frameworks import members_now
from poletai.portal.forms.about import About
from poletai.portal.forms.field import Choices, Field, Row
from poletai.portal.forms.typed import Typed
from poletai.portal.words.fields import Label, label_of

Fields = dict[str, Any]
Problems = tuple[Problem, ...]

_PARTY = (("id", "party-id"), ("name", "party-name"))
_NAMING_A_MEMBER = ("is-member", "next-in-turn", "lowest-quote")


def party_field(about: About, name: str, typed: Typed, problems: Problems) -> Field:
    """Show the two inputs that name a party: its id here or elsewhere, and its name."""
    inputs = tuple(
        Field(
            f"{name}-{key}",
            "text",
            label_of(words),
            value=typed.text(f"{name}-{key}"),
            errors=_errors(f"{name}-{key}", problems),
        )
        for key, words in _PARTY
    )
    return _set(about, name, (Row(1, inputs),), problems)


def read_party(_about: About, name: str, typed: Typed, fields: Fields) -> list[Problem]:
    """Read who was named."""
    party: Fields = {}
    found = [
        problem
        for key, words in _PARTY
        for problem in typed.read(f"{name}-{key}", "text", key, party, words=words)
    ]
    fields[name] = party
    return found


def quotes_field(about: About, name: str, typed: Typed, problems: Problems) -> Field:
    """Show one input a member of the framework; who did not quote is left empty."""
    rows = tuple(
        Row(number, (_quote(f"{name}-{bid}", typed, problems),), said)
        for number, (bid, said) in enumerate(members_of(about), 1)
    )
    return _set(about, name, rows, problems)


def read_quotes(about: About, name: str, typed: Typed, fields: Fields) -> list[Problem]:
    """Read the quotes of those who gave one."""
    quotes: Fields = {}
    found: list[Problem] = []
    for bid, _said in members_of(about):
        found += typed.read(f"{name}-{bid}", "money", bid, quotes, required=False)
    fields[name] = quotes
    return found


def members_field(about: About, name: str, typed: Typed, problems: Problems) -> Field:
    """Show the bids of the ranking, to be taken into the framework or left out."""
    rows = tuple(
        Row(
            number,
            (
                Field(
                    f"{name}-{bid}",
                    "flag",
                    Label(said),
                    required=False,
                    value=typed.text(f"{name}-{bid}"),
                ),
            ),
        )
        for number, (bid, said) in enumerate(_ranked(about), 1)
    )
    return _set(about, name, rows, problems)


def read_members(about: About, name: str, typed: Typed, fields: Fields) -> list[Problem]:
    """Read who is taken in; where nobody was chosen the ranking itself decides."""
    chosen = [bid for bid, _said in _ranked(about) if typed.text(f"{name}-{bid}") == "on"]
    if chosen or name not in about.move.optional:
        fields[name] = chosen
    return []


def members_of(about: About) -> Choices:
    """Return the members of the framework at hand, by rank and name."""
    lot = about.standing.lots.get(about.lot or "")
    return () if lot is None else _named(about, members_now(about.definition, lot))


def names_member(about: About, name: str) -> bool:
    """Say whether a field names a member of the framework."""
    return any(about.guard_argument(guard, "member") == name for guard in _NAMING_A_MEMBER)


def _ranked(about: About) -> Choices:
    lot = about.standing.lots.get(about.lot or "")
    ranking = () if lot is None else lot.facts.get("ranking", ())
    return _named(about, (placed["bid"] for placed in ranking))


def _named(about: About, bids: Iterable[str]) -> Choices:
    lot = about.standing.lots[about.lot or ""]
    return tuple((bid, about.bid_name(lot.bids[bid])) for bid in bids if bid in lot.bids)


def _quote(where: str, typed: Typed, problems: Problems) -> Field:
    return Field(
        where,
        "decimal",
        label_of("quote"),
        required=False,
        value=typed.text(where),
        errors=_errors(where, problems),
    )


def _set(about: About, name: str, rows: tuple[Row, ...], problems: Problems) -> Field:
    required = name not in about.move.optional
    errors = _errors(name, problems)
    return Field(name, "set", about.label(name), required=required, rows=rows, errors=errors)


def _errors(name: str, problems: Problems) -> tuple[str, ...]:
    return tuple(problem.message for problem in problems if problem.where == name)
