"""Reading the rules of planning: a country's planning.toml, and its provinces' put after it."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import msgspec

from poletai.core.basics.problem import Problem
from poletai.core.procedures.library import PLANNING
from poletai.core.procedures.planning.item import MEASURES
from poletai.core.procedures.planning.rules import Named, Planning, PlanValue, Row, Splitting

_FORCES = ("hard", "advice")


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    # Of a province: the first digits of its divisions' codes, which all it says is about.
    place: str = ""
    object: dict[str, Named] = {}
    funding: dict[str, Named] = {}
    level: dict[str, Named] = {}
    circumstance: dict[str, Named] = {}
    value: dict[str, PlanValue] = {}
    rule: tuple[Row, ...] = ()
    splitting: tuple[Splitting, ...] = ()


def read_planning(
    files: Mapping[str, bytes], country: str, articles: Collection[str]
) -> tuple[Planning, tuple[Problem, ...]]:
    """Read the rules of planning of a country and its provinces, with everything wrong in them."""
    read: list[_File] = []
    problems: list[Problem] = []
    for name in sorted(files, key=lambda name: (name.count("-"), name)):
        home, _, file = name.partition("/")
        if file != PLANNING or home.partition("-")[0] != country:
            continue
        found = _file(files[name])
        if isinstance(found, str):
            problems.append(Problem(code="rulebook.planning", where=name, message=found))
        else:
            read.append(found)
    planning = _together(read)
    where = f"{country}/{PLANNING}"
    wrong = (_problem(where, message) for message in _wrong(planning, articles))
    return planning, (*problems, *wrong)


def unplanned(planning: Planning, country: str, kinds: Collection[str]) -> tuple[Problem, ...]:
    """Warn of the kinds of trade of a country that no rule of planning names."""
    return tuple(
        Problem(
            code="rulebook.unplanned",
            where=f"{country}/{PLANNING}",
            message=f"no rule says when {kind} is required, allowed or forbidden",
            force="warning",
        )
        for kind in kinds
        if kind.partition(".")[0] == country and kind not in planning.kinds
    )


def _problem(where: str, message: str) -> Problem:
    return Problem(code="rulebook.planning", where=where, message=message)


def _file(data: bytes) -> _File | str:
    try:
        document: dict[str, Any] = tomllib.loads(data.decode())
        return _placed(msgspec.convert(document, _File, strict=True))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as problem:
        return str(problem)


def _placed(file: _File) -> _File:
    """Write a province's place into all it says."""
    replace = msgspec.structs.replace
    values = {
        name: replace(
            value, value=tuple(replace(v, place=v.place or file.place) for v in value.value)
        )
        for name, value in file.value.items()
    }
    rows = tuple(replace(row, place=row.place or file.place) for row in file.rule)
    return replace(file, value=values, rule=rows)


def _together(files: list[_File]) -> Planning:
    values: dict[str, PlanValue] = {}
    for name, value in ((n, v) for file in files for n, v in file.value.items()):
        before = values[name].value if name in values else ()
        values[name] = msgspec.structs.replace(value, value=(*before, *value.value))
    return Planning(
        objects=_named(file.object for file in files),
        fundings=_named(file.funding for file in files),
        levels=_named(file.level for file in files),
        circumstances=_named(file.circumstance for file in files),
        values=values,
        rows=tuple(row for file in files for row in file.rule),
        splittings=tuple(each for file in files for each in file.splitting),
    )


def _named(tables: Iterator[dict[str, Named]]) -> dict[str, Named]:
    return {name: named for table in tables for name, named in table.items()}


def _wrong(planning: Planning, articles: Collection[str]) -> Iterator[str]:
    """Say what a rule names that is nowhere: articles, values, objects, circumstances, measures."""
    for name, value in planning.values.items():
        for dated in value.value:
            yield from _unknown(f"value {name}", "article", [dated.law], articles)
            yield from _unknown(f"value {name}", "object", dated.object, planning.objects)
            yield from _unknown(f"value {name}", "force", [dated.force], _FORCES)
    for named in planning.circumstances.values():
        yield from _unknown(named.title.en, "object", named.object, planning.objects)
    for split in planning.splittings:
        yield from _unknown("splitting", "article", [split.law], articles)
        yield from _unknown("splitting", "object", split.object, planning.objects)
    for row in planning.rows:
        yield from _row(planning, row, articles)


def _row(planning: Planning, row: Row, articles: Collection[str]) -> Iterator[str]:
    when, where = row.when, row.title.en
    bounds = {**when.at_least, **when.below}
    said = (*when.all, *when.any, *when.none)
    yield from _unknown(where, "article", [row.law], articles)
    yield from _unknown(where, "object", when.object, planning.objects)
    yield from _unknown(where, "funding", when.funding, planning.fundings)
    yield from _unknown(where, "circumstance", said, planning.circumstances)
    yield from _unknown(where, "measure", bounds, MEASURES)
    yield from _unknown(where, "value", bounds.values(), planning.values)
    yield from _unknown(where, "force", [row.force], _FORCES)


def _unknown(
    where: str, what: str, given: Collection[str], known: Collection[str]
) -> Iterator[str]:
    for name in given:
        if name not in known:
            yield f"{where}: {name!r} is no {what}"
