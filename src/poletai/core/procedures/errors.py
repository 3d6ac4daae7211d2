"""What can be broken about a procedure's record or a rulebook, as exceptions of this package."""

from collections.abc import Sequence

from poletai.core.basics.problem import Problem


class UnknownEventError(Exception):
    """The record holds an event that no move of its definition causes from where it stood."""

    code = "record.unknown-event"

    def __init__(self, name: str, state: str) -> None:
        super().__init__(
            f"no move causes {name!r} from {state!r}: the record and its definition do not belong"
            " together, or an event is missing"
        )


class UnknownDefinitionError(KeyError):
    """No definition of the rulebook has this name."""

    code = "rulebook.unknown-definition"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(
            f"no definition is called {name!r}: take one of {', '.join(sorted(known))}"
        )

    def __str__(self) -> str:
        """Return the message itself: a KeyError would put quotes around it."""
        return str(self.args[0])


class RulebookError(Exception):
    """A rulebook file does not load; `problems` lists everything wrong with it."""

    code = "rulebook.wrong"

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0].message if self.problems else "no such file"
        super().__init__(
            f"{name}: {len(self.problems)} problems, the first: {first};"
            " run `poletai rulebook check` for all of them"
        )


class UnknownMomentError(ValueError):
    """A story says a moment that stands on nothing known: `said` is the text."""

    code = "rulebook.moment"

    def __init__(self, said: str) -> None:
        super().__init__(
            f"{said!r} is no moment here: write an instant, `+2 days`, or"
            " `deadline - 1 second` from an instant the trade has recorded by then"
        )
        self.said = said


class CannotBeginError(ValueError):
    """A new definition cannot be begun: its name is none, or taken, or a chapter is not there."""

    code = "rulebook.cannot-begin"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name!r} cannot be begun: {why}")
