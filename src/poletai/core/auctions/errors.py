"""What keeps an auction from being run or settled."""

from poletai.core.basics.problem import Problem


class CannotRunError(ValueError):
    """The terms or the record of an auction are not fit: carries every problem found."""

    code = "cannot-run-auction"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        said = "; ".join(f"{problem.where}: {problem.message}" for problem in problems)
        super().__init__(f"the auction cannot be run: {said}")
        self.problems = problems


class UnknownMechanismError(LookupError):
    """No auction mechanism has this name."""

    code = "unknown-auction-mechanism"

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no auction mechanism is called {name!r}: take one of {', '.join(known)}")
