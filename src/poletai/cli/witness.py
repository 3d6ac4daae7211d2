"""`poletai witness`: keep a witness, which cosigns what a log says as long as it only grows."""

import os
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from poletai.ledger.clock import clock_from, system_clock
from poletai.ledger.errors import LedgerError
from poletai.ledger.witness_folder import WitnessFolder
from poletai.ledger.witness_server import serve_witness

app = typer.Typer(no_args_is_help=True, help="Cosign a log's checkpoints, so that it cannot fork.")

_Folder = Annotated[Path, typer.Option(help="The witness's own folder, on its own machine.")]


@app.command()
def keygen(
    folder: _Folder,
    name: Annotated[str, typer.Option(help="Its name in policies, such as audit.example/w1.")],
) -> None:
    """Make the folder and the key of a witness; prints its public key."""
    try:
        WitnessFolder(folder).create(name)
    except (LedgerError, OSError) as problem:
        _stop(problem)
    key(folder)


@app.command()
def key(folder: _Folder) -> None:
    """Print the public key, as policies name it."""
    try:
        typer.echo(WitnessFolder(folder).cosigner(system_clock).verifier.vkey)
    except (LedgerError, OSError) as problem:
        _stop(problem)


@app.command()
def follow(folder: _Folder, log: Annotated[str, typer.Argument(help="The log's vkey.")]) -> None:
    """Follow one more log."""
    try:
        WitnessFolder(folder).follow(log)
    except (LedgerError, OSError) as problem:
        _stop(problem)


@app.command()
def serve(
    folder: _Folder,
    port: Annotated[int, typer.Option(min=1, max=65535)],
    address: str = "127.0.0.1",
) -> None:
    """Answer add-checkpoint requests until stopped."""
    try:
        clock = clock_from(os.environ.get("POLETAI_CLOCK_OFFSET_FILE"))
        serve_witness(folder, address, port, clock)
    except (LedgerError, OSError) as problem:
        _stop(problem)


def _stop(problem: Exception) -> NoReturn:
    typer.echo(str(problem), err=True)
    raise typer.Exit(1) from problem
