"""What a visitor is shown: the province played, one trade told, or real notices run as tenders."""

from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from poletai.exchange.house import house
from poletai.exchange.read_models.standings import standing_of
from poletai.ledger.source import open_source
from poletai.ledger.verify import verify_log
from poletai.replay.recompute import replay_trade
from poletai.site.demo.checking import await_logged, check_procedures
from poletai.site.demo.director import Director
from poletai.site.demo.errors import DemoStuckError
from poletai.site.demo.live_sales import LiveSale, live_sales
from poletai.site.demo.people import PASSWORD, Login, settle_people
from poletai.site.demo.real import play_notices
from poletai.site.demo.retelling import Trade, trades
from poletai.site.demo.stage import Stage
from poletai.site.demo.stories import BEGIN, END, Story, stories
from poletai.site.demo.telling import tell

__all__ = ["DemoStuckError", "one_trade", "province", "real_notices"]


def province(console: Console, stage: Stage) -> None:
    """Play every story of the province and say where to look."""
    logins = settle_people(BEGIN)
    told = direct(console, stage, stories(), END, trades(), live_sales())
    stage.clock.advance(END)
    await_logged(stage)
    console.print(f"{len(told)} procedures played; it is {END:%d %B %Y} here.")
    console.print(f"\n[bold]{stage.address}/[/bold]  (all processes share this one machine)\n")
    console.print(_logins(logins))
    console.print("Ctrl-C ends everything.")


def one_trade(console: Console, stage: Stage) -> int:
    """Play one whole trade, verify the log, replay the award, and tell the story."""
    settle_people(BEGIN)
    story = next(s for s in stories() if s.stage == "published" and not s.ending)
    procedure = direct(console, stage, (story,))[story.number]
    await_logged(stage)
    console.print(tell(house(), procedure))
    report = verify_log(open_source(stage.home / "log"))
    console.print(f"log: {report.size} entries, {'whole' if report.ok else report.problems[0]}")
    again = replay_trade(open_source(stage.address), procedure)
    for award in again.awards:
        who = (award.award or {}).get("bidder", "nobody")
        console.print(f"lot {award.lot}: awarded to {who}, recomputed from the public record")
    agrees = again.agrees and again.judged == again.events and report.ok
    console.print("[bold]agrees[/bold]" if agrees else f"differs: {again.difference}")
    finished = standing_of(house(), procedure).state == "completed"
    return 0 if agrees and finished else 1


def real_notices(console: Console, stage: Stage, file: Path) -> int:
    """Run notices with plain prices as sealed tenders; 1 where a price comes out another."""
    settle_people(BEGIN)
    notices = play_notices(console, stage, file)
    await_logged(stage)
    differing = check_procedures(console, stage, notices)
    report = verify_log(open_source(stage.home / "log"))
    console.print(
        f"{len(notices)} notices run as sealed tenders, {len(notices) - differing} agree; "
        f"log of {report.size} entries {'whole' if report.ok else 'broken'}"
    )
    return 0 if not differing and report.ok and notices else 1


def direct(
    console: Console,
    stage: Stage,
    plays: tuple[Story, ...],
    until: datetime | None = None,
    others: tuple[Trade, ...] = (),
    sales: tuple[LiveSale, ...] = (),
) -> dict[int, str]:
    """Play stories with a progress bar; returns their procedures by number."""
    director = Director(house(), stage.clock, until)
    with _bars(console) as bars:
        scenes = len(plays) * 8 + len(others) * 16 + len(sales) * 9
        bar = bars.add_task("playing", total=scenes)
        told = director.stage(plays, lambda: bars.advance(bar), others, sales)
        bars.update(bar, completed=scenes)
    return told


def _bars(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console)


def _logins(logins: tuple[Login, ...]) -> Table:
    table = Table("role", "sign in as", "password", "for")
    for login in logins:
        table.add_row(login.role, login.username, PASSWORD, login.body)
    return table
