"""Locks: how long a command waits for a procedure, and which commands exclude one another."""

from django.db import connection
from django.db.utils import OperationalError

from poletai.exchange.errors import NoSuchProcedureError, NotTakenError
from poletai.exchange.models import Procedure

_PATIENCE = "5s"


def lock_procedure(procedure: str) -> Procedure:
    """Lock a procedure against every other change until the transaction ends."""
    return _locked(procedure, "FOR UPDATE")


def share_procedure(procedure: str) -> Procedure:
    """Hold a procedure as it is while others may hold it too: bids never wait for one another."""
    return _locked(procedure, "FOR KEY SHARE")


def _locked(procedure: str, how: str) -> Procedure:
    if "\x00" in procedure:
        raise NoSuchProcedureError(procedure)
    table = Procedure._meta.db_table  # noqa: SLF001 - Django's documented name for it
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{_PATIENCE}'")
    query = f"SELECT * FROM {table} WHERE id = %s {how}"  # noqa: S608 - names of our own
    try:
        rows = list(Procedure.objects.raw(query, [procedure]))
    except OperationalError as problem:
        raise NotTakenError from problem
    if not rows:
        raise NoSuchProcedureError(procedure)
    return rows[0]
