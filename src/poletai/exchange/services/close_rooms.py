"""Close rooms: what those hid that ended after their lots is disclosed too."""

from django.db import close_old_connections, transaction

from poletai.exchange.house import House, house
from poletai.exchange.models import LiveRoom, Procedure
from poletai.exchange.read_models.rows import update_row
from poletai.exchange.room_secrets import hidden_in_rooms, is_over
from poletai.exchange.trades import load_trade, remember
from poletai.exchange.writing import bumped, disclose

_MOST = 50


def close_rooms() -> int:
    """Disclose what is due (a step of the worker); returns in how many trades that was."""
    close_old_connections()
    late = LiveRoom.objects.filter(over=True, opened_at__isnull=False, disclosed=False)
    procedures = {row.procedure for row in late[:_MOST] if is_over(house(), row)}
    return sum(_closed(house(), procedure) for procedure in sorted(procedures))


def _closed(house: House, procedure: str) -> bool:
    """Disclose what the rooms of one trade hid, unless somebody is at work on it."""
    with transaction.atomic():
        row = Procedure.objects.select_for_update(skip_locked=True).filter(id=procedure).first()
        if row is None:
            return False
        trade = load_trade(house, row)
        shown = disclose(house, trade, list(hidden_in_rooms(house, trade)))
        after = bumped(trade, shown)
        update_row(house, row, after)
    remember(after)
    return bool(shown)
