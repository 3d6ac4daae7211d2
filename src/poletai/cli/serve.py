"""`poletai serve`: database, site, live rooms and worker of this machine, until stopped."""

import os
import sys
from typing import Annotated

import typer

app = typer.Typer(help="Serve the exchange from this machine.")


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    address: str = "127.0.0.1",
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes of the site.")] = 2,
) -> None:
    """Start the database, bring it up to date, then site, rooms, worker; Ctrl-C stops all."""
    chosen = ["--port", str(port), "--address", address, "--workers", str(workers)]
    command = [sys.executable, "-m", "poletai.site.serve", *chosen]
    os.execv(sys.executable, command)  # noqa: S606 - this interpreter, our own module
