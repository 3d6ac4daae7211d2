"""`poletai hub`: read what other platforms publish, and say what was not understood."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from poletai.hub.connectors import read as read_source
from poletai.hub.connectors import sources
from poletai.hub.errors import UnknownSourceError
from poletai.hub.notices import Candidate, Notice, Reading

app = typer.Typer(no_args_is_help=True, help="Join what other platforms publish.")

# Longer texts are cut in the table; --json has them whole.
_LONGEST_TEXT = 60
_PROBLEMS_FOUND = 1
_MISUSE = 2
# Three bids make a competition: cn.tendering-law#28.
_ENOUGH_PRICES = 3


@app.callback()
def hub() -> None:
    """Join what other platforms publish."""


@app.command()
def read(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A file of notices.")],
    source: Annotated[str, typer.Option(help="Who published it: the connector's name.")] = "ggzy",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Read the notices of a file; exits 1 when a record of it is no notice at all."""
    try:
        reading = read_source(source, file.read_bytes())
    except UnknownSourceError as error:
        typer.echo(f"{error}: name one of {', '.join(sources())} with --source", err=True)
        raise typer.Exit(_MISUSE) from error
    if as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(reading)).decode())
    else:
        _show(reading, Console())
    if reading.problems:
        raise typer.Exit(_PROBLEMS_FOUND)


def _show(reading: Reading, console: Console) -> None:
    if reading.notices:
        console.print(_notices(reading))
    if any(notice.not_understood for notice in reading.notices):
        console.print(_findings(reading))
    if reading.problems:
        console.print(_problems(reading))
    console.print(_summary(reading))


def _notices(reading: Reading) -> Table:
    table = Table("notice", "rank", title="Notices")
    table.add_column("candidate", overflow="fold")
    table.add_column("price, yuan", justify="right", no_wrap=True)
    for notice in reading.notices:
        for lot in notice.lots:
            said = f"{lot.code}\n{notice.trade_class} {notice.region} {notice.published_on}"
            for candidate in lot.candidates:
                table.add_row(*map(Text, (said, *_cells(candidate))))
                said = ""
        table.add_section()
    return table


def _cells(candidate: Candidate) -> tuple[str, str, str]:
    """Return rank, names and price; the members of a consortium stand under their leader."""
    price = "" if candidate.price is None else f"{candidate.price:,f}"
    return str(candidate.rank or ""), "\n+ ".join(candidate.names), price


def _findings(reading: Reading) -> Table:
    table = Table(title="Not understood")
    for heading in ("section", "where", "what", "text"):
        table.add_column(heading, overflow="fold")
    for notice in reading.notices:
        for finding in notice.not_understood:
            text = Text(finding.text)
            text.truncate(_LONGEST_TEXT, overflow="ellipsis")
            table.add_row(notice.section_code, Text(finding.where), finding.code, text)
    return table


def _problems(reading: Reading) -> Table:
    table = Table("where", "problem", "message", title="Not read")
    for problem in reading.problems:
        table.add_row(Text(problem.where), problem.code, Text(problem.message))
    return table


def _summary(reading: Reading) -> str:
    priced = sum(_is_priced(notice) for notice in reading.notices)
    unclear = sum(bool(notice.not_understood) for notice in reading.notices)
    return (
        f"{len(reading.notices)} notices read: {priced} with three or more prices in yuan, "
        f"{unclear} not wholly understood; {len(reading.problems)} records not read"
    )


def _is_priced(notice: Notice) -> bool:
    prices = [c.price for lot in notice.lots for c in lot.candidates if c.price is not None]
    return len(prices) >= _ENOUGH_PRICES
