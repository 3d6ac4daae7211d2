"""Performing: a retold trade put through the same services as anybody's, with real sealed bids."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from poletai.core.procedures.fields import SUPPLIED
from poletai.core.procedures.standing import Command
from poletai.exchange.actors import Actor
from poletai.exchange.house import House
from poletai.exchange.services.create_procedure import create_procedure
from poletai.exchange.services.request_move import Request
from poletai.site.demo import hands
from poletai.site.demo.province import BODIES
from poletai.site.demo.retelling import Made, Trade, retold

# What custodians, worker and bidders do of themselves once bids are closed.
_OF_THEMSELVES = ("deposit-bid", "release-shares", "open-bids", "check-bids")
_OWN = ("principal", "agency")
_EXPERT_POOL = "expert-pool"


def perform(
    house: House, trade: Trade, number: int, told: dict[int, str]
) -> Iterator[datetime | str]:
    """Perform a trade; `told` learns the procedure's id."""
    made, names = retold(house.library, trade), dict(trade.names)
    yield made[0].at
    procedure = told[number] = _draft(house, trade, number, made[0], told)
    for place, one in enumerate(made[1:], start=1):
        command = one.command
        if command is None or command.name in _OF_THEMSELVES:
            continue
        yield one.at
        if command.name == "list-bids":
            yield procedure
            continue
        _act(house, trade, procedure, command, names)
        if "keysets" in command.fields:
            yield one.at + (made[place + 1].at - one.at) / 2
            _deposit(house, procedure, made[place:], names)


def _draft(house: House, trade: Trade, number: int, first: Made, told: Mapping[int, str]) -> str:
    fields = dict(first.command.fields) if first.command else {}
    own = {name: value for name, value in fields.items() if name not in _OWN}
    own["reference"] = f"LJ2026-{number:03d}"
    if trade.repeats:
        own["repeats"] = told[number - 1]
    actor = Actor("principal", trade.principal)
    procedure, answer = create_procedure(house, actor, trade.kind, own)
    hands.must("draft", answer)
    return procedure


def _act(
    house: House, trade: Trade, procedure: str, command: Command, names: dict[str, str]
) -> None:
    actor = _actor(house, trade, command, names)
    asks = house.library.definition(trade.kind).moves_when(command.name)[0].asks
    fields = {
        name: _papers(house, actor, procedure, value, names)
        if asks.get(name) == "documents"
        else called(value, names)
        for name, value in command.fields.items()
        if asks.get(name) not in SUPPLIED
    }
    of = {
        "lot": command.lot,
        "bid": command.bid and names.get(command.bid, command.bid),
        "remedy": command.remedy and names.get(command.remedy, command.remedy),
        "applicant": command.applicant and names.get(command.applicant, command.applicant),
    }
    moved = hands.request(house, actor, procedure, Request(command.name, fields, **of))
    if command.remedy and moved.event.of == "remedy":
        names[command.remedy] = moved.event.data["remedy"]


def _actor(house: House, trade: Trade, command: Command, names: Mapping[str, str]) -> Actor:
    who = names.get(command.actor, command.actor)
    match command.role:
        case "principal" | "agency":
            return Actor("principal", trade.principal)
        case "operator":
            return Actor("operator", house.origin)
        case "evaluator":
            return Actor("evaluator", _EXPERT_POOL, who)
    return Actor(command.role, who)


def _papers(
    house: House, actor: Actor, procedure: str, papers: Any, names: Mapping[str, str]
) -> list[dict[str, Any]]:
    titles = [names.get(paper["title"], paper["title"]) for paper in papers]
    return [hands.document(house, actor, procedure, title, title) for title in titles]


def _deposit(house: House, procedure: str, made: tuple[Made, ...], names: dict[str, str]) -> None:
    """Deposit, once a notice asks for them, the bids a story opens later in each of its lots."""
    asked = made[0].command
    later = [one.command for one in made if one.command and one.command.name == "open-bids"]
    for lot in asked.fields["lots"] if asked else ():
        opened = next((one for one in later if one.lot == lot["lot"]), None)
        for bid in opened.fields["openings"] if opened else ():
            firm = names[f"bidder-{bid['bid']}"]
            content = bid["parts"]["price"]["content"]
            deposited = hands.sealed_bid(house, procedure, lot["lot"], firm, content)
            names[bid["bid"]] = deposited.bid


def called(value: Any, names: Mapping[str, str]) -> Any:
    """Return fields with whom and what a story names called as they are here."""
    if isinstance(value, dict) and value.keys() >= {"id", "name"}:
        body = names.get(value["id"], value["id"])
        return {**value, "id": body, "name": BODIES.get(body, body)}
    if isinstance(value, dict):
        return {names.get(key, key): called(inside, names) for key, inside in value.items()}
    if isinstance(value, list):
        return [called(inside, names) for inside in value]
    return names.get(value, value) if isinstance(value, str) else value
