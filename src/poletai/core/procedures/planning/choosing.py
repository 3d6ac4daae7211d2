"""Choosing: for an item of a plan, each kind of trade with its verdict and the articles for it."""

from typing import Literal

import msgspec

from poletai.core.procedures.definition import Text
from poletai.core.procedures.planning.fitting import Fit, Fits, fit
from poletai.core.procedures.planning.item import AMOUNT, PlanItem
from poletai.core.procedures.planning.rules import Planning, Row

Verdict = Literal["required", "allowed", "only-if", "open", "forbidden"]
_ORDER: tuple[Verdict, ...] = ("required", "allowed", "only-if", "open", "forbidden")
# What is forbidden is so whatever else allows it; what holds goes before what might.
_STRENGTH: tuple[Verdict, ...] = ("forbidden", "required", "allowed", "only-if", "open")


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """Why a kind is what it is: the rule in words, its articles, what it still needs."""

    title: Text
    laws: tuple[str, ...]
    hard: bool
    needs: tuple[str, ...] = ()


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of trade for an item: one of those required, allowed, allowed only if, or not."""

    kind: str
    verdict: Verdict
    grounds: tuple[Ground, ...]


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The answer for an item: the kinds in order of their verdicts, and what else to know.

    `open` are rules that cannot be told yet, with the fact or the value of the law they miss.
    """

    choices: tuple[Choice, ...]
    notes: tuple[Ground, ...]
    open: tuple[Ground, ...]


def plan_item(planning: Planning, item: PlanItem) -> Plan:
    """Say which kinds of trade an item may or must be traded by, and why."""
    fits = [fit(planning, row, item) for row in planning.rows]
    exempt = any(each.row.exempts and each.fits == "holds" for each in fits)
    requiring = [each for each in fits if each.row.requires and not each.row.otherwise]
    states = set() if exempt else {each.fits for each in requiring}
    heard = [_heard(each, states) for each in fits]
    counted = [each for each in heard if each.fits != "not"]
    kinds = dict.fromkeys(kind for each in counted for kind in each.row.kinds)
    choices = [_choice(kind, counted, exempt=exempt) for kind in kinds]
    return Plan(
        choices=tuple(sorted(choices, key=lambda choice: _ORDER.index(choice.verdict))),
        notes=(*_notes(counted), *_splitting(planning, item, requiring)),
        open=tuple(_ground(each) for each in counted if each.fits == "open"),
    )


def _heard(each: Fit, states: set[Fits]) -> Fit:
    """Let a row that speaks otherwise be silent where something is required, open where it may."""
    if not each.row.otherwise or each.fits == "not":
        return each
    if "holds" in states:
        return msgspec.structs.replace(each, fits="not")
    undecided = "open" in states and each.fits == "holds"
    return msgspec.structs.replace(each, fits="open") if undecided else each


def _choice(kind: str, fits: list[Fit], *, exempt: bool) -> Choice:
    named = [each for each in fits if kind in each.row.kinds]
    verdicts = {id(each): _verdict(kind, each, exempt=exempt) for each in named}
    strongest = min(verdicts.values(), key=_STRENGTH.index)
    grounds = [each for each in named if verdicts[id(each)] == strongest]
    return Choice(kind=kind, verdict=strongest, grounds=tuple(_ground(each) for each in grounds))


def _verdict(kind: str, each: Fit, *, exempt: bool) -> Verdict:
    if each.fits == "open":
        return "open"
    if each.fits == "only-if":
        return "only-if"
    if kind in each.row.forbids:
        return "forbidden"
    return "required" if kind in each.row.requires and not exempt else "allowed"


def _ground(each: Fit) -> Ground:
    laws = tuple(dict.fromkeys((each.row.law, *each.values)))
    return Ground(title=each.row.title, laws=laws, hard=each.hard, needs=each.needs)


def _notes(fits: list[Fit]) -> tuple[Ground, ...]:
    """Return the rules that name no kind: what is exempt, what else has to be done."""
    return tuple(_ground(each) for each in fits if not each.row.kinds and each.fits == "holds")


def _splitting(planning: Planning, item: PlanItem, requiring: list[Fit]) -> tuple[Ground, ...]:
    """Say where only the sum of the parts reaches what a rule requires: they count together."""
    reached = [each.row for each in requiring if each.fits == "holds" and _by_amount(each.row)]
    apart = any(fit(planning, row, part).fits == "not" for row in reached for part in item.alone())
    return tuple(
        Ground(title=split.title, laws=(split.law,), hard=True)
        for split in planning.splittings
        if apart and item.object in split.object
    )


def _by_amount(row: Row) -> bool:
    return AMOUNT in row.when.at_least
