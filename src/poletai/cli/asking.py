"""Asking: what nouns share to speak with an exchange over HTTP, or with this machine's own."""

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, NoReturn

import msgspec
import typer

from poletai.api.client import ApiClient, client_from
from poletai.api.errors import ApiError

# POLETAI_EXCHANGE: for commands that ask an exchange over HTTP: its address
Exchange = Annotated[str, typer.Option(envvar="POLETAI_EXCHANGE", help="Its address.")]
# POLETAI_TOKEN: the API token such a command shows. Better here than on a command line, which every
# account of the machine can read
Token = Annotated[str, typer.Option(envvar="POLETAI_TOKEN", help="Who you are.")]


def told(exchange: str, token: str, ask: Callable[[ApiClient], Any]) -> Any:
    """Return what an exchange answers; exits 1 with problems, 3 refused, 10 broken."""
    try:
        return ask(client_from(exchange, token))
    except ApiError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(problem.exit_code) from problem


def keep(what: str, fields: Mapping[str, Any]) -> NoReturn:
    """Have `poletai.site.accounts` keep something on this machine, and exit as it does.

    Fields go by standard input: command lines show in the list of processes, passwords must not.
    """
    command = [sys.executable, "-m", "poletai.site.accounts", what]
    sent = msgspec.json.encode(dict(fields))
    done = subprocess.run(command, input=sent, check=False)  # noqa: S603 - our own module
    raise typer.Exit(done.returncode)


def read_json(file: Path) -> dict[str, Any]:
    """Read a file that holds a JSON object; exits 1 where it does not."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, Any])
    except (msgspec.DecodeError, OSError) as problem:
        typer.echo(f"{file}: {problem}", err=True)
        raise typer.Exit(1) from problem


def write_json(value: Any) -> None:
    """Print a value as JSON a person can read."""
    typer.echo(msgspec.json.format(msgspec.json.encode(value)).decode())
