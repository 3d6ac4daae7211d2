"""Checks of a bid's part before it is sealed: everything wrong with it, and how to mend it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from poletai.core.basics.problem import Problem
from poletai.core.evaluation.energy import PERIODS
from poletai.core.procedures.bidding.asked import Asked
from poletai.core.procedures.bidding.keys import unknown_keys
from poletai.core.procedures.bidding.parts import PARTS, Consortium, PricePart

_APART = {"small-enterprise", "small-consortium"}


def part_problems(part: str, said: Any, asked: Asked | None = None) -> tuple[Problem, ...]:
    """List what is wrong with a part; against what its lot asks too, where that is known."""
    shape = PARTS[part]
    if unknown := tuple(unknown_keys(said, shape)):
        return tuple(_unknown(f"{part}.{where}", known) for where, known in unknown)
    try:
        read = msgspec.convert(said, shape, strict=True)
    except msgspec.ValidationError as problem:
        return (Problem(code="bid-value-wrong", where=part, message=str(problem)),)
    found = list(_consortium_problems(part, getattr(read, "consortium", None)))
    if isinstance(read, PricePart):
        found += _claim_problems(read, stated=asked is not None and asked.stated)
        found += _package_problems(read)
        found += () if asked is None else _asked_problems(said, read, asked)
    return tuple(found)


def _unknown(where: str, known: tuple[str, ...]) -> Problem:
    message = f"nobody reads this key: take it out, or mend its name to one of {', '.join(known)}"
    return Problem(code="bid-key-unknown", where=where, message=message)


def _consortium_problems(part: str, consortium: Consortium | None) -> Iterator[Problem]:
    if consortium is None:
        return
    named = [(one.organisation, one.uscc.upper()) for one in consortium.members]
    where = f"{part}.consortium.members"
    if any(not any(names) for names in named):
        yield _contradiction(where, "every member needs its organisation id or its credit code")
    given = [name for names in named for name in names if name]
    if twice := sorted({name for name in given if given.count(name) > 1}):
        yield _contradiction(where, f"{', '.join(twice)} is a member twice")
    if {consortium.lead, consortium.lead.upper()}.isdisjoint(given):
        yield _contradiction(f"{part}.consortium.lead", "the leader must be one of the members")


def _claim_problems(read: PricePart, *, stated: bool) -> Iterator[Problem]:
    claimed = {claim.name for claim in read.claims}
    for name in sorted(claimed - set(read.declares)):
        yield _contradiction("price.claims", f"{name} has a statement but is not in `declares`")
    for name in sorted(set(read.declares) - claimed) if stated else ():
        yield _missing("price.claims", f"{name} is declared without a statement that says so")
    if set(read.declares) >= _APART:
        message = "a small enterprise bids alone or in a consortium: claim one of the two"
        yield _contradiction("price.declares", message)


def _package_problems(read: PricePart) -> Iterator[Problem]:
    prices = [Decimal(package.price.amount) for package in read.packages]
    if prices and max(prices) != Decimal(read.price.amount):
        yield _contradiction("price.price", f"give the highest of the packages: {max(prices)}")
    named = [tuple(sorted(package.items)) for package in read.packages]
    if len(set(named)) < len(named):
        yield _contradiction("price.packages", "two packages are of the same items: keep one")


def _asked_problems(said: Mapping[str, Any], read: PricePart, asked: Asked) -> Iterator[Problem]:
    for key in asked.required:
        if not said.get(key):
            yield _missing(f"price.{key}", "this lot asks for it")
    for name in sorted(set(read.declares) - set(asked.claims)):
        yield _unasked(f"price.declares.{name}", "no law gives a preference of this name here")
    for key in sorted(set(said) - {"price", *asked.keys}):
        yield _unasked(f"price.{key}", "this lot does not read it; it would be passed over")
    for key, names in _answers(asked).items():
        yield from _answer_problems(key, names, said.get(key) or {})
    if read.energy is not None and len(read.energy.savings) != PERIODS:
        message = f"give {PERIODS} savings: one for each period"
        yield _contradiction("price.energy.savings", message)


def _answers(asked: Asked) -> Mapping[str, set[str]]:
    return {
        "features": {each.name for each in asked.features},
        "costs": set(asked.costs),
        "departures": {each.name for each in asked.quantified},
    }


def _answer_problems(key: str, names: set[str], given: Mapping[str, Any]) -> Iterator[Problem]:
    for name in sorted(names - set(given)) if given else ():
        yield _missing(f"price.{key}.{name}", "the terms ask for it")
    for name in sorted(set(given) - names) if names else ():
        yield _contradiction(f"price.{key}.{name}", "the terms do not name it")


def _missing(where: str, message: str) -> Problem:
    return Problem(code="bid-answer-missing", where=where, message=message)


def _contradiction(where: str, message: str) -> Problem:
    return Problem(code="bid-contradicts-itself", where=where, message=message)


def _unasked(where: str, message: str) -> Problem:
    return Problem(code="bid-not-asked", where=where, message=message, force="advice")
