"""A guard: its name, the arguments it takes, its test, and the sentence it stands for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from poletai.core.procedures.definition import Text

# What an argument of a condition names. `fact` is a field the move asks or an earlier fact,
# `parameter` a dated value, `states` a list of states of another subject, `choice` fixed texts.
KINDS = ("fact", "parameter", "states", "choice", "subject", "move")

Test = Callable[..., bool]


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition by name. `test(context, **arguments)` says whether it holds."""

    name: str
    takes: Mapping[str, str]
    test: Test
    says: Text
    optional: tuple[str, ...] = ()

    def holds(self, context: Any, arguments: Mapping[str, Any]) -> bool:
        """Say whether the condition holds for this command."""
        return self.test(
            context, **{key.replace("-", "_"): value for key, value in arguments.items()}
        )


def guard(
    name: str, test: Test, zh: str, en: str, /, optional: tuple[str, ...] = (), **takes: str
) -> Guard:
    """Write a guard on two lines: `{instant}` in its sentence stands for that argument."""
    return Guard(name, takes, test, Text(zh=zh, en=en), optional)
