"""Build: the fields of a move's form, one after the other as its `asks` names them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from django.utils.translation import gettext as _

from poletai.core.basics.problem import Problem
from poletai.core.procedures.definition import Move
from poletai.core.procedures.fields import FIELD_TYPES
from poletai.portal.forms.about import About
from poletai.portal.forms.auctions import auction_field
from poletai.portal.forms.draw_choices import draw_choices
from poletai.portal.forms.earliest import earliest_note, minimum_input
from poletai.portal.forms.field import Choices, Field, Row
from poletai.portal.forms.groups import group_field
from poletai.portal.forms.reserves import OPENED, SALT, reserve_field
from poletai.portal.forms.suppliers import (
    members_field,
    members_of,
    names_member,
    party_field,
    quotes_field,
)
from poletai.portal.forms.typed import Typed
from poletai.portal.forms.values import WIDGETS
from poletai.portal.words.fields import Label, label_of
from poletai.portal.words.texts import CHOICES, METHODS, title_of, word

Problems = tuple[Problem, ...]

_LONG: Final = frozenset(
    {
        "text",
        "reason",
        "finding",
        "answer",
        "request",
        "why",
        "finding-reason",
        "explain-doubt",
        "price-explanation",
        "explanation-opinion",
    }
)
_REPEATS: Final = "repeats"
_RECORD: Final = "auction-record"
# Types of which several may be chosen.
_CHOOSING: Final = {"forms": "checks"}
# The parties of a draft follow from who drafts it.
_BY_ACTOR: Final = frozenset({"principal", "agency"})


# What the exchange makes when it is asked to: such a move takes no more than a button.
_MADE_HERE: Final = frozenset({"seats", "unblinding"})


def on_a_form(move: Move) -> bool:
    """Say whether a person can fill in all a move asks; some of it only programs can make."""
    known = {"text", *WIDGETS, *_MAKERS}
    kinds = {kind for kind in move.asks.values() if not FIELD_TYPES[kind].supplied}
    made = kinds or not move.asks or set(move.asks.values()) <= _MADE_HERE
    return kinds <= known and bool(made)


def asked(about: About) -> Mapping[str, str]:
    """Return the fields a person fills in, by name: not what the platform or the sign-in knows."""
    hidden = _BY_ACTOR if about.move.does == "draft" else frozenset()
    asks = about.move.asks.items()
    known = {n: kind for n, kind in asks if n not in hidden and not FIELD_TYPES[kind].supplied}
    if about.recorded:
        known = {n: kind for n, kind in known.items() if kind != _RECORD}
    return {n: kind for n, kind in known.items() if not _nothing_to_open(about, n)}


def _nothing_to_open(about: About, name: str) -> bool:
    return about.kind_of(name) in (OPENED, SALT) and about.sealed_reserve is None


def build_fields(about: About, typed: Typed, problems: Problems = ()) -> tuple[Field, ...]:
    """Return the form of a move with what was typed and what is wrong with it."""
    kinds = {name: about.kind_of(name) for name in asked(about)}
    # The salt of a reserve stands beside its amount.
    shown = {name: kind for name, kind in kinds.items() if kind != SALT}
    return tuple(_field(about, name, kind, typed, problems) for name, kind in shown.items())


def _field(about: About, name: str, kind: str, typed: Typed, problems: Problems) -> Field:
    return _MAKERS.get(kind, _simple)(about, name, typed, problems)


def _simple(about: About, name: str, typed: Typed, problems: Problems) -> Field:
    kind = about.move.asks[name]
    choices = _choices(about, name)
    widget = _CHOOSING.get(kind, "choice") if choices else _widget(name, kind)
    return Field(
        name,
        widget,
        about.label(name),
        required=name not in about.move.optional,
        value=typed.text(name),
        choices=choices,
        minimum=minimum_input(about, name) if kind == "instant" else "",
        note=earliest_note(about, name, typed) if kind == "instant" else "",
        errors=_errors(name, problems),
    )


def _widget(name: str, kind: str) -> str:
    return WIDGETS.get(kind, "long" if name in _LONG else "text")


def _offered(about: About, name: str) -> Choices:
    """Return the bodies or procedures a field may name, where the exchange knows them."""
    if about.names_authority(name):
        return about.authorities
    return about.repeatable if name == _REPEATS and about.move.does == "draft" else ()


def _choices(about: About, name: str) -> Choices:
    if named := about.choices_of(name):
        return tuple((one, word(CHOICES, one)) for one in named)
    if offered := _offered(about, name):
        return offered
    if names_member(about, name):
        return members_of(about)
    if about.guard_argument("finding-open", "finding") == name:
        return about.findings_to_decide
    if about.guard_argument("question-open", "question") == name:
        questions = about.standing.facts.get("questions", ())
        unanswered = [q for q in questions if "answer" not in q]
        return tuple((str(q["question"]), f"{q['question']}. {q['text'][:80]}") for q in unanswered)
    return draw_choices(about, name)


def _documents(about: About, name: str, _typed: Typed, problems: Problems) -> Field:
    required = name not in about.move.optional
    kept = about.kept.get(name, ())
    errors = _errors(name, problems)
    return Field(name, "documents", about.label(name), required=required, kept=kept, errors=errors)


def _group(about: About, name: str, typed: Typed, problems: Problems) -> Field:
    required = name not in about.move.optional
    return replace(
        group_field(name, about.kind_of(name), typed, problems, required=required),
        label=about.label(name),
    )


def _terms(about: About, name: str, typed: Typed, problems: Problems) -> Field:
    methods = tuple((key, str(title)) for key, title in METHODS.items())
    method, weight = f"{name}-method", f"{name}-price_weight"
    fields = (
        Field(
            method,
            "choice",
            label_of("method"),
            value=typed.text(method),
            choices=methods,
            errors=_errors(method, problems),
        ),
        Field(
            weight,
            "decimal",
            label_of("price_weight"),
            value=typed.text(weight) or "100",
            errors=_errors(weight, problems),
        ),
        group_field(f"{name}-criteria", "criteria", typed, problems, required=False),
    )
    errors = _errors(name, problems)
    return Field(name, "set", about.label(name), rows=(Row(1, fields),), errors=errors)


def _scores(about: About, name: str, typed: Typed, problems: Problems) -> Field:
    criteria = about.standing.facts.get("terms", {}).get("criteria", ())
    rows = tuple(
        Row(
            number,
            tuple(_mark(f"{name}-{bid.bid}-{c['name']}", c, typed, problems) for c in criteria),
            about.bid_name(bid),
        )
        for number, bid in enumerate(about.open_bids, 1)
    )
    note = "" if criteria else _("Only the price counts here: there is nothing to mark.")
    errors = _errors(name, problems)
    return Field(name, "set", about.label(name), rows=rows, note=note, errors=errors)


def _mark(where: str, criterion: Mapping[str, Any], typed: Typed, problems: Problems) -> Field:
    title = title_of(criterion["title"], criterion.get("title_en", ""))
    bounds = f"{criterion.get('low', '0')}–{criterion['high']}"
    label = Label(title, "", bounds)
    value, errors = typed.text(where), _errors(where, problems)
    return Field(where, "decimal", label, value=value, errors=errors)


def _errors(name: str, problems: Problems) -> tuple[str, ...]:
    return tuple(problem.message for problem in problems if problem.where == name)


_MAKERS: Final[Mapping[str, Callable[[About, str, Typed, Problems], Field]]] = {
    "documents": _documents,
    "lots": _group,
    "round-lots": _group,
    "committee": _group,
    "grounds": _group,
    "sale-lots": _group,
    "reserved-lots": _group,
    OPENED: reserve_field,
    "auction": auction_field,
    "auction-record": _group,
    "parties": _group,
    "party": party_field,
    "quotes": quotes_field,
    "members": members_field,
    "quotas": _group,
    "exclusions": _group,
    "terms": _terms,
    "scores": _scores,
}
