"""Open rooms: each whose time has come gets its stream, and a lease for whoever will keep it."""

import logging
from datetime import timedelta

from django.db import close_old_connections, transaction

from poletai.core.procedures.live_lots import stands_still
from poletai.core.rooms import open_room
from poletai.exchange.house import House, house
from poletai.exchange.models import LiveRoom, Procedure
from poletai.exchange.rooms import room_rules, room_terms, tell_changes
from poletai.exchange.trades import Trade, load_trade, raw_connection
from poletai.ledger.lease import open_lease
from poletai.ledger.room_events import KIND, new_room_event
from poletai.ledger.store import append

_log = logging.getLogger("poletai.rooms")
_MOST = 50
_LATER = timedelta(minutes=1)


def open_rooms() -> int:
    """Open what is due (a step of the worker); returns how many rooms that were."""
    close_old_connections()
    now = house().clock()
    due = LiveRoom.objects.filter(opened_at=None, over=False, opens_at__lte=now)
    streams = list(due.order_by("opens_at").values_list("procedure", "stream")[:_MOST])
    return sum(_opened(house(), procedure, stream) for procedure, stream in streams)


def _opened(house: House, procedure: str, stream: str) -> bool:
    """Open one room, unless its trade is busy or another worker has opened it."""
    with transaction.atomic():
        free = Procedure.objects.select_for_update(skip_locked=True).filter(id=procedure).first()
        row = LiveRoom.objects.filter(stream=stream, opened_at=None, over=False).first()
        return free is not None and row is not None and _open(house, load_trade(house, free), row)


def _open(house: House, trade: Trade, row: LiveRoom) -> bool:
    lot = trade.standing.lots[row.lot]
    now, terms = house.clock(), room_terms(house, trade, lot, row.stream)
    if terms is None:
        return _wait(house, row, "its terms do not run")
    by = {"role": "operator", "id": house.origin}
    opened = open_room(row.stream, trade.id, row.lot, terms, room_rules(trade, lot), at=now, by=by)
    if isinstance(opened, tuple):
        return _wait(house, row, opened[0].message)
    append(raw_connection(), house.store, [new_room_event(row.stream, opened)], {row.stream: 0})
    open_lease(raw_connection(), row.stream, KIND)
    row.opened_at, row.told = now, {"auction": terms, "still": False}
    row.save(update_fields=["opened_at", "told"])
    tell_changes(house, trade, row, {**row.told, "still": stands_still(trade.standing, lot.lot)})
    return True


def _wait(house: House, row: LiveRoom, why: str) -> bool:
    _log.warning("the room of lot %s waits: %s", row.lot, why)
    row.opens_at = house.clock() + _LATER
    row.save(update_fields=["opens_at"])
    return False
