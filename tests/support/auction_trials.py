"""Auctions in trial trades: how their stories ended, and what a guard sees of a command."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from tests.support import trials

from poletai.core.basics.problem import Refusal
from poletai.core.procedures.context import Context
from poletai.core.procedures.guards import GUARDS
from poletai.core.procedures.machine import decide
from poletai.core.procedures.playing import Play, values_for
from poletai.core.procedures.standing import Command, Decision, Tally

LIVE = "cn.trial.live"
UNIFORM = "cn.emission.allowances-uniform"
ONE_WAY = "cn.emission.allowances-one-way"
SETTLED = "the auction is settled"


def end(story: str, name: str = LIVE) -> Play:
    return trials.endings(name)[story]


def lot_of(story: str, name: str = LIVE) -> Any:
    return end(story, name).standing.lots["1"]


def settle_again(record_lines: list[dict[str, Any]], **fields: Any) -> Decision | Refusal:
    definition = trials.definition(LIVE)
    before = end("bidding is over")
    at = before.standing.at or datetime.now(UTC)
    command = Command(
        name="settle-auction",
        role="operator",
        actor="operator",
        lot="1",
        fields={"record": record_lines, **fields},
    )
    values = values_for(trials.library(), definition, before.standing, at)
    return decide(definition, values, before.standing, Tally(), command, at + timedelta(hours=1))


def context(
    story: str, fields: Mapping[str, Any], asks: dict[str, str], name: str = LIVE
) -> Context:
    """Return what a guard sees of a command on lot 1 that asks these fields."""
    definition = trials.definition(name)
    before = end(story, name)
    at = (before.standing.at or datetime.now(UTC)) + timedelta(hours=2)
    move = msgspec.structs.replace(definition.moves[0], asks=asks, of="lot", provided=())
    command = Command(name=move.when, role="operator", actor="x", lot="1", fields=fields)
    values = values_for(trials.library(), definition, before.standing, at)
    lot = before.standing.lots.get("1")
    return Context(definition, values, before.standing, lot, Tally(), command, move, at)


def holds(guard: str, seen: Context, **arguments: Any) -> bool:
    return GUARDS[guard].holds(seen, arguments)
