"""Scenarios: the law told as short stories beside a definition: given these, when this, then that.

A scenario may begin where another one ends (`after`). `then` names the article a command is
refused under, or the events it causes, the articles advised or breached, and where things stand.
A step leaves out what its command's `sample` says, and who takes it where only one role may.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from poletai.core.procedures.assembly.citations import closed
from poletai.core.procedures.errors import UnknownMomentError
from poletai.core.procedures.moments import LATER, is_moment


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happens in a scenario: a command by somebody, or only time that passes."""

    # An instant, or a moment said as in moments; a story without one goes on a minute later.
    at: Any = LATER
    command: str | None = None
    by: str = ""
    actor: str = ""
    lot: str | None = None
    bid: str | None = None
    remedy: str | None = None
    applicant: str | None = None
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


_OWN = {"at", "command", "by", "as", "lot", "bid", "of", "applicant", "bids", "withdrawn", "clock"}
# `of` names the remedy a step is about: fields of a move may be called `remedy`.
_CALLED = {"as": "actor", "of": "remedy"}
_BUT = "but"

Samples = Mapping[str, Mapping[str, Any]]


def read_scenario(table: Mapping[str, Any], samples: Samples, here: Mapping[str, str]) -> Scenario:
    """Read one story; raises msgspec.ValidationError where it is none."""
    read = msgspec.convert(table, _Table, strict=True)
    steps = tuple(_step(_sampled(step, samples)) for step in (*read.given, read.when))
    return Scenario(name=read.name, steps=steps, then=_closed(read.then, here), after=read.after)


def _closed(then: Then, here: Mapping[str, str]) -> Then:
    refused = None if then.refused is None else closed(then.refused, here)
    advice = None if then.advice is None else tuple(closed(law, here) for law in then.advice)
    return msgspec.structs.replace(then, refused=refused, advice=advice)


def _sampled(step: Mapping[str, Any], samples: Samples) -> dict[str, Any]:
    sample = samples.get(str(step.get("command")), {})
    whole = {**sample, **step}
    left_out = {_BUT, *whole.get(_BUT, ())}
    return {key: value for key, value in whole.items() if key not in left_out}


def _step(table: Mapping[str, Any]) -> Step:
    own = {_CALLED.get(key, key): table[key] for key in _OWN & table.keys()}
    fields = {key: value for key, value in table.items() if key not in _OWN}
    step = msgspec.convert({**own, "fields": fields}, Step, strict=True)
    if not isinstance(step.at, datetime) and not is_moment(step.at):
        raise msgspec.ValidationError(str(UnknownMomentError(step.at)))
    return step
