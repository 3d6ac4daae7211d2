"""Locks: how long a command waits for a procedure, and which commands exclude one another."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.utils import OperationalError

from poletai.exchange.errors import NoSuchProcedureError, NotTakenError
from poletai.exchange.models import Procedure
from poletai.exchange.trades import raw_cursor

_PATIENCE = "5s"
_SHARE = b"""
SELECT procedure.id, procedure.definition, procedure.length, procedure.values_on, link.stream
FROM exchange_procedure AS procedure
LEFT JOIN exchange_bidlink AS link ON link.owner = %s
WHERE procedure.id = %s
FOR KEY SHARE OF procedure
"""


@dataclass(frozen=True, slots=True)
class Held:
    """A procedure held as it is until the transaction ends, and its bidder's own bid, if any."""

    id: str
    definition: str
    length: int
    values_on: date
    own: str | None


def lock_procedure(procedure: str) -> Procedure:
    """Lock a procedure against every other change until the transaction ends."""
    return _locked(procedure)


def share_procedure(procedure: str, owner: str) -> Held:
    """Hold a procedure as it is while others may hold it too: bids never wait for one another.

    `owner` is the owner link of whoever bids. One trip to the database: it is made for every bid.
    """
    _require_name(procedure)
    try:
        with connection.wrap_database_errors, raw_cursor() as cursor, cursor.connection.pipeline():
            cursor.execute(f"SET LOCAL lock_timeout = '{_PATIENCE}'".encode())
            found = cursor.execute(_SHARE, [owner, procedure]).fetchone()
    except OperationalError as problem:
        raise NotTakenError from problem
    if found is None:
        raise NoSuchProcedureError(procedure)
    return Held(*found)


def _locked(procedure: str) -> Procedure:
    _require_name(procedure)
    table = Procedure._meta.db_table  # noqa: SLF001 - Django's documented name for it
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{_PATIENCE}'")
    query = f"SELECT * FROM {table} WHERE id = %s FOR UPDATE"  # noqa: S608 - names of our own
    try:
        rows = list(Procedure.objects.raw(query, [procedure]))
    except OperationalError as problem:
        raise NotTakenError from problem
    if not rows:
        raise NoSuchProcedureError(procedure)
    return rows[0]


def _require_name(procedure: str) -> None:
    # What PostgreSQL cannot even be asked for.
    if "\x00" in procedure:
        raise NoSuchProcedureError(procedure)
