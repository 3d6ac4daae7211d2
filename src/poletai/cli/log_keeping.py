"""`poletai log audit` and `rebuild`: what only the keeper of a log can do, with its database."""

from pathlib import Path
from typing import Annotated, NoReturn

import psycopg
import typer

from poletai.ledger.audit import audit as audit_log
from poletai.ledger.blobs import BlobStore
from poletai.ledger.errors import LedgerError
from poletai.ledger.policy import parse_policy
from poletai.ledger.rebuild import rebuild as rebuild_log
from poletai.ledger.source import open_source
from poletai.ledger.store import Store
from poletai.ledger.store_key import StoreKey

_Folder = Annotated[Path, typer.Argument(help="The folder served as the log.")]
_Database = Annotated[
    str, typer.Option(envvar="POLETAI_DATABASE_URL", help="Address of the database.")
]


def audit(
    folder: _Folder,
    database: _Database,
    key: Annotated[Path, typer.Option(envvar="POLETAI_STORE_KEY_FILE", help="The store key.")],
) -> None:
    """Compare every event in the database with its leaf; exit 1 if any was changed or lost."""
    try:
        store = Store(StoreKey.load(key), BlobStore(folder / "blob"))
        with psycopg.connect(database) as conn:
            problems = audit_log(conn, store, open_source(folder))
    except (LedgerError, psycopg.Error) as problem:
        _stop(problem)
    for one in problems:
        typer.echo(f"{one.code}: {one.where}: {one.message}")
    if problems:
        raise typer.Exit(1)
    typer.echo("database and log agree")


def rebuild(
    folder: Annotated[Path, typer.Argument(help="An empty folder to publish into.")],
    database: _Database,
    policy: Annotated[Path, typer.Option(exists=True, help="The log's policy file.")],
) -> None:
    """Make tiles and checkpoints anew from the database; copy the blobs yourself."""
    try:
        rebuild_log(database, folder, parse_policy(policy.read_text()))
    except (LedgerError, OSError, psycopg.Error) as problem:
        _stop(problem)


def _stop(problem: Exception) -> NoReturn:
    typer.echo(str(problem), err=True)
    raise typer.Exit(1) from problem
