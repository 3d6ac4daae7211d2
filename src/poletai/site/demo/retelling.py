"""Retelling: a story of the rulebook with people, prices, dates and papers of the province."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from importlib import resources
from typing import Any

import msgspec

from poletai.core.procedures import playing
from poletai.core.procedures.definition import Definition
from poletai.core.procedures.library import Library
from poletai.core.procedures.scenarios import Scenario, Step, read_scenario
from poletai.core.procedures.standing import Command
from poletai.core.procedures.verdicts import told
from poletai.site.demo.errors import DemoStuckError

# Sums are written with their cents in every story, and nothing else is; shares are below one.
_SUM = re.compile(r"\b[1-9]\d*\.\d\d\b")
_WORTH = "1000000.00"


class Trade(msgspec.Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """One trade: which stories of its kind, when and by whom, and what is told otherwise.

    `told` are names of stories, each with all that comes before it, and steps of its own between
    them; what stories in `without` tell is left out. `times` multiplies their sums; `names` says
    who is who, and what their words are here; `fields` goes over what their commands say.
    """

    kind: str
    told: tuple[str | dict[str, Any], ...]
    begins: datetime
    principal: str
    title: str
    title_en: str
    lots: tuple[str, ...]
    times: Decimal = Decimal(1)
    names: dict[str, str] = {}
    fields: dict[str, dict[str, Any]] = {}
    without: tuple[str, ...] = ()
    # Whether it offers again what the trade before it in the table did not sell.
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """One step: when it happens, and the command it puts, if it puts one."""

    at: datetime
    command: Command | None


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    trade: tuple[Trade, ...]
    names: dict[str, str]


def trades() -> tuple[Trade, ...]:
    """Return the trades of the province's table, each with the names all of them share."""
    data = resources.files("poletai.site.demo").joinpath("trades.toml").read_bytes()
    table = msgspec.toml.decode(data, type=_Table)
    return tuple(
        msgspec.structs.replace(one, names={**table.names, **one.names}) for one in table.trade
    )


def retold(library: Library, trade: Trade) -> tuple[Made, ...]:
    """Return the steps of a trade, found by playing its story through the core beforehand."""
    definition = library.definition(trade.kind)
    now, made = playing.start(definition), []
    for step in _steps(library, trade):
        now = playing.take(library, definition, now, _changed(definition, trade, step))
        if now.refusal is not None or now.at is None:
            where = f"{trade.kind} {step.command}"
            raise DemoStuckError(where, str(now.refusal))
        made.append(Made(now.at, now.command))
    return tuple(made)


def _steps(library: Library, trade: Trade) -> Iterator[Step]:
    """Give the steps told, all moments of the rulebook moved so that they begin as the trade."""
    read, _ = told(library, trade.kind)
    stories = {story.name: story for story in read}
    past, later = set(trade.without), timedelta()
    for one in trade.told:
        chain = [_own(one)] if isinstance(one, dict) else list(_chain(stories, one))
        for story in chain:
            if story.name in past:
                continue
            later = later or trade.begins - story.steps[0].at
            yield from (_moved(step, later) for step in story.steps)
        past |= {story.name for story in chain if story.name}


def _own(step: dict[str, Any]) -> Scenario:
    return read_scenario({"name": "", "when": step, "then": {}}, {}, {})


def _chain(stories: Mapping[str, Scenario], name: str) -> Iterator[Scenario]:
    after = stories[name].after
    if after is not None:
        yield from _chain(stories, after)
    yield stories[name]


def _moved(value: Any, later: timedelta) -> Any:
    if isinstance(value, Step):
        fields = {name: _moved(one, later) for name, one in value.fields.items()}
        return msgspec.structs.replace(value, at=_moved(value.at, later), fields=fields)
    return value + later if isinstance(value, datetime) else value


def _changed(definition: Definition, trade: Trade, step: Step) -> Step:
    """Tell a step of this trade: its sums, its lots' titles, what it says otherwise."""
    if step.command is None:
        return step
    fields = {name: _times(value, trade.times) for name, value in step.fields.items()}
    fields |= _said(definition, trade, step)
    own = {name: value for name, value in fields.items() if value != ""}
    at = own.pop("at", step.at)
    if isinstance(own.get("lots"), Sequence):
        own["lots"] = [_lot(trade, i, one) for i, one in enumerate(own["lots"])]
    return msgspec.structs.replace(step, at=at, fields=own)


def _said(definition: Definition, trade: Trade, step: Step) -> Mapping[str, Any]:
    said: dict[str, Any] = dict(trade.fields.get(step.command or "", {}))
    drafts = {move.when for move in definition.moves if move.does == "draft"}
    if step.command in drafts:
        said |= {"title": trade.title, "title-en": trade.title_en}
    return said


def _lot(trade: Trade, place: int, given: Any) -> dict[str, Any]:
    lot = {"lot": given} if isinstance(given, str) else dict(given)
    worth = {"value": _times(_WORTH, trade.times)} if "value" not in lot else {}
    return {**lot, **worth, "title": trade.lots[place]}


def _times(value: Any, times: Decimal) -> Any:
    if isinstance(value, str):
        return _SUM.sub(lambda found: f"{Decimal(found[0]) * times:.2f}", value)
    if isinstance(value, Mapping):
        return {name: _times(one, times) for name, one in value.items()}
    return [_times(one, times) for one in value] if isinstance(value, list | tuple) else value
