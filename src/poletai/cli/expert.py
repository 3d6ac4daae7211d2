"""`poletai expert`: the operator's register of experts, over the API."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from poletai.cli.asking import Exchange, Token, read_json, told, write_json

app = typer.Typer(no_args_is_help=True, help="Keep the register experts are drawn from.")


@app.command("list")
def list_(*, specialty: str = "", exchange: Exchange = "", token: Token = "") -> None:
    """List the active experts, of one specialty if it is named."""
    page = told(exchange, token, lambda api: api.get("experts", specialty=specialty))
    table = Table("id", "name", "organisation", "specialties", "site")
    for one in page["items"]:
        specialties = ", ".join(one["specialties"])
        table.add_row(one["id"], one["name"], one["organisation"], specialties, one["site"])
    Console().print(table)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(exists=True, help="JSON: {experts, sites}.")],
    *,
    exchange: Exchange = "",
    token: Token = "",
) -> None:
    """Put the experts and sites of a file into the register, all or none."""
    body = read_json(file)
    write_json(told(exchange, token, lambda api: api.post("experts", body)))
