"""What can be wrong with a value, as exceptions of this package."""


class NotCanonicalError(ValueError):
    """A value has no canonical bytes here: says where it stands and what it holds."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where} holds {what}: canonical JSON carries text, integers, true, false and null")


class NotAnInstantError(ValueError):
    """A text is not an RFC 3339 instant with its offset, such as 2026-03-21T09:00:00+08:00."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is not an instant: write 2026-03-21T09:00:00+08:00, offset included")
