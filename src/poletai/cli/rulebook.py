"""`poletai rulebook`: check the rules, explain them, draw them, and date them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from poletai import rulebook
from poletai.core.basics.problem import Problem
from poletai.core.procedures.definition import Definition
from poletai.core.procedures.diagram import state_diagram
from poletai.core.procedures.errors import UnknownDefinitionError
from poletai.core.procedures.explain import Explained, Resting, explain
from poletai.core.procedures.library import Library, read_library
from poletai.core.procedures.timetable import Stop, plan
from poletai.core.procedures.verdicts import Verdict, try_scenarios

app = typer.Typer(no_args_is_help=True, help="The law as data: check it, explain it, draw it.")

_PROBLEMS_FOUND = 1
_MISUSE = 2

Name = Annotated[str, typer.Argument(help="A definition, such as cn.works.open-tender.")]
Folder = Annotated[
    Path | None,
    typer.Option(exists=True, file_okay=False, help="A rulebook folder instead of the one inside."),
]
Chinese = Annotated[bool, typer.Option("--zh", help="In Chinese instead of English.")]


@app.command()
def check(folder: Folder = None) -> None:
    """Check every definition and play every scenario; exits 1 when something is wrong."""
    library, problems = _read(folder)
    verdicts = [try_scenarios(library, each) for each in library.definitions.values()]
    found = [*problems, *(problem for verdict in verdicts for problem in verdict.problems)]
    for problem in found:
        typer.echo(f"{problem.where}: {problem.force}: {problem.message} [{problem.code}]")
    Console().print(_summary(verdicts))
    if any(problem.force == "error" for problem in found):
        raise typer.Exit(_PROBLEMS_FOUND)


@app.command(name="explain")
def explain_definition(name: Name, zh: Chinese = False, folder: Folder = None) -> None:
    """Say article by article what rests on it, which stories try it, and where nothing rests."""
    library, definition = _definition(name, folder)
    language = "zh" if zh else "en"
    explanation = explain(library, definition, try_scenarios(library, definition))
    if explanation.extends is not None:
        typer.echo(f"{name} is {explanation.extends}, but for:")
        for title in explanation.differs:
            typer.echo(f"  {getattr(title, language)}")
    for explained in explanation.articles:
        _print_article(explained, language)
    typer.echo("nothing rests on:")
    for article in explanation.idle:
        typer.echo(f"  {article.law}  {getattr(article.text, language)}")


@app.command()
def diagram(
    name: Name,
    of: Annotated[str, typer.Option(help="procedure, lot or bid.")] = "procedure",
    zh: Chinese = False,
    folder: Folder = None,
) -> None:
    """Print a state diagram as Mermaid text."""
    _, definition = _definition(name, folder)
    if of not in definition.machines:
        typer.echo(f"no machine {of!r}: take one of {', '.join(definition.machines)}", err=True)
        raise typer.Exit(_MISUSE)
    typer.echo(state_diagram(definition, of, "zh" if zh else "en"), nl=False)


@app.command()
def timetable(
    name: Name,
    notice: Annotated[str, typer.Option(help="The day of the notice, such as 2026-03-02.")],
    zh: Chinese = False,
    folder: Folder = None,
) -> None:
    """Print the earliest dates the law allows a procedure whose notice appears on a day."""
    library, definition = _definition(name, folder)
    try:
        day = date.fromisoformat(notice)
    except ValueError as problem:
        typer.echo(f"{notice!r} is not a day: write 2026-03-02", err=True)
        raise typer.Exit(_MISUSE) from problem
    values = library.values(definition, day)
    stops = plan(definition, values, datetime.combine(day, time.min, values.calendar.zone))
    Console().print(_dates(stops, "zh" if zh else "en"))


def _read(folder: Path | None) -> tuple[Library, tuple[Problem, ...]]:
    files = {name: rulebook.read(name) for name in rulebook.names()}
    if folder is not None:
        found = sorted(folder.rglob("*.toml"))
        files = {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}
    return read_library(files, datetime.now(UTC).date())


def _definition(name: str, folder: Path | None) -> tuple[Library, Definition]:
    library, _ = _read(folder)
    try:
        return library, library.definition(name)
    except UnknownDefinitionError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(_MISUSE) from error


def _summary(verdicts: Sequence[Verdict]) -> Table:
    table = Table("definition", "scenarios", "articles tried", "problems")
    for verdict in verdicts:
        counts = (len(verdict.scenarios), len(verdict.articles), len(verdict.problems))
        table.add_row(verdict.definition, *map(str, counts))
    return table


def _print_article(explained: Explained, language: str) -> None:
    article = explained.article
    typer.echo(f"{article.law}  {getattr(article.text, language)}")
    for resting in explained.resting:
        move = f"{resting.move}: " if resting.move else ""
        typer.echo(f"  {resting.kind}  {move}{getattr(resting.says, language)}{_dated(resting)}")
    if explained.scenarios:
        typer.echo(f"  tried  met {explained.met} times, not met {explained.unmet} times, in")
        for scenario in explained.scenarios:
            typer.echo(f"    {scenario}")


def _dated(resting: Resting) -> str:
    days = {"since": resting.since, "until the day before": resting.ceases}
    said = [f"{word} {day}" for word, day in days.items() if day is not None]
    return f"  [{', '.join(said)}]" if said else ""


def _dates(stops: Sequence[Stop], language: str) -> Table:
    table = Table()
    for heading in ("earliest", "what", "law", "over holidays"):
        table.add_column(heading, no_wrap=heading in {"earliest", "law"})
    for stop in stops:
        holidays = ", ".join(getattr(holiday, language) for holiday in stop.crossed)
        moment = f"{stop.at:%Y-%m-%d %H:%M}"
        if stop.earliest != stop.at:
            moment = f"{stop.earliest:%Y-%m-%d} – {moment}"
        table.add_row(moment, Text(getattr(stop.title, language)), stop.law, holidays)
    return table
