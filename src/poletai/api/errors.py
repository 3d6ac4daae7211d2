"""What can go wrong when a program of ours asks the API, as an exception with an exit code."""


class ApiError(Exception):
    """The exchange said no, or nothing: why in words, and the exit code that says so."""

    code = "api"

    def __init__(self, message: str, exit_code: int) -> None:
        self.exit_code = exit_code
        super().__init__(message)
