"""`poletai register`: bring what is known of bodies, from a CSV or JSON file."""

import csv
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from poletai.cli.asking import Exchange, Token, told, write_json

app = typer.Typer(no_args_is_help=True, help="Relations between bodies, and lists of the excluded.")

Name = Annotated[str, typer.Argument(help="relations or exclusions.")]
_LISTED = "scope"


@app.callback()
def register() -> None:
    """Relations between bodies, and lists of the excluded."""


@app.command("import")
def bring(
    name: Name,
    file: Annotated[Path, typer.Argument(help="CSV with a header, or a JSON list of objects.")],
    *,
    exchange: Exchange = "",
    token: Token = "",
) -> None:
    """Import a register: each source that the file names is replaced as a whole."""
    rows = _rows(file)
    answer = told(exchange, token, lambda api: api.post(f"registers/{name}", {"entries": rows}))
    typer.echo(f"{answer['kept']} entries kept in {name}")


@app.command()
def show(name: Name, *, exchange: Exchange = "", token: Token = "") -> None:
    """Print a register as JSON."""
    write_json(told(exchange, token, lambda api: api.get(f"registers/{name}")))


def _rows(file: Path) -> list[dict[str, Any]]:
    """Read the rows of a file; exits 1 where it holds none."""
    try:
        if file.suffix == ".csv":
            with file.open(encoding="utf-8-sig", newline="") as lines:
                return [_row(line) for line in csv.DictReader(lines)]
        return msgspec.json.decode(file.read_bytes(), type=list[dict[str, Any]])
    except (msgspec.DecodeError, OSError, UnicodeDecodeError, csv.Error) as problem:
        typer.echo(f"{file}: {problem}", err=True)
        raise typer.Exit(1) from problem


def _row(line: dict[str, str]) -> dict[str, Any]:
    """An empty cell says nothing; several scopes stand in one cell, parted by `;`."""
    given = {key: value.strip() for key, value in line.items() if key and value and value.strip()}
    scopes = [scope.strip() for scope in given.pop(_LISTED, "").split(";") if scope.strip()]
    return {**given, **({_LISTED: scopes} if scopes else {})}
