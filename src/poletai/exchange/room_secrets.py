"""Secrets of rooms: who had which plate, and hidden bids, until their lot is settled or called off.

A maximum is disclosed at no time.
"""

from collections.abc import Iterator
from typing import Any

from poletai.core.procedures.live_lots import awaits_room
from poletai.exchange.house import House
from poletai.exchange.models import LiveRoom
from poletai.exchange.trades import Trade, raw_connection
from poletai.ledger.room_events import ENDS
from poletai.ledger.store import read, read_last

_NEVER = "maximum-set"
_UNTIL = "opened"


def room_streams(procedure: str) -> list[str]:
    """List the streams of a procedure's rooms that were opened, in the order of their ids."""
    rows = LiveRoom.objects.filter(procedure=procedure, opened_at__isnull=False)
    return list(rows.order_by("stream").values_list("stream", flat=True))


def hiding_rule(name: str) -> dict[str, str]:
    """Say until which phase an event of a room is hidden, and by which rule."""
    if name == _NEVER:
        return {"until": "never", "law": "platform.rules#maxima"}
    return {"until": _UNTIL, "law": "platform.rules#rooms"}


def hidden_in_rooms(house: House, trade: Trade) -> Iterator[dict[str, Any]]:
    """Yield the places that are shown now that their lots are opened; each but once.

    A room that is still kept is waited for: it may yet write.
    """
    rows = LiveRoom.objects.filter(procedure=trade.id, opened_at__isnull=False, disclosed=False)
    for row in rows:
        if row.over or _is_done(trade, row.lot):
            yield from _of_room(house, row)


def is_over(house: House, row: LiveRoom) -> bool:
    """Say whether nothing more happens in a room."""
    last = read_last(raw_connection(), house.store, row.stream)
    return last is not None and last.name in ENDS


def _is_done(trade: Trade, lot: str) -> bool:
    """Say whether a lot is settled or called off, so that nobody bids for it any more."""
    standing = trade.standing
    return not awaits_room(trade.definition, standing, standing.lots[lot])


def _of_room(house: House, row: LiveRoom) -> Iterator[dict[str, Any]]:
    if not is_over(house, row):
        return
    row.disclosed = True
    row.save(update_fields=["disclosed"])
    for event in read(raw_connection(), house.store, row.stream):
        if (event.confidential or event.private is not None) and event.name != _NEVER:
            yield {"stream": event.stream, "position": event.position}
