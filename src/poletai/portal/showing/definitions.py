"""Definitions in words: machines and moves, who does what, values, articles, variants, changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from poletai.core.procedures.changes import Change, changes
from poletai.core.procedures.checks import citations
from poletai.core.procedures.definition import Condition, Definition, Move, Values
from poletai.core.procedures.in_force import in_force
from poletai.core.procedures.library import Library
from poletai.core.procedures.limits import running
from poletai.core.procedures.values import value_on
from poletai.core.procedures.wording import said_value, wording
from poletai.portal.showing.diagrams import draw_machine
from poletai.portal.words.laws import Cited, cite
from poletai.portal.words.texts import (
    ROLES,
    SUBJECTS,
    in_english,
    role_title,
    said,
    state_title,
    word,
)

_LAST = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class ShownCondition:
    """One condition in words; `force` says whether it binds, `days` when it is law."""

    sentence: str
    law: Cited
    force: str
    days: str


@dataclass(frozen=True, slots=True)
class ShownMove:
    """One move: who may take it, from which states to which, under which conditions."""

    anchor: str
    title: str
    who: str
    source: str
    to: str
    law: Cited
    days: str
    conditions: tuple[ShownCondition, ...]


@dataclass(frozen=True, slots=True)
class ShownMachine:
    """The small machine of one subject, drawn, and the moves that move it."""

    name: str
    title: str
    drawing: str
    moves: tuple[ShownMove, ...]


@dataclass(frozen=True, slots=True)
class ShownRole:
    """One role and the moves it may take."""

    title: str
    moves: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShownValue:
    """One dated value of the law; `base` is what the variant's base has instead, if it differs."""

    title: str
    value: str
    law: Cited
    since: str
    base: str


@dataclass(frozen=True, slots=True)
class ShownLimit:
    """A time limit that runs from a step: of which step, in words, under which article."""

    anchor: str
    title: str
    sentence: str
    law: Cited


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One thing that becomes otherwise on a day."""

    on: date
    how: str
    title: str
    law: Cited
    before: str
    after: str


def shown_machines(
    library: Library, definition: Definition, values: Values
) -> Iterator[ShownMachine]:
    """Show each small machine with its diagram and its moves."""
    for of in definition.machines:
        moves = [(n, move) for n, move in enumerate(definition.moves) if move.of == of]
        shown = tuple(_move(library, definition, values, n, move) for n, move in moves)
        yield ShownMachine(of, word(SUBJECTS, of), draw_machine(definition, of), shown)


def shown_roles(definition: Definition) -> Iterator[ShownRole]:
    """Show who may do what, role by role."""
    for role in ROLES:
        moves = tuple(
            (_anchor(n), said(move.title))
            for n, move in enumerate(definition.moves)
            if role in move.by
        )
        if moves:
            yield ShownRole(role_title(definition, role), moves)


def shown_values(library: Library, definition: Definition, values: Values) -> Iterator[ShownValue]:
    """Show the values in force on a day, beside those of the base of a variant."""
    base = library.bases.get(definition.name)
    below = {} if base is None else library.definition(base).parameters
    for name, value in values.parameters.items():
        parameter = definition.parameters[name]
        since = max(dated.since for dated in parameter.value if dated.since <= values.on)
        other = value_on(below[name], values.on) if name in below else None
        differs = "" if other is None or other == value else said_value(other, _language())
        law = cite(library, value.law)
        shown = said_value(value, _language())
        yield ShownValue(said(parameter.title), shown, law, since.isoformat(), differs)


def shown_limits(library: Library, definition: Definition, values: Values) -> Iterator[ShownLimit]:
    """Show the time limits whose beginning is a step nobody knows the day of yet."""
    for each in running(definition, values):
        sentence = wording(definition, each.condition, _language(), values)
        anchor = _anchor(definition.moves.index(each.move))
        yield ShownLimit(anchor, said(each.move.title), sentence, cite(library, each.condition.law))


def shown_changes(library: Library, definition: Definition, day: date) -> tuple[ShownChange, ...]:
    """Show what the law, as it is known, makes otherwise after a day."""
    return tuple(_change(library, change) for change in changes(library, definition, day, _LAST))


def shown_laws(library: Library, definition: Definition) -> tuple[Cited, ...]:
    """List every article the definition rests on."""
    return tuple(cite(library, law) for law in sorted({law for _, law in citations(definition)}))


def differing_moves(library: Library, definition: Definition) -> tuple[tuple[str, str], ...]:
    """List the moves a variant has otherwise than its base; none where it is no variant."""
    base = library.bases.get(definition.name)
    if base is None:
        return ()
    known = library.definition(base).moves
    return tuple(
        (_anchor(n), said(move.title))
        for n, move in enumerate(definition.moves)
        if move not in known
    )


def _anchor(place: int) -> str:
    return f"move-{place}"


def _move(
    library: Library, definition: Definition, values: Values, place: int, move: Move
) -> ShownMove:
    titles = [state_title(definition, move.of, state) for state in move.source]
    conditions = (_condition(library, definition, values, each) for each in move.provided)
    return ShownMove(
        anchor=_anchor(place),
        title=said(move.title),
        who=", ".join(role_title(definition, role) for role in move.by),
        source=" / ".join(titles),
        to=state_title(definition, move.of, move.to) if move.to else "",
        law=cite(library, move.law),
        days=_days(move, values.on),
        conditions=tuple(conditions),
    )


def _condition(
    library: Library, definition: Definition, values: Values, condition: Condition
) -> ShownCondition:
    sentence = wording(definition, condition, _language(), values)
    law = cite(library, condition.law)
    return ShownCondition(sentence, law, condition.force, _days(condition, values.on))


def _days(rule: Move | Condition, day: date) -> str:
    """Say from which day to which a rule is law, where it is not always, and if not on this day."""
    said_days = {
        _("from %(day)s on"): rule.since,
        _("until the day before %(day)s"): rule.ceases,
    }
    parts = [text % {"day": bound.isoformat()} for text, bound in said_days.items() if bound]
    if parts and not in_force(rule, day):
        parts.append(_("not law on the day chosen"))
    return ", ".join(parts)


def _change(library: Library, change: Change) -> ShownChange:
    law = (
        Cited(change.law, said(change.title))
        if change.what == "source"
        else cite(library, change.law)
    )
    return ShownChange(
        on=change.on,
        how=_how(change),
        title=said(change.title),
        law=law,
        before="" if change.before is None else said(change.before),
        after="" if change.after is None else said(change.after),
    )


def _how(change: Change) -> str:
    words = {
        "value": _("Value of the law"),
        "move": _("Step"),
        "condition": _("Condition"),
        "source": _("Law"),
    }
    hows = {"began": _("begins"), "ended": _("ends"), "changed": _("changes")}
    return _("%(what)s %(how)s") % {"what": words[change.what], "how": hows[change.how]}


def _language() -> str:
    return "en" if in_english() else "zh"
