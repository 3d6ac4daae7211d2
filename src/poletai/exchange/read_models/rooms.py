"""Rooms as pages and programs read them: which lots of a trade have one, and how far it is."""

from datetime import datetime

import msgspec

from poletai.core.basics.instant import format_instant
from poletai.exchange.actors import Actor
from poletai.exchange.house import House
from poletai.exchange.models import LiveRoom
from poletai.exchange.read_models.standings import trade_of
from poletai.exchange.rooms import room_of, state_of_room
from poletai.exchange.visibility import may_see


class RoomView(msgspec.Struct, frozen=True, kw_only=True):
    """One room: `state` is waiting, open, ended or terminated."""

    room: str
    lot: str
    state: str
    opens: str


def rooms_of(house: House, procedure: str, actor: Actor | None = None) -> tuple[RoomView, ...]:
    """Return the rooms of a procedure, of each lot the last one; () where there are none."""
    lots = dict.fromkeys(
        LiveRoom.objects.filter(procedure=procedure).order_by("lot").values_list("lot", flat=True)
    )
    found = (room_view(house, procedure, lot, actor) for lot in lots)
    return tuple(view for view in found if view is not None)


def room_view(house: House, procedure: str, lot: str, actor: Actor | None) -> RoomView | None:
    """Return the room of a lot; None where there is none, or where nobody may know of it yet.

    Raises NoSuchProcedureError.
    """
    trade = trade_of(house, procedure)
    row = room_of(procedure, lot)
    if row is None or not may_see(trade, actor):
        return None
    opened: datetime = row.opened_at or row.opens_at
    return RoomView(
        room=row.stream, lot=lot, state=state_of_room(house, row), opens=format_instant(opened)
    )
