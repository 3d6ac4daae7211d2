"""What can be wrong with how this installation is set up, each with a stable code."""


class SettingError(ValueError):
    """A setting of the environment holds something it may not; names it and what it may hold."""

    code = "setting"

    def __init__(self, name: str, value: str, legal: str) -> None:
        super().__init__(f"{name} is {value!r}: it must be {legal}.")


class ProcessError(RuntimeError):
    """A program of this installation ended, or did not come up; carries the end of its log."""

    code = "process"
