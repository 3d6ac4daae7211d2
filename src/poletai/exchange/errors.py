"""What can go wrong in the exchange's machinery, as exceptions with a stable code."""


class ExchangeError(Exception):
    """Something of the exchange is missing or busy."""

    code = "exchange"


class NoSuchProcedureError(ExchangeError):
    """No procedure has this id."""

    code = "no-such-procedure"

    def __init__(self, procedure: str) -> None:
        super().__init__(f"no procedure is called {procedure!r}: check its address")


class NotTakenError(ExchangeError):
    """The request waited too long for its turn and was not taken."""

    code = "not-taken"

    def __init__(self) -> None:
        super().__init__(
            "the procedure was busy for 5 seconds and nothing was taken: send it again"
        )


class CustodianError(ExchangeError):
    """A custodian did not answer, or answered with a refusal."""

    code = "custodian"

    def __init__(self, custodian: str, what: str) -> None:
        super().__init__(f"custodian {custodian}: {what}")


class ProblemsError(ExchangeError):
    """What was sent has problems; `problems` lists all of them."""

    code = "problems"

    def __init__(self, problems: "tuple[object, ...]") -> None:
        self.problems = problems
        super().__init__("; ".join(str(problem) for problem in problems))


class WrongRoleError(ExchangeError):
    """Somebody asked to act in a role they do not hold."""

    code = "wrong-role"

    def __init__(self, role: str, held: tuple[str, ...]) -> None:
        roles = ", ".join(held) or "no role"
        super().__init__(f"you cannot act as {role!r}: you hold {roles}")
