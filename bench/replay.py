"""Replay: whole trades folded from their events, and commands judged, per second on one core."""

import sys
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any
from unittest.mock import patch

import msgspec

from bench.support import Measure, publish
from poletai import rulebook
from poletai.core.procedures import playing
from poletai.core.procedures.definition import Definition
from poletai.core.procedures.folding import evolve, replay
from poletai.core.procedures.library import Library, read_library
from poletai.core.procedures.machine import OWN_STREAM, decide, prepare
from poletai.core.procedures.scenarios import Scenario, Step
from poletai.core.procedures.standing import Decision, Event, begin
from poletai.core.procedures.verdicts import told

WORKS = "cn.works.open-tender"
ENDING = "the contract is published and the procedure completes"
TURNS, SECONDS = 3, 1.5
Judged = tuple[Any, ...]


def main() -> int:
    """Play one trade from draft to contract, then judge and fold it again and again."""
    library, _ = read_library({name: rulebook.read(name) for name in rulebook.names()})
    definition = library.definition(WORKS)
    events, commands = played(library, definition)
    start = begin("scenario", definition.machines["procedure"].initial)
    encoded = [msgspec.json.encode(msgspec.to_builtins(event)) for event in events]

    folded = per_second(lambda: replay(definition, start, events))
    read = per_second(lambda: [msgspec.json.decode(one) for one in encoded])
    judged = per_second(lambda: judge_all(definition, commands))
    bare = f"reading the JSON of its {len(events)} events, trades/s"
    return publish(
        "replay",
        [
            Measure("whole trades folded from their events", folded, "standings/s", bare, read),
            Measure("events folded", folded * len(events), "events/s"),
            Measure(
                "commands decided and their events evolved",
                judged * len(commands),
                "commands/s",
                "events folded alone, events/s",
                folded * len(events),
                note=f"{len(commands)} commands of one trade, bids among them",
            ),
        ],
    )


def played(library: Library, definition: Definition) -> tuple[list[Event], list[Judged]]:
    """Return the events of a trade, and what each of its commands was judged by."""
    commands: list[Judged] = []
    events: list[Event] = []

    def overheard(*judged: Any) -> Any:
        commands.append(judged)
        return prepare(*judged)

    now = playing.start(definition)
    with patch.object(playing, "prepare", overheard):
        for step in steps(library):
            now = playing.take(library, definition, now, step)
            assert now.refusal is None
            events += now.events
    return events, commands


def steps(library: Library) -> Iterator[Step]:
    """Yield the steps of the story that ends as ENDING does, from its beginning."""
    found, problems = told(library, WORKS)
    assert not problems
    scenarios = {one.name: one for one in found}
    chapters: list[Scenario] = []
    name: str | None = ENDING
    while name is not None:
        chapters.insert(0, scenarios[name])
        name = chapters[0].after
    for chapter in chapters:
        yield from chapter.steps


def judge_all(definition: Definition, commands: list[Judged]) -> None:
    """Decide every command from where things stood then, and evolve what it caused."""
    for judged in commands:
        decision = decide(*judged)
        assert isinstance(decision, Decision)
        if decision.move.does not in OWN_STREAM:
            evolve(definition, judged[2], decision.event)


def per_second(work: Callable[[], object]) -> float:
    """Return how often a second work can be done, in the best of three turns."""
    best = 0.0
    for _ in range(TURNS):
        times, began = 0, perf_counter()
        while perf_counter() - began < SECONDS:
            work()
            times += 1
        best = max(best, times / (perf_counter() - began))
    return best


if __name__ == "__main__":
    sys.exit(main())
