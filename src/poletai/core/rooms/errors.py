"""What makes the record of a room impossible."""


class RoomRecordError(ValueError):
    """An event that cannot follow what went before it in its room."""

    code = "room-record"

    def __init__(self, position: int, what: str) -> None:
        super().__init__(f"event {position} of the room: {what}")
        self.position = position
