"""Main lines: the story of a kind of trade from its draft to its end, as commands to be made."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.support import rules

from poletai.core.procedures import playing
from poletai.core.procedures.scenarios import Scenario, Step
from poletai.core.procedures.standing import Command

END = "completed"


@dataclass(frozen=True)
class Made:
    """One step of a main line: when it happens, its command, and what the story tells with it."""

    at: datetime
    command: Command | None
    step: Step


def main_line(name: str) -> tuple[Made, ...]:
    """Return the steps of the first story that ends a trade of this kind well."""
    definition, stories = rules.definition(name), {s.name: s for s in rules.scenarios(name)}
    ends = rules.endings(name)
    last = next(s for s in stories.values() if ends[s.name].standing.state == END)
    now = playing.start(definition)
    made: list[Made] = []
    for step in _steps(stories, last):
        now = playing.take(rules.library(), definition, now, step)
        assert now.refusal is None, (name, step, now.refusal)
        assert now.at is not None
        made.append(Made(now.at, now.command, step))
    return tuple(made)


def _steps(stories: dict[str, Scenario], last: Scenario) -> Iterator[Step]:
    if last.after is not None:
        yield from _steps(stories, stories[last.after])
    yield from last.steps


def renamed(value: Any, names: dict[str, str]) -> Any:
    """Return fields with the bids a story names called as they really are."""
    if isinstance(value, dict):
        return {names.get(key, key): renamed(inside, names) for key, inside in value.items()}
    if isinstance(value, list):
        return [renamed(inside, names) for inside in value]
    return names.get(value, value) if isinstance(value, str) else value
