"""Earliest dates: what the law leaves for an instant, computed before anything is typed."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from poletai.core.basics.instant import parse_instant
from poletai.core.basics.periods import Due, earliest_deadline
from poletai.core.procedures.definition import Condition
from poletai.core.procedures.in_force import binding
from poletai.portal.forms.about import About
from poletai.portal.forms.typed import Typed
from poletai.portal.forms.values import READERS, local_input
from poletai.portal.templatetags.look import day_and_time
from poletai.portal.words.conditions import quantity
from poletai.portal.words.laws import cite
from poletai.portal.words.texts import in_english

_MINIMA = ("at-least-days-after", "at-least-days-ahead", "leaves-days-ahead")


def minimum_input(about: About, name: str) -> str:
    """Return the earliest value an input may have: what is announced only moves later."""
    announced = about.standing.facts.get(name)
    if announced is None or about.guard_argument("only-later", "instant") != name:
        return ""
    return local_input(announced)


def earliest_note(about: About, name: str, typed: Typed) -> str:
    """Say the earliest allowed instant and why: period, article, holidays crossed."""
    for condition in binding(about.move, about.values.on):
        if condition.guard in _MINIMA and condition.arguments.get("instant") == name:
            return _note(about, condition, typed)
    return ""


def _note(about: About, condition: Condition, typed: Typed) -> str:
    after = str(condition.arguments.get("after", "at"))
    value = about.values.parameters[condition.arguments["days"]]
    start = _start(about, after, typed)
    unit: Any = value.unit
    due = earliest_deadline(about.values.calendar, start, int(value.value), unit)
    said = _(
        "Earliest allowed: %(day)s, because %(period)s are counted from %(after)s (%(law)s)."
    ) % {
        "day": day_and_time(due.latest),
        "period": quantity(value),
        "after": f"{about.label(after).title} {day_and_time(start)}",
        "law": cite(about.library, condition.law),
    }
    return f"{said} {_crossed(due)}".strip()


def _crossed(due: Due) -> str:
    names = [holiday.en if in_english() else holiday.zh for holiday in due.crossed]
    return _("The period crosses %(holidays)s.") % {"holidays": "、".join(names)} if names else ""


def _start(about: About, after: str, typed: Typed) -> datetime:
    """Take what was typed for the start, else what is announced, else now."""
    try:
        return parse_instant(READERS["instant"](typed.text(after)))
    except ValueError:
        announced = about.standing.facts.get(after)
        return about.now if announced is None else parse_instant(announced)
