"""The planner: an item of a plan in, the kinds of trade it may or must be traded by out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from poletai.core.basics.problem import Problem
from poletai.core.procedures.library import Library
from poletai.core.procedures.planning.asking import read_item
from poletai.core.procedures.planning.choosing import Ground, Plan, plan_item
from poletai.core.procedures.planning.item import PlanItem
from poletai.core.procedures.planning.reading import read_planning
from poletai.core.procedures.planning.rules import Named, Planning
from poletai.portal.frame import show, the_house
from poletai.portal.words.laws import Cited, cite
from poletai.portal.words.planning import FACTS, VERDICTS
from poletai.portal.words.texts import said, word

_COUNTRY = "cn"
_TEXTS = ("object", "funding", "level", "place", "day", "public-funds", "investment")


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a field, and whether it is chosen."""

    name: str
    title: str
    on: bool


@dataclass(frozen=True, slots=True)
class ShownGround:
    """Why a kind is what it is: the rule, its articles, what it still needs."""

    title: str
    laws: tuple[Cited, ...]
    hard: bool
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """One kind of trade; `name` is empty while the rulebook has no such definition."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds of trade with the same grounds."""

    choices: tuple[ShownChoice, ...]
    grounds: tuple[ShownGround, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The kinds of one verdict, grouped by their grounds."""

    name: str
    title: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class PlannerPage:
    """The form as it was filled in, and the answer once there is one."""

    objects: tuple[Option, ...]
    fundings: tuple[Option, ...]
    levels: tuple[Option, ...]
    circumstances: tuple[Option, ...]
    texts: Mapping[str, str]
    parts: str
    problems: tuple[Problem, ...]
    verdicts: tuple[Verdict, ...]
    notes: tuple[ShownGround, ...]
    answered: bool


@require_safe
def planner(request: HttpRequest) -> HttpResponse:
    """Show the form, and the answer to what the address asks."""
    house = the_house()
    planning, _wrong = read_planning(house.library.files, _COUNTRY, house.library.articles)
    asked = request.GET
    texts = {name.replace("-", "_"): asked.get(name, "").strip()[:40] for name in _TEXTS}
    parts = asked.get("part", "").strip()[:400]
    chosen = asked.getlist("circumstance")[:40]
    answer: Plan | tuple[Problem, ...] = ()
    if texts["object"]:
        said_texts = {name: asked.get(name, "").strip()[:40] for name in _TEXTS}
        today = house.clock().date()
        item = read_item(planning, said_texts, _amounts(parts), chosen, today)
        answer = plan_item(planning, item) if isinstance(item, PlanItem) else item
    told = answer if isinstance(answer, Plan) else None
    page = PlannerPage(
        objects=_options(planning.objects, [texts["object"]]),
        fundings=_options(planning.fundings, [texts["funding"]]),
        levels=_options(planning.levels, [texts["level"]]),
        circumstances=_options(_for(planning.circumstances, texts["object"]), chosen),
        texts=texts,
        parts=parts,
        problems=answer if isinstance(answer, tuple) else (),
        verdicts=() if told is None else _verdicts(house.library, planning, told),
        notes=() if told is None else _grounds(house.library, planning, told.notes),
        answered=told is not None,
    )
    return show(request, "planner", page, section="rulebook")


def _amounts(text: str) -> list[str]:
    """Split amounts written one after another; a comma inside a number parts thousands."""
    return [part.replace(",", "") for part in re.split(r"[\s+;；、]+", text) if part]


def _for(circumstances: Mapping[str, Named], thing: str) -> Mapping[str, Named]:
    return {name: each for name, each in circumstances.items() if thing in each.object}


def _options(named: Mapping[str, Named], chosen: list[str]) -> tuple[Option, ...]:
    return tuple(Option(name, said(each.title), name in chosen) for name, each in named.items())


def _verdicts(library: Library, planning: Planning, told: Plan) -> tuple[Verdict, ...]:
    found = (
        Verdict(name, str(title), tuple(_groups(library, planning, told, name)))
        for name, title in VERDICTS.items()
    )
    return tuple(verdict for verdict in found if verdict.groups)


def _groups(library: Library, planning: Planning, told: Plan, verdict: str) -> Iterator[Group]:
    by_grounds: dict[tuple[Ground, ...], list[str]] = {}
    for choice in told.choices:
        if choice.verdict == verdict:
            by_grounds.setdefault(choice.grounds, []).append(choice.kind)
    for grounds, kinds in by_grounds.items():
        choices = tuple(_choice(library, kind) for kind in kinds)
        yield Group(choices, _grounds(library, planning, grounds))


def _choice(library: Library, kind: str) -> ShownChoice:
    known = library.definitions.get(kind)
    return ShownChoice("", kind) if known is None else ShownChoice(kind, said(known.title))


def _grounds(
    library: Library, planning: Planning, grounds: tuple[Ground, ...]
) -> tuple[ShownGround, ...]:
    return tuple(
        ShownGround(
            said(ground.title),
            tuple(cite(library, law) for law in ground.laws),
            ground.hard,
            tuple(_need(planning, need) for need in ground.needs),
        )
        for ground in grounds
    )


def _need(planning: Planning, need: str) -> str:
    """Say a missing circumstance or value by its title, a missing fact by its field."""
    if need in planning.circumstances:
        return said(planning.circumstances[need].title)
    if need in planning.values:
        return _("%(value)s of that place and level") % {"value": said(planning.values[need].title)}
    return word(FACTS, need)
