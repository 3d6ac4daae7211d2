"""Scenarios: the law told as short stories beside a definition: given these, when this, then that.

A scenario may begin where another one ends (`after`). `then` names the article a command is
refused under, or the events it causes, the articles advised or breached, and where things stand.
"""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from poletai.core.basics.problem import Problem


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happens in a scenario: a command by somebody, or only time that passes."""

    at: datetime
    command: str | None = None
    by: str = ""
    actor: str = ""
    lot: str | None = None
    bid: str | None = None
    remedy: str | None = None
    bids: tuple[str, ...] | None = None
    withdrawn: tuple[str, ...] = ()
    # False where the clock has not come round yet: what the command alone would be answered.
    clock: bool = True
    fields: Mapping[str, Any] = {}


class Then(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a scenario asserts; what it leaves out it does not care about."""

    refused: str | None = None
    events: tuple[str, ...] | None = None
    advice: tuple[str, ...] | None = None
    states: dict[str, str] = {}
    facts: dict[str, Any] = {}


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """One story: its steps, the last of them `when`, and what must be so then."""

    name: str
    steps: tuple[Step, ...]
    then: Then
    after: str | None = None


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    when: dict[str, Any]
    then: Then
    given: list[dict[str, Any]] = []
    after: str | None = None


_OWN = {"at", "command", "by", "as", "lot", "bid", "of", "bids", "withdrawn", "clock"}
# `of` names the remedy a step is about: fields of a move may be called `remedy`.
_CALLED = {"as": "actor", "of": "remedy"}


def read_scenarios(
    file: str, data: bytes, before: tuple[Scenario, ...] = ()
) -> tuple[tuple[Scenario, ...], tuple[Problem, ...]]:
    """Read a scenarios file: every scenario that reads, and everything wrong with the others.

    Stories told `before` it are those an overlay takes over: one of the same name replaces the
    old one where it was told, the others come after.
    """
    try:
        document = tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        return (), (_problem(file, str(problem)),)
    scenarios: list[Scenario] = []
    problems = [
        _problem(file, f"{key!r} is no key here") for key in sorted(document.keys() - {"scenario"})
    ]
    for index, table in enumerate(document.get("scenario", ())):
        try:
            scenarios.append(_scenario(table))
        except msgspec.ValidationError as problem:
            problems.append(_problem(f"{file}:scenario.{index}", str(problem)))
    told = {scenario.name: scenario for scenario in (*before, *scenarios)}
    again = {scenario.name for scenario in before} & {scenario.name for scenario in scenarios}
    new = [scenario for scenario in scenarios if scenario.name not in again]
    whole = [told[scenario.name] for scenario in before] + new
    return tuple(whole), (*problems, *_names(file, whole))


def _scenario(table: dict[str, Any]) -> Scenario:
    read = msgspec.convert(table, _Table, strict=True)
    steps = tuple(_step(step) for step in (*read.given, read.when))
    return Scenario(name=read.name, steps=steps, then=read.then, after=read.after)


def _step(table: Mapping[str, Any]) -> Step:
    own = {_CALLED.get(key, key): table[key] for key in _OWN & table.keys()}
    fields = {key: value for key, value in table.items() if key not in _OWN}
    return msgspec.convert({**own, "fields": fields}, Step, strict=True)


def _names(file: str, scenarios: list[Scenario]) -> list[Problem]:
    """A scenario begins after one told before it: so none can begin after itself."""
    told: set[str] = set()
    problems: list[Problem] = []
    for scenario in scenarios:
        if scenario.name in told:
            problems.append(_problem(file, f"two scenarios are called {scenario.name!r}"))
        if scenario.after is not None and scenario.after not in told:
            problems.append(_problem(file, f"{scenario.name!r} begins after one not told before"))
        told.add(scenario.name)
    return problems


def _problem(where: str, message: str) -> Problem:
    return Problem(code="rulebook.scenario", where=where, message=message)
