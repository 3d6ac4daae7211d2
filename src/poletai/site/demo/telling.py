"""Telling: a procedure's events as a table a person reads in a minute."""

from rich.table import Table

from poletai.core.basics.instant import parse_instant
from poletai.exchange.house import House
from poletai.exchange.read_models.record import public_record
from poletai.exchange.read_models.standings import trade_of


def tell(house: House, procedure: str) -> Table:
    """Return what happened, when, by whom, at which leaf of the log and under which article."""
    trade = trade_of(house, procedure)
    law = {move.then: move.law for move in trade.definition.moves}
    zone = trade.values.calendar.zone
    table = Table("leaf", "when", "what", "by", "law", title=trade.standing.facts["title"])
    for entry in public_record(house, procedure)["events"]:
        envelope = entry["envelope"]
        when = parse_instant(envelope["at"]).astimezone(zone)
        by = {**envelope["by"], **entry.get("private", {}).get("by", {})}
        table.add_row(
            str(entry["index"]),
            f"{when:%Y-%m-%d %H:%M:%S}",
            envelope["name"],
            f"{by['role']} {by['id'][:16]}",
            law.get(envelope["name"], "platform.rules"),
        )
    return table
