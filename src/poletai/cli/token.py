"""`poletai token`: make and end API tokens, in the database of this machine."""

from typing import Annotated

import typer

from poletai.cli.asking import keep

app = typer.Typer(no_args_is_help=True, help="Make and end API tokens on this machine.")

_Organisation = Annotated[str, typer.Option(help="The id of the body.")]
_Label = Annotated[str, typer.Option(help="What it is for, so that it can be ended.")]


@app.command()
def new(
    *,
    organisation: _Organisation,
    role: Annotated[str, typer.Option(help="The one role it acts in.")],
    label: _Label,
    person: Annotated[str, typer.Option(help="An evaluator's seat, a custodian's key.")] = "",
) -> None:
    """Make a token and print it: nobody can show it again."""
    keep(
        "token",
        {"organisation": organisation, "role": role, "label": label, "person": person},
    )


@app.command()
def end(*, organisation: _Organisation, label: _Label) -> None:
    """End every token of a body with this label."""
    keep("end-tokens", {"organisation": organisation, "label": label})
