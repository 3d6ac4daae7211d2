"""Opened lots for tests of findings: bids written as their price part, with what registers say."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.support import rules

from poletai.core.procedures.definition import Value, Values
from poletai.core.procedures.findings import Case
from poletai.core.procedures.registers import Registers, read_registers
from poletai.core.procedures.standing import BidStanding, LotStanding, Standing

DEADLINE = "2026-03-25T01:00:00Z"
LOW_PRICE = {
    "finding-abnormally-low-price": ("explain", "answer"),
    "low-price-of-mean": ("0.50..0.65", "share"),
    "low-price-of-second-lowest": ("0.50..0.65", "share"),
    "low-price-of-ceiling": ("0.45..0.65", "share"),
}


def bid(name: str, price: Any, **facts: Any) -> BidStanding:
    """Return an opened bid; a text is its amount, a table its whole price part."""
    content = {"price": {"amount": price, "currency": "CNY"}} if isinstance(price, str) else price
    known = {
        "verdict": "opened",
        "bidder": f"firm-{name}",
        "content": {"price": content},
        "leaf": 0,
        **facts,
    }
    return BidStanding(bid=name, state=known.pop("state", "opened"), facts=known)


def values(parameters: Mapping[str, tuple[str, str]]) -> Values:
    """Return values of a day in March 2026: each parameter's value and unit."""
    calendar = rules.library().calendars["cn"]
    named = {n: Value(value, unit, f"law#{n}") for n, (value, unit) in parameters.items()}
    return Values(
        on=date(2026, 3, 1), parameters=named, sha256="", calendar=calendar, calendar_sha256=""
    )


def case(
    bids: Mapping[str, Any] | list[BidStanding],
    parameters: Mapping[str, tuple[str, str]],
    registers: Mapping[str, Any] | None = None,
    **lot: Any,
) -> Case:
    """Return the case of one lot; `terms` among the lot's facts are those of the trade."""
    opened = [bid(n, p) for n, p in bids.items()] if isinstance(bids, Mapping) else bids
    facts = {"deadline": DEADLINE, "terms": lot.pop("terms", {"method": "low-price-first"})}
    one = LotStanding(lot="1", state="opened", facts=lot, bids={b.bid: b for b in opened})
    standing = Standing(procedure="p", state="open", facts=facts, lots={"1": one})
    known = Registers() if registers is None else read_registers(registers)
    return Case(standing, one, values(parameters), known, "goods-services")
