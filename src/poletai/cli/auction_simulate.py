"""`poletai auction simulate`: a live auction rehearsed with drawn bidders, as its terms have it."""

from pathlib import Path
from random import Random
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from poletai.cli.asking import read_json, write_json
from poletai.cli.rulebook_folder import find_definition
from poletai.core.auctions import as_json
from poletai.core.basics.instant import format_instant
from poletai.core.procedures.announced import announced_auction
from poletai.core.rooms import RoomEvent
from poletai.live.rehearsal import STRATEGIES, CannotRehearseError, Rehearsal, rehearse

_WRONG = 1
_BAR = 40


def simulate(
    what: Annotated[
        str, typer.Argument(help="A definition, or a JSON file with the terms of an auction.")
    ],
    *,
    bidders: Annotated[int, typer.Option(help="How many bid.")] = 5,
    strategy: Annotated[
        list[str] | None, typer.Option(help=f"In turn: {', '.join(STRATEGIES)}.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed plays the same room.")] = 1,
    json_out: Annotated[
        bool, typer.Option("--json", help="Print terms, record and settlement as JSON.")
    ] = False,
) -> None:
    """Rehearse a live auction: bidders drawn by chance bid by their strategies to its end."""
    auction = _auction(what)
    rules = auction.pop("room", {})
    # Chance of a game, not of a secret.
    chance = Random(seed)  # noqa: S311
    try:
        played = rehearse(auction, rules, bidders, strategy or ["truthful"], chance)
    except CannotRehearseError as problem:
        _stop(str(problem))
    if json_out:
        settlement = as_json(played.settlement)
        write_json({"terms": auction, "record": played.record, "settlement": settlement})
    else:
        _print(played)


def _auction(what: str) -> dict[str, Any]:
    if Path(what).suffix == ".json":
        given = read_json(Path(what))
        return dict(given.get("terms", given))
    library, definition = find_definition(what, None)
    found = announced_auction(library, definition)
    if found is None:
        _stop(f"{what}: no lot of this kind of trade is bid for live")
    return found


def _print(played: Rehearsal) -> None:
    console = Console()
    people = Table("plate", "strategy", "value", "quantity", box=None)
    for one in played.bidders:
        wanted = "" if one.quantity is None else f"{one.quantity:f}"
        people.add_row(escape(one.plate), one.strategy, f"{one.value:f}", wanted)
    console.print(people)
    console.print(_course(played))
    settled = played.settlement
    console.print(f"{settled.mechanism}: {settled.outcome} {settled.reason}".rstrip(), markup=False)
    for quote in settled.winners:
        got = "" if quote.quantity is None else f" for {quote.quantity:f}"
        of = f" {', '.join(quote.items)}" if quote.items else ""
        console.print(f"  {quote.bidder} pays {quote.price:f}{got}{of}", markup=False)


def _course(played: Rehearsal) -> Table:
    """Return the course of the bidding: when, who, what, and how far the price has come."""
    bids = [event for event in played.events if event.name == "bid-taken"]
    amounts = [float(event.data["amount"]) for event in bids if "amount" in event.data]
    table = Table("at", "plate", "said", "amount", "", box=None)
    for event in bids:
        table.add_row(*_line(event, amounts))
    return table


def _line(event: RoomEvent, amounts: list[float]) -> tuple[str, ...]:
    data = event.data
    amount = data.get("amount", "")
    low, high = min(amounts, default=0.0), max(amounts, default=0.0)
    share = (float(amount) - low) / (high - low) if amount and high > low else 0.0
    bar = "█" * (1 + round(share * (_BAR - 1))) if amount else ""
    items = f" {', '.join(data['items'])}" if "items" in data else ""
    said = ("the room for it" if data.get("proxy") else data["kind"]) + items
    at = format_instant(event.at.replace(microsecond=0))
    return at, escape(data["plate"]), said, amount, bar


def _stop(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(_WRONG)
