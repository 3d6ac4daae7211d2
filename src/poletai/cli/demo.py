"""`poletai demo`: an example province played through the real services, then served."""

import os
import sys
from typing import Annotated

import typer

app = typer.Typer(help="See the exchange at work, on this machine, in two minutes.")


@app.command()
def demo(
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    home: Annotated[str, typer.Option(help="Keep the demonstration in this empty folder.")] = "",
    play: Annotated[bool, typer.Option(help="Play one whole trade, verify it, and end.")] = False,
    real: Annotated[str, typer.Option(help="Run the notices of this file as tenders.")] = "",
) -> None:
    """Play the province and serve it; --play tells one trade, --real runs published notices."""
    chosen = ["--port", str(port), "--home", home, "--real", real, *(["--play"] if play else [])]
    command = [sys.executable, "-m", "poletai.site.demo.main", *chosen]
    os.execv(sys.executable, command)  # noqa: S606 - this interpreter, our own module
