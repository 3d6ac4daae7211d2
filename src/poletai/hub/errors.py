"""What can go wrong in the hub, as exceptions of this package."""


class UnknownSourceError(LookupError):
    """No connector bears this name: says which ones there are."""

    code = "hub.unknown-source"

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no connector is called {name!r}: there are {', '.join(known)}")


class NotPublicError(ValueError):
    """A draft has no release: says which procedure was asked for."""

    code = "hub.not-public"

    def __init__(self, procedure: str) -> None:
        super().__init__(f"procedure {procedure} is a draft: its notice makes the first release")


class FeedOrderError(ValueError):
    """Rows of the feed are not in leaf order: says which two, so that nothing is skipped."""

    code = "hub.feed-order"

    def __init__(self, first: int, second: int) -> None:
        super().__init__(f"leaf {second} follows leaf {first} in the feed: leaf order must ascend")
