"""`poletai rulebook new`: the two files of a new kind of trade, and what is still missing of it."""

from pathlib import Path
from typing import Annotated

import typer

from poletai import rulebook
from poletai.cli.rulebook_folder import MISUSE, Folder, read_files, read_rulebook
from poletai.core.procedures.assembly.layers import file_of
from poletai.core.procedures.beginning import begin_definition
from poletai.core.procedures.errors import CannotBeginError

_INSIDE = Path(rulebook.__file__).parent


def new(
    name: Annotated[str, typer.Argument(help="The name, such as cn.works.invited-tender.")],
    chapters: Annotated[
        str, typer.Option(help="The chapters it is put together of, with commas between them.")
    ] = "",
    folder: Folder = None,
) -> None:
    """Write a definition and its scenarios file, and say what is missing of them."""
    named = [chapter.strip() for chapter in chapters.split(",") if chapter.strip()]
    try:
        written = begin_definition(name, named, read_files(folder))
    except CannotBeginError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(MISUSE) from error
    _, before = read_rulebook(folder)
    for path, text in written.items():
        file = (folder or _INSIDE) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        typer.echo(f"written: {path}")
    _, after = read_rulebook(folder)
    for problem in (each for each in after if each not in before):
        typer.echo(f"{problem.where}: {problem.message} [{problem.code}]")
    typer.echo(f"go on in {file_of(name)}; `poletai rulebook check {name}` says what is missing")
