"""A guard: its name, the arguments it takes, its test, and the sentence it stands for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from poletai.core.procedures.definition import Text

# What an argument of a condition names: a field the move asks or an earlier fact, a dated value
# (one that counts days where the argument is called `days`), states of another subject, rule sets
# of bidding, or texts.
Kind = Literal["fact", "parameter", "states", "rule-sets", "choice"]

# What a guard looks at: what its arguments name, the command as a whole, only the standing, or
# the remedies: what it saw of those is written into the event; or who acts, and the standing.
# It decides whether a page can say beforehand that a condition does not hold.
RestsOn = Literal["arguments", "command", "standing", "remedies", "actor"]

Test = Callable[..., bool]


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition by name. `test(context, **arguments)` says whether it holds."""

    name: str
    takes: Mapping[str, Kind]
    test: Test
    says: Text
    rests_on: RestsOn
    # Whose states its argument `states` lists.
    states_of: str = "lot"

    def holds(self, context: Any, arguments: Mapping[str, Any]) -> bool:
        """Say whether the condition holds for this command."""
        return self.test(context, **{_called(key): value for key, value in arguments.items()})


@cache
def _called(argument: str) -> str:
    """Return the name a test knows an argument by."""
    return argument.replace("-", "_")


def guard(
    name: str,
    test: Test,
    zh: str,
    en: str,
    /,
    rests_on: RestsOn = "arguments",
    states_of: str = "lot",
    **takes: Kind,
) -> Guard:
    """Write a guard on two lines: `{or-after}` in its sentence stands for argument `or_after`."""
    written = {key.replace("_", "-"): kind for key, kind in takes.items()}
    return Guard(name, written, test, Text(zh=zh, en=en), rests_on, states_of)
