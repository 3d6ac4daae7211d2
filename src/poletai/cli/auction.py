"""`poletai auction`: a reserve sealed on one's own machine, a recorded auction settled again."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, NoReturn

import msgspec
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from poletai.cli.asking import read_json, write_json
from poletai.cli.auction_rooms import verify
from poletai.cli.auction_simulate import simulate
from poletai.core.auctions import CannotRunError, Settlement, read_record, settle_record
from poletai.core.auctions import as_json as json_of
from poletai.core.basics.instant import format_instant
from poletai.ledger.files import create_durably
from poletai.sealing.errors import SealingError
from poletai.sealing.reserve import read_reserve, seal_reserve, write_reserve

app = typer.Typer(
    no_args_is_help=True, help="Seal a reserve; settle or rehearse an auction; verify a live room."
)
app.command()(simulate)
app.command()(verify)

_WRONG = 1


class _Recorded(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An auction as it is handed over: its terms, its lines, the opened reserve if there is one."""

    terms: dict[str, Any]
    record: list[dict[str, Any]]
    reserve: Decimal | None = None
    # A name and an earlier settlement may stand beside them, and are not read.
    name: str = ""
    settlement: dict[str, Any] = {}


@app.command()
def reserve(
    *,
    amount: Annotated[
        str, typer.Option(help="Such as 850000.00; asked for where it is left out.")
    ] = "",
    currency: Annotated[str, typer.Option(help="Three capital letters.")] = "CNY",
    out: Annotated[Path | None, typer.Option(help="File to write; must not exist.")] = None,
    check: Annotated[
        Path | None, typer.Option(exists=True, help="Recompute this file instead.")
    ] = None,
) -> None:
    """Seal a reserve into a file and print its hash, or check a file; exit 1 where it is wrong."""
    if check is not None:
        _checked(check)
        return
    if out is None:
        message = "give --out to seal a reserve, or --check to look at one"
        raise typer.BadParameter(message)
    try:
        sealed = seal_reserve(amount or typer.prompt("Reserve"), currency)
        create_durably(out, write_reserve(sealed))
    except (SealingError, OSError) as problem:
        _stop(problem)
    typer.echo(sealed.reserve_hash)
    typer.echo("Give this hash with the lot in the notice, as its reserve_hash.", err=True)
    typer.echo(f"Keep {out} secret and safe until bidding is over, and bring it then:", err=True)
    typer.echo("without it the reserve cannot be opened, nor the lot settled.", err=True)


@app.command()
def settle(
    record: Annotated[Path, typer.Argument(exists=True, help="JSON with terms and record.")],
    *,
    reserve: Annotated[
        Path | None, typer.Option(exists=True, help="The file of the sealed reserve.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the settlement as JSON.")] = False,
) -> None:
    """Settle a recorded auction by its rule and print every step; exit 1 where it cannot run."""
    try:
        given = msgspec.convert(read_json(record), _Recorded)
        figure = given.reserve if reserve is None else Decimal(_opened(reserve))
        settled = settle_record(given.terms, read_record(given.record), figure)
    except CannotRunError as problem:
        for each in problem.problems:
            typer.echo(f"[{each.code}] {each.where}: {each.message}", err=True)
        raise typer.Exit(_WRONG) from problem
    except (SealingError, ValueError, KeyError, TypeError) as problem:
        _stop(problem)
    if as_json:
        write_json(json_of(settled))
    else:
        _print(settled)


def _checked(file: Path) -> None:
    try:
        found = read_reserve(file.read_bytes())
    except (SealingError, OSError) as problem:
        _stop(problem)
    typer.echo(f"{found.amount} {found.currency} opens {found.reserve_hash}")


def _opened(file: Path) -> str:
    return read_reserve(file.read_bytes()).amount


def _print(settled: Settlement) -> None:
    console = Console()
    steps = Table("at", "rule", "bidder", "value", "from", box=None)
    for step in settled.steps:
        at = "" if step.at is None else format_instant(step.at)
        told = " ".join(f"{name}={figure}" for name, figure in step.inputs.items())
        cells = (at, step.rule, step.bidder or "", str(step.value), told)
        steps.add_row(*map(escape, cells))
    console.print(steps)
    console.print(f"{settled.mechanism}: {settled.outcome} {settled.reason}".rstrip(), markup=False)
    for quote in settled.winners:
        got = "" if quote.quantity is None else f" for {quote.quantity}"
        items = f" for {', '.join(quote.items)}" if quote.items else ""
        console.print(f"  {quote.bidder} pays {quote.price}{got}{items}", markup=False)


def _stop(problem: Exception) -> NoReturn:
    typer.echo(str(problem), err=True)
    raise typer.Exit(_WRONG) from problem
