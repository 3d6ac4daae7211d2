"""Stories: the scenarios of a definition gathered from its chapters, what it extends, and its own.

A story of the same name replaces the one told below; `without` leaves stories out; where a story
begins `after` another does not depend on which file tells it first.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from poletai.core.basics.problem import Problem
from poletai.core.procedures.scenarios import Samples, Scenario, read_scenario

_SCENARIO, _SAMPLE, _WITHOUT = "scenario", "sample", "without"


class _Told(msgspec.Struct, frozen=True):
    """One file of stories as it stands: where each story is told, samples, what it is without."""

    tables: Mapping[str, tuple[str, Mapping[str, Any]]] = {}
    samples: Samples = {}
    problems: tuple[Problem, ...] = ()


def read_stories(
    sources: Sequence[tuple[str, bytes]], here: Mapping[str, str]
) -> tuple[tuple[Scenario, ...], tuple[Problem, ...]]:
    """Read the stories of a definition, lowest file first, each after the one it begins after.

    `here` has what open citations stand for. Every story that reads is returned, and everything
    wrong with the others.
    """
    told = _Told()
    for file, data in sources:
        told = _told_over(told, file, data)
    found: dict[str, Scenario] = {}
    problems = list(told.problems)
    for name, (where, table) in told.tables.items():
        try:
            found[name] = read_scenario(table, told.samples, here)
        except msgspec.ValidationError as problem:
            problems.append(_problem(where, str(problem)))
    stories, lost = _in_order(found)
    problems += [_problem(told.tables[story.name][0], _nowhere(story)) for story in lost]
    return stories, tuple(problems)


@lru_cache(maxsize=512)
def _parsed(data: bytes) -> dict[str, Any]:
    """Parse a file; chapters are told in many definitions, and nobody writes into the result."""
    return tomllib.loads(data.decode())


def _told_over(below: _Told, file: str, data: bytes) -> _Told:
    try:
        document = _parsed(data)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        return _with_problems(below, [_problem(file, str(problem))])
    known = {_SCENARIO, _SAMPLE, _WITHOUT}
    problems = [_problem(file, f"{key!r} is no key here") for key in sorted({*document} - known)]
    left, missing = _left(below.tables, document.get(_WITHOUT, ()), file)
    own, twice = _own(document.get(_SCENARIO, ()), file)
    samples = {name: {**below.samples.get(name, {}), **given} for name, given in _samples(document)}
    return _Told(
        tables={**left, **own},
        samples={**below.samples, **samples},
        problems=(*below.problems, *problems, *missing, *twice),
    )


def _samples(document: Mapping[str, Any]) -> Any:
    return document.get(_SAMPLE, {}).items()


def _left(
    tables: Mapping[str, Any], without: Sequence[str], file: str
) -> tuple[dict[str, Any], list[Problem]]:
    missing = [
        _problem(file, f"no story {name!r} to do without") for name in without if name not in tables
    ]
    return {name: told for name, told in tables.items() if name not in without}, missing


def _own(
    scenarios: Sequence[Mapping[str, Any]], file: str
) -> tuple[dict[str, tuple[str, Mapping[str, Any]]], list[Problem]]:
    own: dict[str, tuple[str, Mapping[str, Any]]] = {}
    problems: list[Problem] = []
    for index, table in enumerate(scenarios):
        where, name = f"{file}:scenario.{index}", str(table.get("name", f"scenario {index}"))
        if name in own:
            problems.append(_problem(where, f"two scenarios are called {name!r}"))
        own[name] = (where, table)
    return own, problems


def _in_order(found: Mapping[str, Scenario]) -> tuple[tuple[Scenario, ...], list[Scenario]]:
    """Order stories as told, each after the one it begins after; the rest begins nowhere."""
    told: dict[str, Scenario] = {}
    lost: list[Scenario] = []
    for story in found.values():
        chain = _chain(found, told, story)
        if chain is None:
            lost.append(story)
        else:
            told |= {each.name: each for each in chain}
    return tuple(told.values()), lost


def _chain(
    found: Mapping[str, Scenario], told: Mapping[str, Scenario], story: Scenario
) -> list[Scenario] | None:
    """List a story with those before it not told yet; None where they lead nowhere."""
    chain: list[Scenario] = []
    now: Scenario | None = story
    while now is not None and now.name not in told:
        before = None if now.after is None else found.get(now.after)
        if now in chain or (now.after is not None and before is None):
            return None
        chain.append(now)
        now = before
    return chain[::-1]


def _nowhere(story: Scenario) -> str:
    return f"{story.name!r} begins after {story.after!r}, which is not told before it"


def _with_problems(told: _Told, problems: list[Problem]) -> _Told:
    return msgspec.structs.replace(told, problems=(*told.problems, *problems))


def _problem(where: str, message: str) -> Problem:
    return Problem(code="rulebook.scenario", where=where, message=message)
