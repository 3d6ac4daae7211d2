"""`poletai auction verify`: a live room computed again from the public record by a stranger."""

import re
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from poletai.cli.recomputing import DIFFERS, Trusted, recomputed
from poletai.replay.report import Difference
from poletai.replay.room_audit import verify_rooms
from poletai.replay.room_report import RoomReport

_PAGE = re.compile(r"(?P<exchange>.*?)/procedures/(?P<procedure>[0-9a-z-]+)(/.*)?")


def verify(
    where: Annotated[
        str, typer.Argument(help="Address of the exchange, or of the procedure's page; a folder.")
    ],
    lot: Annotated[str, typer.Argument(help="The lot; <procedure>/<lot> beside an exchange.")],
    policy: Trusted = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the reports as JSON.")] = False,
) -> None:
    """Recompute a live room: log, chain, signatures, every bid, the clock, the settlement.

    Prints `agrees` or the first difference; exit 1 where there is one.
    """
    exchange, procedure, name = _place(where, lot)
    reports = recomputed(verify_rooms, exchange, policy, procedure, name)
    if as_json:
        typer.echo(msgspec.json.encode(reports))
    else:
        for report in reports:
            _print(report)
    raise typer.Exit(0 if all(report.agrees for report in reports) else DIFFERS)


def _place(where: str, lot: str) -> tuple[str, str, str]:
    """Return exchange, procedure and lot, from however they were given."""
    procedure, _, name = lot.rpartition("/")
    if procedure:
        return where, procedure, name
    page = _PAGE.fullmatch(where)
    if page is None:
        message = "give the address of the procedure's page, or the lot as <procedure>/<lot>"
        raise typer.BadParameter(message)
    return page["exchange"], page["procedure"], name


def _print(report: RoomReport) -> None:
    console = Console(soft_wrap=True)
    table = Table("no.", "leaf", "clock", "plate", "said", "ends then", "signed", box=None)
    for one in report.heard:
        how = "by the room" if one.proxy else ("yes" if one.signed else "by session")
        cells = (_short(one.clock), one.plate, one.said, _short(one.closes), how)
        table.add_row(str(one.number), str(one.index), *map(escape, cells))
    if report.heard:
        console.print(table)
    for plate, bidder in report.bidders.items():
        console.print(f"plate {plate}: {bidder}", markup=False)
    told = f"{report.mechanism}: {report.state}; {report.judged} of {report.events} events"
    console.print(f"room {report.room}: {told}; the clock stood still for {report.stood}")
    console.print(f"between two bids the clocks of exchange and process differ by {report.drift}")
    if report.withheld:
        console.print(f"{report.withheld} events are withheld")
    if report.settlement:
        console.print(f"settled {report.settlement}")
    for quote in report.winners:
        console.print(f"  {quote['bidder']} pays {quote['price']}", markup=False)
    if report.stopped:
        console.print(f"stopped: {report.stopped}")
    _conclude(console, report.difference)


def _short(instant: str) -> str:
    """Return day and time to the millisecond; the whole instant stands in the JSON."""
    day, _, clock = instant.removesuffix("Z").partition("T")
    return f"{day[5:]} {clock[:12]}".strip()


def _conclude(console: Console, difference: Difference | None) -> None:
    if difference is None:
        console.print("agrees")
        return
    console.print(f"differs at leaf {difference.index}: {difference.what}", markup=False)
    console.print(f"  recorded:   {difference.recorded}", markup=False)
    console.print(f"  recomputed: {difference.recomputed}", markup=False)
