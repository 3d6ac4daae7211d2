"""`poletai bid`: seal, replace and withdraw a bid on one's own machine, with files in and out."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from poletai.sealing.bid_files import read_keyset_file, seal_files, withdraw, write_bid
from poletai.sealing.errors import SealingError

app = typer.Typer(no_args_is_help=True, help="Seal, replace or withdraw a bid; offline.")

_Folder = Annotated[Path, typer.Option("--out", help="Folder to write; must not hold a bid.")]


@app.command()
def seal(
    *,
    keyset: Annotated[Path, typer.Option(exists=True, help="The lot's keyset, a JSON file.")],
    part: Annotated[list[str], typer.Option(help="PART=FILE, such as price=price.json.")],
    bidder: Annotated[str, typer.Option(help="The bidder's organisation id.")],
    documents: Annotated[str, typer.Option(help="Hash of the tender documents in force.")],
    out: _Folder,
    replaces: Annotated[Path | None, typer.Option(help="Folder of the bid to replace.")] = None,
) -> None:
    """Encrypt the parts of a bid to the custodians of a lot and sign it."""
    try:
        sealed = seal_files(
            read_keyset_file(keyset),
            dict(_part(each) for each in part),
            bidder=bidder,
            documents=documents,
            replaces=replaces,
        )
        write_bid(sealed, out)
    except (SealingError, OSError) as problem:
        _stop(problem)
    typer.echo(f"bid {sealed.header.bid_id} {sealed.bid_hash}")
    typer.echo(f"Keep {out / 'recovery.json'} secret and safe: it alone opens your bid early.")


@app.command("withdraw")
def withdraw_bid(
    bid: Annotated[Path, typer.Argument(help="Folder of the sealed bid.")],
    out: Annotated[Path, typer.Option(help="File to write the signed withdrawal to.")],
) -> None:
    """Sign the withdrawal of a sealed bid."""
    try:
        withdraw(bid, out)
    except (SealingError, OSError) as problem:
        _stop(problem)
    typer.echo(f"Send {out} before the deadline.")


def _part(text: str) -> tuple[str, Path]:
    name, equals, file = text.partition("=")
    if not (equals and Path(file).is_file()):
        message = f"{text!r} must be PART=FILE with a file that exists"
        raise typer.BadParameter(message)
    return name, Path(file)


def _stop(problem: Exception) -> NoReturn:
    typer.echo(str(problem), err=True)
    raise typer.Exit(1) from problem
