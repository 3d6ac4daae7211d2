"""Frameworks: the members of a lot in the order of their rank, and the orders placed with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from poletai.core.basics.instant import parse_instant
from poletai.core.procedures.deeds.frameworks import members_now
from poletai.core.procedures.definition import Definition
from poletai.core.procedures.standing import LotStanding


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order: its number, whose it is, its amount as decimal text, and when it was placed."""

    number: int
    member: str
    amount: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Framework:
    """The members that have not left, by name, and every order."""

    members: tuple[str, ...]
    orders: tuple[OrderRow, ...]


def framework_of(definition: Definition, lot: LotStanding, names: Mapping[str, str]) -> Framework:
    """Show a lot as a framework; one that is none has neither members nor orders."""
    orders = tuple(
        OrderRow(
            order["order"],
            names.get(order["member"], order["member"]),
            order["amount"]["amount"],
            parse_instant(order["at"]),
        )
        for order in lot.facts.get("orders", ())
    )
    members = members_now(definition, lot)
    return Framework(tuple(names.get(bid, bid) for bid in members), orders)
