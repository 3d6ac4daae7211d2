"""Auctions on forms: the mechanism and its terms, one a line as the rulebook writes them."""

import tomllib
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poletai.core.auctions import fields_of, find_mechanism, mechanism_names
from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Problem
from poletai.core.procedures.rule_sets import NAMED
from poletai.portal.forms.about import About
from poletai.portal.forms.field import Choices, Field, Row
from poletai.portal.forms.typed import Typed
from poletai.portal.words.fields import Label, label_of
from poletai.portal.words.texts import title_of

Fields = dict[str, Any]
Problems = tuple[Problem, ...]

_TERMS: Final = Label(
    gettext_lazy("Terms of the mechanism"),
    gettext_lazy("One a line, such as window = 300. What the lots and dates say is left out here."),
)


def auction_field(about: About, name: str, typed: Typed, problems: Problems) -> Field:
    """Show the choice of a mechanism and the lines of its terms."""
    mechanism, terms = f"{name}-mechanism", f"{name}-terms"
    inputs = (
        Field(
            mechanism,
            "choice",
            label_of("mechanism"),
            value=typed.text(mechanism),
            choices=_mechanisms(),
            errors=_errors(mechanism, problems),
        ),
        Field(
            terms,
            "long",
            _TERMS,
            required=False,
            value=typed.text(terms),
            note=_known(about, typed.text(mechanism)),
            errors=_errors(terms, problems),
        ),
    )
    errors = _errors(name, problems)
    return Field(name, "set", about.label(name), rows=(Row(1, inputs),), errors=errors)


def read_auction(_about: About, name: str, typed: Typed, fields: Fields) -> list[Problem]:
    """Read the mechanism and the lines of its terms."""
    auction: Fields = {}
    problems = typed.read(f"{name}-mechanism", "text", "mechanism", auction)
    try:
        lines = tomllib.loads(typed.text(f"{name}-terms"))
    except tomllib.TOMLDecodeError as problem:
        message = _("cannot be read: %(why)s") % {"why": problem}
        where = f"{name}-terms"
        return [*problems, Problem(code="field-wrong", where=where, message=message)]
    fields[name] = {**{key: _plain(value) for key, value in lines.items()}, **auction}
    return problems


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return format_instant(value) if value.tzinfo is not None else value.isoformat()
    return value


def _mechanisms() -> Choices:
    titles = {name: find_mechanism(name).TITLE for name in mechanism_names()}
    return tuple((name, title_of(title["zh"], title["en"])) for name, title in titles.items())


def _known(about: About, mechanism: str) -> str:
    """Name the terms of the chosen mechanism, and the rule sets this kind of trade has."""
    terms = ", ".join(fields_of(mechanism)) if mechanism in mechanism_names() else ""
    sets = (
        f'{NAMED} = "{name}" ({title_of(rules.title.zh, rules.title.en)})'
        for name, rules in about.definition.rule_sets.items()
    )
    return "; ".join(filter(None, (terms, *sets)))


def _errors(name: str, problems: Problems) -> tuple[str, ...]:
    return tuple(problem.message for problem in problems if problem.where == name)
