"""Days in force: a move or a condition that is law only from a day on, or only before one.

The day is that of the notice, as for every value of the law: who began under the old rule ends
under it.
"""

from collections.abc import Iterator
from datetime import date

from poletai.core.procedures.definition import Condition, Definition, Move
from poletai.core.procedures.lines import Path

Found = Iterator[tuple[Path, str, str]]


def in_force(rule: Move | Condition, day: date) -> bool:
    """Say whether a rule is law on a day: from `since` on, and before the day it `ceases`."""
    return (rule.since is None or rule.since <= day) and (rule.ceases is None or day < rule.ceases)


def binding(move: Move, day: date) -> tuple[Condition, ...]:
    """Return the conditions of a move that are law on a day."""
    return tuple(condition for condition in move.provided if in_force(condition, day))


def check(definition: Definition) -> Found:
    """Yield rules that are never law: path, code and message."""
    for index, move in enumerate(definition.moves):
        rules: list[tuple[Path, str, Move | Condition]] = [(("move", index), move.when, move)]
        for i, condition in enumerate(move.provided):
            rules.append((("move", index, "provided", i), condition.guard, condition))
        for path, name, rule in rules:
            if rule.since is not None and rule.ceases is not None and rule.since >= rule.ceases:
                message = f"{name} would cease on {rule.ceases}, before it begins on {rule.since}"
                yield path, "rulebook.dates", message
