"""`poletai user`: give a person a seat in a body, in the database of this machine."""

from typing import Annotated

import typer

from poletai.cli.asking import keep

app = typer.Typer(no_args_is_help=True, help="Seat people on this machine.")


@app.callback()
def user() -> None:
    """Seat people on this machine."""


@app.command()
def add(
    username: str,
    *,
    organisation: Annotated[str, typer.Option(help="The id of the body.")],
    role: Annotated[list[str], typer.Option(help="A role of that body; may be repeated.")],
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)],
) -> None:
    """Give a person a seat; the password is asked for when it is not given."""
    keep(
        "user",
        {
            "username": username,
            "organisation": organisation,
            "roles": role,
            "password": password,
        },
    )
