"""What keeps a room from being rehearsed."""


class CannotRehearseError(ValueError):
    """Terms, bidders or strategies with which no rehearsal can be played."""

    code = "cannot-rehearse"
