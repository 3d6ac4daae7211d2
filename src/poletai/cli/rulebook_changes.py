"""`poletai rulebook diff` and `coverage`: what changed in law, and what of the law is used."""

from datetime import date
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from poletai.cli.rulebook_folder import (
    MISUSE,
    Chinese,
    Folder,
    Name,
    find_definition,
    read_rulebook,
)
from poletai.core.procedures.changes import changes
from poletai.core.procedures.coverage import coverage
from poletai.core.procedures.planning.reading import read_planning

_WHAT = {
    ("value", "began"): ("新设数值", "value begins"),
    ("value", "changed"): ("数值变更", "value changes"),
    ("move", "began"): ("新增步骤", "step begins"),
    ("move", "ended"): ("步骤停用", "step ends"),
    ("condition", "began"): ("新增条件", "condition begins"),
    ("condition", "ended"): ("条件停用", "condition ends"),
    ("source", "began"): ("施行", "comes into force"),
    ("source", "ended"): ("废止", "ceases to be in force"),
}


def diff(
    name: Name,
    before: Annotated[str, typer.Argument(help="The earlier day, such as 2025-12-31.")],
    after: Annotated[str, typer.Argument(help="The later day, such as 2026-10-01.")],
    zh: Chinese = False,
    folder: Folder = None,
) -> None:
    """Say what changed in law between two days for a kind of trade, with the articles."""
    library, definition = find_definition(name, folder)
    start, end = _day(before), _day(after)
    found = changes(library, definition, start, end)
    language = "zh" if zh else "en"
    for change in found:
        said = _WHAT[change.what, change.how][0 if zh else 1]
        typer.echo(f"{change.on}  {said}: {getattr(change.title, language)} [{change.law}]")
        if change.after is not None:
            old = "–" if change.before is None else getattr(change.before, language)
            typer.echo(f"            {old} -> {getattr(change.after, language)}")
    if not found:
        typer.echo(f"nothing changed from {start} to {end}")


def print_coverage(
    unused: Annotated[bool, typer.Option("--unused", help="Only what nothing rests on.")] = False,
    zh: Chinese = False,
    folder: Folder = None,
) -> None:
    """Count what rests on each article of the sources: on which nothing does, and on which much."""
    library, _ = read_rulebook(folder)
    planning, _ = read_planning(library.files, "cn", library.articles)
    covered = coverage(library, planning)
    idle = [each for each in covered if not each.rules]
    table = Table("article", "rules", "kinds", "text")
    for each in idle if unused else sorted(covered, key=lambda one: -one.rules):
        text = Text(each.article.text.zh if zh else each.article.text.en)
        table.add_row(each.article.law, str(each.rules), str(len(each.definitions)), text)
    Console().print(table)
    typer.echo(f"{len(covered)} articles: nothing rests on {len(idle)}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        typer.echo(f"{text!r} is not a day: write 2026-03-02", err=True)
        raise typer.Exit(MISUSE) from problem
