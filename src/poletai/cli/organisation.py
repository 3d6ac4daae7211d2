"""`poletai organisation`: register a body in the database of this machine."""

from typing import Annotated

import typer

from poletai.cli.asking import keep

app = typer.Typer(no_args_is_help=True, help="Register bodies on this machine.")


@app.callback()
def organisation() -> None:
    """Register bodies on this machine."""


@app.command()
def add(
    name: str,
    *,
    role: Annotated[list[str], typer.Option(help="principal, bidder ...; may be repeated.")],
    uscc: Annotated[str, typer.Option(help="Unified social credit code.")] = "",
    name_en: str = "",
    identity: Annotated[str, typer.Option("--id", help="Default: the credit code.")] = "",
) -> None:
    """Register a body and print its id; warns where a credit code's check digit is wrong."""
    keep(
        "organisation",
        {"name": name, "roles": role, "uscc": uscc, "name_en": name_en, "identity": identity},
    )
