"""The rulebook: every kind of procedure with its states, moves, values and articles."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from poletai.core.procedures.definition import Condition, Definition, Move, Values
from poletai.core.procedures.wording import said_value, wording
from poletai.portal.frame import show, the_house
from poletai.portal.showing.diagrams import draw_machine
from poletai.portal.words.laws import Cited, cite
from poletai.portal.words.texts import (
    CATEGORIES,
    ROLES,
    SUBJECTS,
    in_english,
    said,
    state_title,
    word,
)


@dataclass(frozen=True, slots=True)
class DefinitionLine:
    """One kind of procedure in the list."""

    name: str
    title: str
    category: str
    moves: int
    conditions: int


@dataclass(frozen=True, slots=True)
class ShownCondition:
    """One condition in words; `force` says whether it binds."""

    sentence: str
    law: Cited
    force: str


@dataclass(frozen=True, slots=True)
class ShownMove:
    """One move: who may take it, from which states to which, under which conditions."""

    title: str
    who: str
    source: str
    to: str
    law: Cited
    conditions: tuple[ShownCondition, ...]


@dataclass(frozen=True, slots=True)
class ShownMachine:
    """The small machine of one subject, drawn, and the moves that move it."""

    name: str
    title: str
    drawing: str
    moves: tuple[ShownMove, ...]


@dataclass(frozen=True, slots=True)
class ShownValue:
    """One dated value of the law as it stands today."""

    title: str
    value: str
    law: Cited
    since: str


@dataclass(frozen=True, slots=True)
class DefinitionPage:
    """What the page of a definition shows, the moves grouped by what they move."""

    name: str
    title: str
    category: str
    sha256: str
    machines: tuple[ShownMachine, ...]
    values: tuple[ShownValue, ...]
    articles: tuple[Cited, ...]


@require_safe
def rulebook(request: HttpRequest) -> HttpResponse:
    """List every definition."""
    lines = tuple(
        DefinitionLine(
            name,
            said(definition.title),
            word(CATEGORIES, definition.category),
            len(definition.moves),
            sum(len(move.provided) for move in definition.moves),
        )
        for name, definition in the_house().library.definitions.items()
    )
    return show(request, "rulebook", lines, section="rulebook")


@require_safe
def definition_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show one definition as it is law today."""
    house = the_house()
    definition = house.library.definitions.get(name)
    if definition is None:
        raise Http404
    today = house.library.local_day(definition, house.clock())
    values = house.library.values(definition, today)
    page = DefinitionPage(
        name=name,
        title=said(definition.title),
        category=word(CATEGORIES, definition.category),
        sha256=definition.sha256,
        machines=tuple(_machines(definition, values)),
        values=tuple(_values(definition, values)),
        articles=tuple(cite(house.library, law) for law in _laws(definition)),
    )
    return show(request, "definition", page, section="rulebook")


def _machines(definition: Definition, values: Values) -> Iterator[ShownMachine]:
    for of in definition.machines:
        moves = (move for move in definition.moves if move.of == of)
        shown = tuple(_move(definition, values, move) for move in moves)
        yield ShownMachine(of, word(SUBJECTS, of), draw_machine(definition, of), shown)


def _move(definition: Definition, values: Values, move: Move) -> ShownMove:
    titles = [state_title(definition, move.of, state) for state in move.source]
    conditions = (_condition(definition, values, condition) for condition in move.provided)
    return ShownMove(
        title=said(move.title),
        who=", ".join(word(ROLES, role) for role in move.by),
        source=" / ".join(titles),
        to=state_title(definition, move.of, move.to) if move.to else "",
        law=cite(the_house().library, move.law),
        conditions=tuple(conditions),
    )


def _condition(definition: Definition, values: Values, condition: Condition) -> ShownCondition:
    sentence = wording(definition, condition, "en" if in_english() else "zh", values)
    return ShownCondition(sentence, cite(the_house().library, condition.law), condition.force)


def _values(definition: Definition, values: Values) -> Iterator[ShownValue]:
    language = "en" if in_english() else "zh"
    for name, value in values.parameters.items():
        parameter = definition.parameters[name]
        since = max(dated.since for dated in parameter.value if dated.since <= values.on)
        law = cite(the_house().library, value.law)
        yield ShownValue(said(parameter.title), said_value(value, language), law, since.isoformat())


def _laws(definition: Definition) -> tuple[str, ...]:
    found = {move.law for move in definition.moves}
    found |= {c.law for move in definition.moves for c in move.provided}
    found |= {v.law for parameter in definition.parameters.values() for v in parameter.value}
    return tuple(sorted(found))
