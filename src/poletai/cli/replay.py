"""`poletai replay`: recompute a trade from its public record and say whether it agrees."""

from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from poletai.cli.recomputing import DIFFERS, Procedure, Trusted, Where, recomputed
from poletai.replay.recompute import replay_trade
from poletai.replay.report import Award, Report

app = typer.Typer(help="Recompute standing, ranking and award of a trade from what is public.")


@app.command()
def replay(
    where: Where,
    procedure: Procedure,
    policy: Trusted = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Print `agrees`, or the first difference; exit 1 where there is one."""
    report = recomputed(replay_trade, where, policy, procedure)
    if as_json:
        typer.echo(msgspec.json.encode(report))
    else:
        _print(report)
    raise typer.Exit(0 if report.agrees else DIFFERS)


def _print(report: Report) -> None:
    console = Console()
    table = Table("lot", "place", "bid", "score", "price", "awarded")
    for award in report.awards:
        for placed in award.ranking or _unranked(award):
            won = award.award is not None and award.award["bid"] == placed["bid"]
            score, price = str(placed.get("score") or ""), str(placed.get("bid_price") or "")
            cells = (award.lot, str(placed.get("place", "")), placed["bid"][:8], score, price)
            table.add_row(*cells, "*" if won else "")
    if table.row_count:
        console.print(table)
    console.print(f"{report.definition}: {report.state}; {report.judged} of {report.events} events")
    for hidden in report.withheld:
        console.print(
            f"leaf {hidden['index']} is withheld until {hidden['until']} ({hidden['law']})"
        )
    if report.stopped:
        console.print(f"stopped: {report.stopped}")
    difference = report.difference
    if difference is None:
        console.print("agrees")
        return
    console.print(f"differs at leaf {difference.index}: {difference.what}", markup=False)
    console.print(f"  recorded:   {difference.recorded}", markup=False)
    console.print(f"  recomputed: {difference.recomputed}", markup=False)


def _unranked(award: Award) -> tuple[dict[str, Any], ...]:
    """Return the winner of a lot nobody ranked: its price was bid live, or agreed on."""
    if award.award is None:
        return ()
    return ({"bid": award.award["bid"], "bid_price": award.award["price"]["amount"]},)
