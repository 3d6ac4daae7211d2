"""Recomputing commands: what `replay`, `draw verify` and `auction verify` ask and answer alike."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from poletai.ledger.errors import LedgerError
from poletai.ledger.policy import parse_policy
from poletai.ledger.source import open_source
from poletai.replay.report import RecordError

DIFFERS, BROKEN = 1, 10

Where = Annotated[str, typer.Argument(help="Address of the exchange, or a folder of it.")]
Procedure = Annotated[str, typer.Argument(help="The procedure's id.")]
Trusted = Annotated[
    Path | None, typer.Option("--policy", exists=True, help="Log key and witnesses you trust.")
]

_Report = TypeVar("_Report")


def recomputed(
    audit: Callable[..., _Report], where: str, policy: Path | None, *names: str
) -> _Report:
    """Return what an audit finds of what is named; what cannot be audited ends the command."""
    trusted = parse_policy(policy.read_text()) if policy else None
    try:
        return audit(open_source(where), *names, trusted)
    except (LedgerError, RecordError) as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(BROKEN) from problem
