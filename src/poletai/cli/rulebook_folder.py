"""Where `poletai rulebook` reads from: the rulebook inside, or a folder of one's own."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from poletai import rulebook
from poletai.core.basics.problem import Problem
from poletai.core.procedures.assembly.layers import file_of, stack
from poletai.core.procedures.definition import Definition
from poletai.core.procedures.errors import UnknownDefinitionError
from poletai.core.procedures.library import Library, read_library

MISUSE = 2

Name = Annotated[str, typer.Argument(help="A definition, such as cn.works.open-tender.")]
Chinese = Annotated[bool, typer.Option("--zh", help="In Chinese instead of English.")]
Folder = Annotated[
    Path | None,
    typer.Option(exists=True, file_okay=False, help="A rulebook folder instead of the one inside."),
]


def read_files(folder: Path | None) -> dict[str, bytes]:
    """Read the files of a rulebook by their paths inside its folder."""
    if folder is None:
        return {name: rulebook.read(name) for name in rulebook.names()}
    found = sorted(folder.rglob("*.toml"))
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}


def read_rulebook(folder: Path | None) -> tuple[Library, tuple[Problem, ...]]:
    """Read and check a rulebook as of today."""
    return read_library(read_files(folder), datetime.now(UTC).date())


def find_definition(name: str, folder: Path | None) -> tuple[Library, Definition]:
    """Return a definition with its rulebook; exits 2 where there is none of that name."""
    library, _ = read_rulebook(folder)
    try:
        return library, library.definition(name)
    except UnknownDefinitionError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(MISUSE) from error


def own_lines(files: Mapping[str, bytes], name: str) -> int:
    """Count the lines of data that are a definition's own: its file and its stories."""
    file = file_of(name)
    both = (file, file.removesuffix(".toml") + ".scenarios.toml")
    return sum(len(files[each].splitlines()) for each in both if each in files)


def files_of(files: Mapping[str, bytes], name: str) -> tuple[str, ...]:
    """List the files a definition is put together of: its own, its chapters, what it extends."""
    own = file_of(name)
    if own not in files:
        return ()
    return (own, *(layer.file for layer in stack(own, files[own], files).layers))
