"""Findings as a page shows them: about whom, on what evidence, and what waits for an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from poletai.core.procedures.definition import Value
from poletai.core.procedures.findings import as_json
from poletai.core.procedures.library import Library
from poletai.core.procedures.standing import LotStanding
from poletai.exchange.trades import Trade
from poletai.portal.words.conditions import quantity
from poletai.portal.words.findings import evidence_lines, finding_title, unsettled_in
from poletai.portal.words.laws import Cited, cite


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding: its title, whom it concerns, and what the law asks as long as it is open."""

    id: str
    title: str
    bidders: str
    law: Cited
    answer: str
    open: bool
    evidence: tuple[str, ...]
    decision: str


def finding_rows(
    library: Library, trade: Trade, lot: LotStanding, names: Mapping[str, str]
) -> tuple[FindingRow, ...]:
    """List what was found about a lot's bids, as far as the standing at hand shows it."""
    if "registers" not in lot.facts:
        return ()
    waiting = unsettled_in(trade.definition, trade.values, trade.standing, lot)
    found = {one["id"]: one for one in lot.facts.get("findings", ())}
    found |= {finding.id: as_json(finding) for finding in waiting}
    left = {finding.id for finding in waiting}
    return tuple(_row(library, trade, lot, one, names, left) for one in found.values())


def _row(
    library: Library,
    trade: Trade,
    lot: LotStanding,
    one: Mapping[str, Any],
    names: Mapping[str, str],
    left: set[str],
) -> FindingRow:
    decisions: Mapping[str, Any] = lot.facts.get("decided-findings", {})
    return FindingRow(
        id=one["id"],
        title=finding_title(trade.definition, one["kind"]),
        bidders=_named(one["bids"], names),
        law=cite(library, one["law"]),
        answer=quantity(Value(one["answer"], "answer", one["law"])),
        open=one["id"] in left,
        evidence=evidence_lines(one["evidence"]),
        decision=str(decisions.get(one["id"], {}).get("reason", "")),
    )


def _named(bids: Sequence[str], names: Mapping[str, str]) -> str:
    return "、".join(names.get(bid, bid[:8]) for bid in bids)
