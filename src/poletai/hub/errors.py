"""What can go wrong in the hub, as exceptions of this package."""


class UnknownSourceError(LookupError):
    """No connector bears this name: says which ones there are."""

    code = "hub.unknown-source"

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no connector is called {name!r}: there are {', '.join(known)}")
