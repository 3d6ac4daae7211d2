"""Every kind of trade runs through the real exchange as its main line tells, and replays."""

from datetime import timedelta
from typing import Any

import pytest
from tests.support import rules
from tests.support.exchange_world import PRINCIPAL, ExchangeWorld
from tests.support.main_lines import Made, main_line, renamed

from poletai.core.basics.instant import parse_instant
from poletai.core.procedures.fields import SUPPLIED
from poletai.exchange.actors import Actor
from poletai.exchange.models import Procedure
from poletai.exchange.services.create_procedure import create_procedure
from poletai.exchange.services.make_move import Moved, tick
from poletai.exchange.services.request_move import Request, request_move
from poletai.replay.recompute import replay_trade

# Told with more than one opening, or with a drawn committee: these have whole tests of their own.
CHAPTERS = ("two-envelopes", "drawn-committee")
ELSEWHERE = [f"platform/chapters/{name}.toml" for name in CHAPTERS]
KINDS = [name for name in rules.DEFINITIONS if not any(rules.brings(name, c) for c in ELSEWHERE)]
SEALED = ("list-bids", "release-shares", "open-bids", "check-bids", "deposit-bid")
OWN = ("principal", "agency")


@pytest.mark.parametrize("name", KINDS)
def test_a_trade_of_this_kind_runs_from_its_draft_to_its_end(
    name: str, exchange: ExchangeWorld
) -> None:
    line = main_line(name)
    exchange.now = line[0].at
    procedure = _drafted(exchange, name, line[0])
    bids: dict[str, str] = {}

    for made in line[1:]:
        _happens(exchange, procedure, made, line, bids)
    exchange.sequence()

    assert exchange.standing(procedure).state == "completed"
    report = replay_trade(exchange.source, procedure)
    assert report.agrees, report


def _drafted(world: ExchangeWorld, name: str, made: Made) -> str:
    assert made.command is not None
    fields = {k: v for k, v in made.command.fields.items() if k not in OWN}
    procedure, answer = create_procedure(world.house, _actor(world, made), name, fields)
    assert isinstance(answer, Moved), answer
    return procedure


def _actor(world: ExchangeWorld, made: Made) -> Actor:
    assert made.command is not None
    role, who = made.command.role, made.command.actor
    if role in OWN:
        return Actor(role, PRINCIPAL)
    if role == "operator":
        return Actor(role, world.house.origin)
    world.organisation(who)
    return Actor(role, who, who if role == "evaluator" else "")


def _happens(
    world: ExchangeWorld, procedure: str, made: Made, line: tuple[Made, ...], bids: dict[str, str]
) -> None:
    command = made.command
    if command is not None and command.name == "list-bids":
        _opened(world, procedure, command.lot or "")
        return
    if command is not None and command.name in SEALED:
        return
    world.now = max(world.now, made.at)
    if command is None:
        tick(world.house, procedure)
        return
    _moves(world, procedure, made, bids)
    for lot in command.fields.get("lots", ()) if "keysets" in command.fields else ():
        _bid(world, procedure, lot["lot"], _prices(line, made, lot["lot"]), bids)


def _moves(world: ExchangeWorld, procedure: str, made: Made, bids: dict[str, str]) -> None:
    command = made.command
    assert command is not None
    asks = rules.definition(kind_of(world, procedure)).moves_when(command.name)[0].asks
    by_hand = {k: v for k, v in command.fields.items() if asks.get(k) not in SUPPLIED}
    request = Request(
        command.name,
        renamed(by_hand, bids),
        command.lot,
        bids.get(command.bid or "", command.bid),
        remedy=command.remedy,
        applicant=command.applicant,
    )
    answer = request_move(world.house, _actor(world, made), procedure, request)
    assert isinstance(answer, Moved), (command.name, answer)


def kind_of(world: ExchangeWorld, procedure: str) -> str:
    return str(Procedure.objects.get(id=procedure).definition)


def _prices(line: tuple[Made, ...], made: Made, lot: str) -> dict[str, Any]:
    """Return what the story will open in a lot: bids by their names, with their price parts."""
    later = (m.command for m in line[line.index(made) :] if m.command is not None)
    opening = next((c for c in later if c.name == "open-bids" and c.lot == lot), None)
    found = [] if opening is None else opening.fields["openings"]
    return {one["bid"]: one["parts"]["price"]["content"] for one in found}


def _bid(
    world: ExchangeWorld, procedure: str, lot: str, prices: dict[str, Any], bids: dict[str, str]
) -> None:
    states = _admitted_states(kind_of(world, procedure))
    applicants = world.standing(procedure).applicants.values()
    admitted = sorted(one.applicant for one in applicants if one.state in states)
    world.sequence()
    world.wait(hours=1)
    for i, (name, content) in enumerate(prices.items()):
        bidder = admitted[i] if admitted else f"bidder-{name}"
        bids[name] = world.bid_content(procedure, bidder, content, lot)


def _admitted_states(name: str) -> set[str]:
    """Return the states of applicants in which they may bid."""
    deposit = rules.definition(name).moves_when("deposit-bid")[0]
    asked = [c for c in deposit.provided if c.guard == "applicant-is"]
    return {state for condition in asked for state in condition.arguments["states"]}


def _opened(world: ExchangeWorld, procedure: str, lot: str) -> None:
    facts = world.standing(procedure).facts
    world.now = max(world.now, parse_instant(facts["deadline"]) + timedelta(seconds=6))
    tick(world.house, procedure)
    world.sequence()
    world.opened(procedure, lot)
