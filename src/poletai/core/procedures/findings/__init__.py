"""Findings about opened bids: a closed list of kinds, one a file, none of which decides anything.

A kind looks where a definition has a parameter `finding-<kind>`, whose value says what the law
asks of what is found, and whose article is the finding's.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from poletai.core.procedures.context import Context
from poletai.core.procedures.findings import (
    abnormally_low_price,
    abnormally_low_price_ua,
    arithmetic,
    consortium_twice,
    excluded_supplier,
    related_bidders,
    same_brand,
    unproven_claim,
    unread_key,
)
from poletai.core.procedures.findings.finding import ANSWERS, Case, Finding, Kind
from poletai.core.procedures.registers import read_registers
from poletai.core.procedures.standing import BidStanding, LotStanding

__all__ = [
    "ANSWERS",
    "KINDS",
    "PREFIX",
    "Case",
    "Finding",
    "as_json",
    "case_of",
    "findings",
    "open_findings",
    "unsettled",
]

PREFIX = "finding-"

KINDS: Mapping[str, Kind] = {
    module.KIND.name: module.KIND
    for module in (
        consortium_twice,
        related_bidders,
        excluded_supplier,
        same_brand,
        arithmetic,
        unproven_claim,
        unread_key,
        abnormally_low_price,
        abnormally_low_price_ua,
    )
}


def findings(case: Case) -> tuple[Finding, ...]:
    """Find everything the law of the day looks for in the bids of a lot; it changes nothing."""
    return tuple(
        Finding(kind=name, bids=bids, law=value.law, answer=str(value.value), evidence=evidence)
        for name, kind in KINDS.items()
        if (value := case.values.parameters.get(f"{PREFIX}{name}")) is not None
        for bids, evidence in kind.find(case)
    )


def case_of(context: Context, registers: Mapping[str, Any]) -> Case | None:
    """Return the case of the lot at hand; None where a command names no lot."""
    if context.lot is None:
        return None
    category = context.definition.category
    read = read_registers(registers)
    return Case(context.standing, context.lot, context.values, read, category)


def as_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON values, with the name it is answered under."""
    return {
        "id": finding.id,
        "kind": finding.kind,
        "bids": list(finding.bids),
        "law": finding.law,
        "answer": finding.answer,
        "evidence": [dict(one) for one in finding.evidence],
    }


@lru_cache(maxsize=4)
def open_findings(context: Context) -> tuple[Finding, ...] | None:
    """List the findings about the lot at hand that nobody has settled; None before any look.

    They are found anew in the registers as recorded: a bid rejected since may settle one finding
    and, with the mean of prices, bring another to light.
    """
    lot = context.lot
    if lot is None or "registers" not in lot.facts:
        return None
    case = case_of(context, lot.facts["registers"])
    return None if case is None else unsettled(case)


def unsettled(case: Case) -> tuple[Finding, ...]:
    """List what is found now and not settled."""
    return tuple(finding for finding in findings(case) if not _settled(case.lot, finding))


def _settled(lot: LotStanding, finding: Finding) -> bool:
    """Say whether each bid concerned is rejected, or what the law leaves instead was done."""
    if finding.answer == "note" or (finding.answer == "decide" and _decided(lot, finding)):
        return True
    left = (lot.bids[bid] for bid in finding.bids if lot.bids[bid].state == "opened")
    return all(_cleared(bid, finding.answer) for bid in left)


def _decided(lot: LotStanding, finding: Finding) -> bool:
    """A decision stands as long as the evidence it was made on."""
    decision = lot.facts.get("decided-findings", {}).get(finding.id)
    return decision is not None and decision["evidence"] == as_json(finding)["evidence"]


def _cleared(bid: BidStanding, answer: str) -> bool:
    if answer == "confirm":
        return "confirmed-price" in bid.facts
    return answer == "explain" and bid.facts.get("explanation-outcome") == "accepted"
