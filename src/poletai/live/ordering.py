"""Orders of the auctioneer: the event each of them makes, or why it is not done."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from poletai.core.auctions import Refused
from poletai.core.rooms import Room, RoomEvent, amend, halt, resume, terminate


class Asked(msgspec.Struct, frozen=True):
    """What is asked of a room, by whom and why; `auction` are the terms an amendment puts."""

    do: str
    by: dict[str, str]
    reason: str = ""
    law: str = ""
    auction: dict[str, Any] = {}


def obey(room: Room, body: Mapping[str, Any], wall: datetime) -> RoomEvent | Refused:
    """Make the event of an order, or refuse it."""
    try:
        asked = msgspec.convert(dict(body), Asked)
    except msgspec.ValidationError as wrong:
        return Refused("room.order-unknown", str(wrong))
    if asked.do == "amend":
        return amend(room, asked.auction, asked.by, wall)
    does = _DOES.get(asked.do)
    if does is None:
        return Refused("room.order-unknown", f"{asked.do!r}: say pause, resume, terminate, amend")
    return does(room, asked.by, asked.reason, asked.law, wall)


_Does = Callable[[Room, Mapping[str, str], str, str, datetime], RoomEvent | Refused]
_DOES: Mapping[str, _Does] = {"pause": halt, "resume": resume, "terminate": terminate}
