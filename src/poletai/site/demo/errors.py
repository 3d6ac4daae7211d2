"""What can stop a demonstration."""


class DemoStuckError(Exception):
    """A step of the demonstration was refused; says which and why."""

    code = "demo.stuck"

    def __init__(self, step: str, why: str) -> None:
        super().__init__(f"{step}: {why}")
