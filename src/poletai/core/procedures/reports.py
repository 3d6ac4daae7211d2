"""Reports: what an evaluation committee did, put together from the standing alone."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec

from poletai.core.basics.canonical import canonical
from poletai.core.evaluation import as_json, evaluate
from poletai.core.procedures.context import Context
from poletai.core.procedures.offers import lot_terms, offers_of
from poletai.core.procedures.standing import LotStanding, put_lot

_SEEN = ("id", "name", "expert", "chair", "organisation", "specialty", "site", "seat")


def report_of(context: Context) -> dict[str, Any]:
    """Put the report on a ranked lot together: members, marks, rejections, ranking, its steps."""
    facts, lot = context.standing.facts, _lot(context)
    committee = facts.get("committee", ())
    return {
        "t": "poletai-evaluation-report/v1",
        "procedure": context.standing.procedure,
        "lot": lot.lot,
        "members": [{name: seat[name] for name in _SEEN if name in seat} for seat in committee],
        "interests": dict(facts.get("interests", {})),
        "terms": facts.get("terms", {}),
        "marks": _marks(committee, lot),
        "explanations": dict(lot.facts.get("explanations", {})),
        "rejections": list(_rejections(lot)),
        "ranking": lot.facts.get("ranking", ()),
        "steps": _steps(context, lot),
    }


def report_sha256(report: Mapping[str, Any]) -> str:
    """Return the hash of a report's canonical bytes: what every member signs."""
    return hashlib.sha256(canonical(report)).hexdigest()


def _steps(context: Context, lot: LotStanding) -> Any:
    """Evaluate the ranked bids once more: every number the ranking came from."""
    ranked = {placed["bid"] for placed in lot.facts.get("ranking", ())}
    bids = {
        name: msgspec.structs.replace(bid, state="opened") if name in ranked else bid
        for name, bid in lot.bids.items()
    }
    standing = put_lot(context.standing, msgspec.structs.replace(lot, bids=bids))
    before = replace(context, standing=standing)
    return as_json(evaluate(offers_of(before), lot_terms(before)))["steps"]


def _lot(context: Context) -> LotStanding:
    """Return the lot a move of the committee is of; there is always one."""
    return context.standing.lots[context.command.lot or ""]


def _marks(committee: Any, lot: LotStanding) -> dict[str, Any]:
    sheets: Mapping[str, Any] = lot.facts.get("scores", {})
    return {seat["id"]: sheets[seat["id"]] for seat in committee if seat["id"] in sheets}


def _rejections(lot: LotStanding) -> Iterator[dict[str, Any]]:
    for bid in lot.bids.values():
        if "grounds" in bid.facts:
            yield {"bid": bid.bid, "grounds": bid.facts["grounds"]}


def deviations(context: Context, most: Fraction) -> frozenset[tuple[str, str]]:
    """List (member, "<bid>/<criterion>") where a mark is further than `most` from the mean.

    `most` is a share of the mean of all members' marks on that criterion of that bid.
    """
    sheets = _marks(context.fact("committee", ()), _lot(context))
    opened = context.bids_in(("opened",))
    return frozenset(
        (member, f"{bid}/{criterion}")
        for bid in opened
        for criterion in _criteria(context)
        for member in _far(sheets, bid, criterion, most)
    )


def _criteria(context: Context) -> list[str]:
    criteria = context.standing.facts.get("terms", {}).get("criteria", ())
    return [criterion["name"] for criterion in criteria]


def _far(sheets: Mapping[str, Any], bid: str, criterion: str, most: Fraction) -> Iterator[str]:
    marks = {
        member: Fraction(Decimal(sheet[bid][criterion]))
        for member, sheet in sheets.items()
        if bid in sheet
    }
    mean = sum(marks.values(), Fraction(0)) / max(len(marks), 1)
    for member, mark in marks.items():
        if abs(mark - mean) > most * mean:
            yield member
