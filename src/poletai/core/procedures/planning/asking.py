"""Asking: an item of a plan read from what somebody wrote, everything wrong with it at once."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from poletai.core.basics.problem import Problem
from poletai.core.procedures.planning.item import PlanItem
from poletai.core.procedures.planning.rules import Planning

_MOST = Decimal(10) ** 15
_AMOUNTS = ("public-funds", "investment")


def read_item(
    planning: Planning,
    said: Mapping[str, str],
    parts: Sequence[str],
    circumstances: Sequence[str],
    today: date,
) -> PlanItem | tuple[Problem, ...]:
    """Read an item from texts: `said` has its object, funding, level, place, day and amounts.

    What is left out is not known; the day is today, and the money other money.
    """
    if problems := tuple(_problems(planning, said, parts, circumstances)):
        return problems
    funds, investment = (said.get(name, "") for name in _AMOUNTS)
    day = said.get("day", "")
    return PlanItem(
        object=said["object"],
        funding=said.get("funding") or "other",
        parts=tuple(Decimal(part) for part in parts),
        day=date.fromisoformat(day) if day else today,
        place=said.get("place", ""),
        level=said.get("level", ""),
        public_funds=Decimal(funds) if funds else None,
        investment=Decimal(investment) if investment else None,
        circumstances=frozenset(circumstances),
    )


def _problems(
    planning: Planning, said: Mapping[str, str], parts: Sequence[str], circumstances: Sequence[str]
) -> Iterator[Problem]:
    words = (
        ("object", [said.get("object", "")], planning.objects),
        ("funding", [said["funding"]] if said.get("funding") else [], planning.fundings),
        ("level", [said["level"]] if said.get("level") else [], planning.levels),
        ("circumstance", circumstances, planning.circumstances),
    )
    for where, given, known in words:
        for name in given:
            if name not in known:
                yield _problem("plan-word", where, f"{name!r} is none of {', '.join(known)}")
    if not parts:
        yield _problem("plan-amount", "part", "say an amount, such as 4000000.00")
    amounts = [*(("part", part) for part in parts), *((name, said.get(name)) for name in _AMOUNTS)]
    for where, text in amounts:
        if text and not _is_amount(text):
            yield _problem("plan-amount", where, f"{text!r} is no amount: write 4000000.00")
    if not _is_day(said.get("day", "")):
        yield _problem("plan-day", "day", f"{said['day']!r} is not a day: write 2026-03-02")


def _is_amount(text: str) -> bool:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return False
    return amount.is_finite() and 0 <= amount < _MOST


def _is_day(text: str) -> bool:
    try:
        return not text or date.fromisoformat(text) is not None
    except ValueError:
        return False


def _problem(code: str, where: str, message: str) -> Problem:
    return Problem(code=code, where=where, message=message)
