"""Answers: a refusal said in the reader's language, beside the field it concerns."""

import re

from django.utils.translation import gettext as _

from poletai.core.basics.problem import Problem, Refusal
from poletai.portal.forms.about import About
from poletai.portal.words.conditions import condition_sentence, find_condition
from poletai.portal.words.laws import cite
from poletai.portal.words.texts import ROLES, state_title, word

_PLACE = re.compile(r"`\$((?:\[[^\]]*\]|\.\w+)*)`")
_STEP = re.compile(r"\[(\d+)\]|\.(\w+)")


def problems_of(about: About, refusal: Refusal) -> tuple[Problem, ...]:
    """Return what a form shows when a command was refused."""
    if refusal.code == "fields-wrong":
        found = refusal.details.get("problems", ())
        return tuple(_field_problem(about, problem) for problem in found)
    return (_said(about, refusal),)


def law_of(about: About, law: str | None) -> str:
    """Name the article of a problem for the reader."""
    return str(cite(about.library, law)) if law else ""


def _said(about: About, refusal: Refusal) -> Problem:
    law = law_of(about, refusal.law)
    condition = find_condition(about.definition, about.move.when, refusal.code, refusal.law)
    if condition is None:
        message = reason(about, refusal)
        return Problem(code=refusal.code, where="", message=message, law=law)
    sentence = condition_sentence(about.definition, about.values, condition)
    named = [str(argument).removesuffix(".count") for argument in condition.arguments.values()]
    where = next((name for name in named if name in about.move.asks), "")
    message = _("This is required: %(condition)s") % {"condition": sentence}
    return Problem(code=refusal.code, where=where, message=message, law=law)


def reason(about: About, refusal: Refusal) -> str:
    """Say why a command was refused; reasons without words of the page stand as they are."""
    move = about.move
    allowed = {state_title(about.definition, move.of, s) for s in move.source}
    by = ", ".join(word(ROLES, role) for role in move.by)
    reasons = {
        "not-now": _("This is possible only while it stands at: %(states)s.")
        % {"states": ", ".join(sorted(allowed))},
        "not-permitted": _("This belongs to: %(roles)s.") % {"roles": by},
        "not-your-procedure": _("You do not hold this role in this procedure."),
        "closing": _("Bids are being closed; try again in a few seconds."),
        "no-such-subject": _("There is no such lot, bid or party here."),
    }
    return reasons.get(refusal.code, refusal.reason)


def _field_problem(about: About, problem: dict[str, str]) -> Problem:
    name, law = problem["where"], law_of(about, problem.get("law"))
    title = about.label(name).title
    if problem["code"] == "field-missing":
        message = _("%(field)s is empty: fill it in") % {"field": title}
        return Problem(code="field-missing", where=name, message=message, law=law)
    why = problem["message"].removeprefix(f"{name}: ")
    message = _("%(field)s cannot be taken: %(why)s") % {"field": title, "why": why}
    return Problem(code=problem["code"], where=_place(name, why), message=message, law=law)


def _place(name: str, why: str) -> str:
    """Turn `$[0].value.amount` of a shape's complaint into the name of its input."""
    match = _PLACE.search(why)
    steps = [number or key for number, key in _STEP.findall(match[1])] if match else []
    return "-".join([name, *steps[:2]]) if len(steps) > 1 else name
