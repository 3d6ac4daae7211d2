"""Items of a plan, asked about under the rules of planning."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tests.support import rules

from poletai import rulebook
from poletai.core.procedures.planning.choosing import Plan, plan_item
from poletai.core.procedures.planning.item import PlanItem
from poletai.core.procedures.planning.reading import read_planning
from poletai.core.procedures.planning.rules import Planning

FILES = {name: rulebook.read(name) for name in rulebook.names()}
DAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Answer:
    """A plan, asked for kind by kind."""

    plan: Plan

    def of(self, kind: str) -> str:
        return next((c.verdict for c in self.plan.choices if c.kind == kind), "not named")

    def laws(self, kind: str) -> set[str]:
        choice = next(c for c in self.plan.choices if c.kind == kind)
        return {law for ground in choice.grounds for law in ground.laws}

    def hard(self, kind: str) -> bool:
        return all(g.hard for c in self.plan.choices if c.kind == kind for g in c.grounds)


def planning(**more: bytes) -> Planning:
    read, problems = read_planning({**FILES, **more}, "cn", rules.library().articles)
    assert problems == ()
    return read


def ask(thing: str, *parts: str, **more: Any) -> Answer:
    rule_book = more.pop("rule_book", None)
    said = {"funding": "other", "day": DAY, **more}
    for name in ("public_funds", "investment"):
        if name in said:
            said[name] = Decimal(said[name])
    said["circumstances"] = frozenset(said.get("circumstances", ()))
    amounts = tuple(Decimal(part) for part in parts or ("1",))
    item = PlanItem(object=thing, parts=amounts, **said)
    return Answer(plan_item(rule_book or planning(), item))
