"""Reserves on forms: at the settlement of a lot, its sealed reserve is opened by a file."""

from dataclasses import replace
from typing import Final

from poletai.core.basics.problem import Problem
from poletai.portal.forms.about import About
from poletai.portal.forms.field import Field, Row
from poletai.portal.forms.typed import Typed

OPENED, SALT = "opened-reserve", "reserve-salt"
_WIDGETS: Final = {"amount": "decimal", "salt": "text"}


def reserve_field(about: About, name: str, typed: Typed, problems: tuple[Problem, ...]) -> Field:
    """Show the choice of a reserve's file, and beside it what the file fills in."""
    label = about.label(name)
    inputs = tuple(_input(about, argument, typed, problems) for argument in _WIDGETS)
    kept = about.sealed_reserve or ""
    return Field(f"{name}-file", OPENED, label, value=kept, rows=(Row(1, inputs),))


def _input(about: About, argument: str, typed: Typed, problems: tuple[Problem, ...]) -> Field:
    name = str(about.guard_argument("reserve-opens", argument))
    errors = tuple(problem.message for problem in problems if problem.where == name)
    label = replace(about.label(name), help="")
    return Field(name, _WIDGETS[argument], label, value=typed.text(name), errors=errors)
