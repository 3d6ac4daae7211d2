"""`poletai draw`: verify the draws of a procedure from its public record; contribute to one."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from poletai.cli.asking import Exchange, Token, read_json, told, write_json
from poletai.cli.recomputing import DIFFERS, Procedure, Trusted, Where, recomputed
from poletai.replay.draws import DrawReport, verify_draws
from poletai.sealing.contributions import seal_contribution
from poletai.sealing.keyset import Keyset, inspect_keyset
from poletai.sealing.labels import json_object

app = typer.Typer(no_args_is_help=True, help="Draws anyone can recompute.")


@app.command()
def verify(
    where: Where,
    procedure: Procedure,
    policy: Trusted = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the reports as JSON.")] = False,
) -> None:
    """Recompute every draw: specification, commitments, openings, seed, result; exit 1 if not."""
    reports = recomputed(verify_draws, where, policy, procedure)
    if as_json:
        typer.echo(msgspec.json.encode(reports))
    else:
        _print(reports)
    raise typer.Exit(0 if all(report.agrees for report in reports) else DIFFERS)


@app.command()
def contribute(
    procedure: str,
    draw: Annotated[str, typer.Argument(help="The draw's name.")],
    *,
    exchange: Exchange = "",
    token: Token = "",
) -> None:
    """Draw a number here, seal it to the custodians, and log it; nothing has to be kept."""
    path = f"procedures/{procedure}/draws/{draw}"
    known = told(exchange, token, lambda api: api.get(path))
    keyset = msgspec.convert(known["keyset"], Keyset)
    for problem in inspect_keyset(keyset):
        typer.echo(problem.message, err=True)
        raise typer.Exit(DIFFERS)
    sealed = seal_contribution(keyset, known["draw_hash"], known["contributor"])
    body = json_object(sealed.contribution)
    write_json(told(exchange, token, lambda api: api.post(f"{path}/contributions", body)))


@app.command()
def release(
    procedure: str,
    draw: Annotated[str, typer.Argument(help="The draw's name.")],
    file: Annotated[Path, typer.Argument(exists=True, help="What `draw-release` wrote.")],
    *,
    exchange: Exchange = "",
    token: Token = "",
) -> None:
    """Bring a custodian's release that was made offline."""
    path, body = f"procedures/{procedure}/draws/{draw}/releases", read_json(file)
    write_json(told(exchange, token, lambda api: api.post(path, body)))


def _print(reports: tuple[DrawReport, ...]) -> None:
    console = Console()
    for report in reports:
        console.print(f"draw {report.draw}: {report.state}; {report.draw_hash}")
        console.print(f"  contributions: {', '.join(report.contributions) or 'none'}")
        for name, value in report.result.items():
            console.print(f"  {name}: {value}", markup=False)
        if report.members:
            console.print(f"  seated: {report.members}")
        console.print(f"  {report.problem or 'agrees'}", markup=False)
    if not reports:
        console.print("this procedure has no draws")
