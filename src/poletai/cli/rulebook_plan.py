"""`poletai rulebook plan`: which kinds of trade the law allows for an item of a plan, and why."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated

import typer

from poletai.cli.rulebook_folder import MISUSE, Chinese, Folder, read_rulebook
from poletai.core.procedures.planning.asking import read_item
from poletai.core.procedures.planning.choosing import Ground, plan_item
from poletai.core.procedures.planning.item import PlanItem
from poletai.core.procedures.planning.reading import read_planning
from poletai.core.procedures.planning.rules import Named, Planning

_VERDICTS: Mapping[str, tuple[str, str]] = {
    "required": ("应当采用其一", "one of these is required"),
    "allowed": ("可以采用", "allowed"),
    "only-if": ("有下列情形方可采用", "allowed only if"),
    "open": ("尚不能判断", "cannot be told yet"),
    "forbidden": ("不得采用", "forbidden"),
}


def plan_trade(  # noqa: PLR0917 - one option a fact
    thing: Annotated[str, typer.Option("--object", help="What is traded: see --words.")] = "",
    part: Annotated[
        list[str] | None, typer.Option(help="An amount in yuan; again for what goes with it.")
    ] = None,
    funding: Annotated[str, typer.Option(help="Whose money: see --words.")] = "other",
    public_funds: Annotated[str, typer.Option(help="Budget money in the whole project.")] = "",
    investment: Annotated[str, typer.Option(help="Investment in the whole project.")] = "",
    level: Annotated[str, typer.Option(help="Whose budget: see --words.")] = "",
    place: Annotated[str, typer.Option(help="Code of the division, such as 210000.")] = "",
    day: Annotated[str, typer.Option(help="The day of the notice; today if not said.")] = "",
    circumstance: Annotated[
        list[str] | None, typer.Option(help="What else is so: see --words.")
    ] = None,
    country: Annotated[str, typer.Option(help="Whose rules of planning.")] = "cn",
    words: Annotated[bool, typer.Option("--words", help="List what an item is said in.")] = False,
    zh: Chinese = False,
    folder: Folder = None,
) -> None:
    """Say which kinds of trade an item of a plan may or must be traded by, with the articles."""
    library, _ = read_rulebook(folder)
    planning, problems = read_planning(library.files, country, library.articles)
    for problem in problems:
        typer.echo(f"{problem.where}: {problem.message} [{problem.code}]", err=True)
    if words:
        _print_words(planning, zh=zh)
        return
    texts = {
        "object": thing,
        "funding": funding,
        "level": level,
        "place": place,
        "day": day,
        "public-funds": public_funds,
        "investment": investment,
    }
    item = read_item(planning, texts, part or ["0"], circumstance or [], datetime.now(UTC).date())
    if isinstance(item, PlanItem):
        _print_plan(planning, item, zh=zh)
        return
    for problem in item:
        typer.echo(f"--{problem.where}: {problem.message}", err=True)
    raise typer.Exit(MISUSE)


def _print_plan(planning: Planning, item: PlanItem, *, zh: bool) -> None:
    answer, language = plan_item(planning, item), "zh" if zh else "en"
    for choice in answer.choices:
        typer.echo(f"{choice.kind}: {_VERDICTS[choice.verdict][0 if zh else 1]}")
        for ground in choice.grounds:
            typer.echo(f"  {_said(planning, ground, language)}")
    for ground in answer.notes:
        typer.echo(f"! {_said(planning, ground, language)}")


def _said(planning: Planning, ground: Ground, language: str) -> str:
    needs = [_need(planning, need, language) for need in ground.needs]
    asked = f" <- {'; '.join(needs)}" if needs else ""
    force = "" if ground.hard else " (建议性)" if language == "zh" else " (advice)"
    laws = ", ".join(ground.laws)
    return f"{getattr(ground.title, language)} [{laws}]{force}{asked}"


def _need(planning: Planning, need: str, language: str) -> str:
    """Say a missing circumstance or value by its title, a missing fact by its option."""
    for known in (planning.circumstances, planning.values):
        if need in known:
            return str(getattr(known[need].title, language))
    return f"--{need}"


def _print_words(planning: Planning, *, zh: bool) -> None:
    tables: tuple[tuple[str, Mapping[str, Named]], ...] = (
        ("--object", planning.objects),
        ("--funding", planning.fundings),
        ("--level", planning.levels),
        ("--circumstance", planning.circumstances),
    )
    for option, named in tables:
        typer.echo(option)
        for name, each in named.items():
            typer.echo(f"  {name}  {each.title.zh if zh else each.title.en}")
