"""`poletai rulebook`: check the rules, explain them, draw them, and date them."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from poletai.cli.rulebook_changes import diff, print_coverage
from poletai.cli.rulebook_folder import (
    MISUSE,
    Chinese,
    Folder,
    Name,
    files_of,
    find_definition,
    own_lines,
    read_rulebook,
)
from poletai.cli.rulebook_new import new
from poletai.cli.rulebook_plan import plan_trade
from poletai.core.basics.problem import Problem
from poletai.core.procedures.diagram import state_diagram
from poletai.core.procedures.explain import Explained, Resting, explain
from poletai.core.procedures.library import Library
from poletai.core.procedures.planning.reading import read_planning, unplanned
from poletai.core.procedures.timetable import Stop, plan
from poletai.core.procedures.verdicts import Verdict, try_scenarios

app = typer.Typer(no_args_is_help=True, help="The law as data: check it, explain it, draw it.")
app.command()(new)
app.command()(diff)
app.command(name="coverage")(print_coverage)
app.command(name="plan")(plan_trade)

_PROBLEMS_FOUND = 1


@app.command()
def check(
    names: Annotated[
        list[str] | None, typer.Argument(help="Definitions; all of them if none is named.")
    ] = None,
    folder: Folder = None,
) -> None:
    """Check every definition and play every scenario; exits 1 when something is wrong."""
    library, problems = read_rulebook(folder)
    if names:
        files = {file for name in names for file in files_of(library.files, name)}
        problems = tuple(p for p in problems if p.where.partition(":")[0] in files)
    else:
        problems = (*problems, *_planning(library))
    chosen = [d for name, d in library.definitions.items() if not names or name in names]
    verdicts = [try_scenarios(library, each) for each in chosen]
    found = [*problems, *(problem for verdict in verdicts for problem in verdict.problems)]
    for problem in found:
        typer.echo(f"{problem.where}: {problem.force}: {problem.message} [{problem.code}]")
    Console().print(_summary(library, verdicts))
    missing = set(names or ()) - {definition.name for definition in chosen}
    if missing or any(problem.force == "error" for problem in found):
        raise typer.Exit(_PROBLEMS_FOUND)


@app.command(name="explain")
def explain_definition(name: Name, zh: Chinese = False, folder: Folder = None) -> None:
    """Say article by article what rests on it, which stories try it, and where nothing rests."""
    library, definition = find_definition(name, folder)
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
    _, definition = find_definition(name, folder)
    if of not in definition.machines:
        typer.echo(f"no machine {of!r}: take one of {', '.join(definition.machines)}", err=True)
        raise typer.Exit(MISUSE)
    typer.echo(state_diagram(definition, of, "zh" if zh else "en"), nl=False)


@app.command()
def timetable(
    name: Name,
    notice: Annotated[str, typer.Option(help="The day of the notice, such as 2026-03-02.")],
    zh: Chinese = False,
    folder: Folder = None,
) -> None:
    """Print the earliest dates the law allows a procedure whose notice appears on a day."""
    library, definition = find_definition(name, folder)
    try:
        day = date.fromisoformat(notice)
    except ValueError as problem:
        typer.echo(f"{notice!r} is not a day: write 2026-03-02", err=True)
        raise typer.Exit(MISUSE) from problem
    values = library.values(definition, day)
    stops = plan(definition, values, datetime.combine(day, time.min, values.calendar.zone))
    Console().print(_dates(stops, "zh" if zh else "en"))


def _planning(library: Library) -> tuple[Problem, ...]:
    planning, wrong = read_planning(library.files, "cn", library.articles)
    return (*wrong, *unplanned(planning, "cn", library.definitions))


def _summary(library: Library, verdicts: Sequence[Verdict]) -> Table:
    """Count what each definition is: as assembled, and how many lines of data are its own."""
    table = Table()
    table.add_column("definition", no_wrap=True)
    for heading in ("moves", "conditions", "stories", "articles", "lines", "problems"):
        table.add_column(heading, justify="right", overflow="fold")
    for verdict in verdicts:
        definition = library.definition(verdict.definition)
        conditions = sum(len(move.provided) for move in definition.moves)
        counts = (len(definition.moves), conditions, len(verdict.scenarios), len(verdict.articles))
        lines = own_lines(library.files, definition.name)
        table.add_row(definition.name, *map(str, (*counts, lines, len(verdict.problems))))
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
