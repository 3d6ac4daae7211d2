"""Logged: whether everything committed so far stands under a published checkpoint."""

from django.db import connection

_PENDING = "SELECT EXISTS (SELECT 1 FROM ledger_pending)"
_BEYOND = "SELECT EXISTS (SELECT 1 FROM ledger_leaf WHERE index >= %s)"


def everything_logged(size: int) -> bool:
    """Say whether no committed event is missing from a log of this size."""
    with connection.cursor() as cursor:
        cursor.execute(_PENDING)
        waiting = bool(cursor.fetchone()[0])
        cursor.execute(_BEYOND, [size])
        return not waiting and not cursor.fetchone()[0]
