"""`poletai custodian`: make a custodian's folder, serve it, or release shares offline."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from poletai.core.basics.problem import Refusal
from poletai.ledger.errors import LedgerError
from poletai.sealing.custodian import serve as serving
from poletai.sealing.custodian import tools
from poletai.sealing.custodian.desk import Desk
from poletai.sealing.custodian.folder import CustodianFolder, create_folder
from poletai.sealing.errors import SealingError
from poletai.sealing.labels import public_hex

app = typer.Typer(no_args_is_help=True, help="Hold one share of the keys of sealed bids.")

_REFUSED = 3

_Folder = Annotated[Path, typer.Option(help="The custodian's own folder, on its own machine.")]
_Exchange = Annotated[str, typer.Option(help="Address of the exchange, or a folder of its files.")]


@app.command()
def keygen(
    folder: _Folder,
    policy: Annotated[Path, typer.Option(exists=True, help="Log and witnesses it will trust.")],
    token: Annotated[str, typer.Option(help="What callers must show; drawn if empty.")] = "",
) -> None:
    """Make the folder and the long-term key of a custodian; prints its id."""
    try:
        made = create_folder(folder, policy=policy.read_text(), token=token)
    except (SealingError, LedgerError, OSError) as problem:
        _stop(problem)
    typer.echo(public_hex(made.identity()))


@app.command()
def key(
    folder: _Folder,
    procedure: str,
    lot: str,
    out: Annotated[Path, typer.Option(help="File to write {id, pub, sig} to.")],
) -> None:
    """Make the key of a lot without a network."""
    try:
        tools.write_lot_key(serving.open_desk(folder, "."), procedure, lot, out)
    except (SealingError, LedgerError, OSError) as problem:
        _stop(problem)


@app.command()
def serve(
    folder: _Folder,
    exchange: _Exchange,
    port: Annotated[int, typer.Option(min=1, max=65535)],
    address: str = "127.0.0.1",
) -> None:
    """Answer for a custodian over HTTP until stopped."""
    try:
        CustodianFolder(folder).identity()
        serving.serve(folder, exchange, port, address)
    except (SealingError, LedgerError, OSError) as problem:
        _stop(problem)


@app.command()
def release(
    *,
    folder: _Folder,
    exchange: _Exchange,
    procedure: str,
    lot: str,
    part: str,
    out: Annotated[Path, typer.Option(help="File to write the signed release to.")],
) -> None:
    """Check a closed lot and write this custodian's shares; exit 3 when a check refuses."""
    _release(folder, exchange, lambda desk: tools.write_release(desk, procedure, lot, part, out))


@app.command("draw-release")
def draw_release(
    *,
    folder: _Folder,
    exchange: _Exchange,
    procedure: str,
    lot: Annotated[str, typer.Option(help="The lot whose keys the draw is sealed to.")],
    draw: Annotated[str, typer.Option(help="The draw's name.")],
    out: Annotated[Path, typer.Option(help="File to write the signed release to.")],
) -> None:
    """Check a closed draw and write this custodian's shares; exit 3 when a check refuses."""
    _release(
        folder, exchange, lambda desk: tools.write_draw_release(desk, procedure, lot, draw, out)
    )


def _release(folder: Path, exchange: str, write: Callable[[Desk], Refusal | None]) -> None:
    """Write a signed release; exit 3 where a check refuses it."""
    try:
        refused = write(serving.open_desk(folder, exchange))
    except (SealingError, LedgerError, OSError) as problem:
        _stop(problem)
    if refused is not None:
        typer.echo(f"{refused.code}: {refused.reason}", err=True)
        raise typer.Exit(_REFUSED)


def _stop(problem: Exception) -> NoReturn:
    typer.echo(str(problem), err=True)
    raise typer.Exit(1) from problem
