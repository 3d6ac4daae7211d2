"""What keeps an evaluation from being made."""

from poletai.core.basics.problem import Problem


class CannotEvaluateError(ValueError):
    """The offers or the terms are not fit to be evaluated: carries every problem found."""

    code = "cannot-evaluate"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        said = "; ".join(f"{problem.where}: {problem.message}" for problem in problems)
        super().__init__(f"the evaluation cannot be made: {said}")
        self.problems = problems


class UnknownMethodError(LookupError):
    """No evaluation method has this name."""

    code = "unknown-evaluation-method"

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no evaluation method is called {name!r}: take one of {', '.join(known)}")
