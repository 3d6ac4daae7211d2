"""Guards about findings: bids were looked through, and every finding is answered as law asks."""

from poletai.core.procedures.context import Context
from poletai.core.procedures.findings import open_findings
from poletai.core.procedures.guards.guard import guard


def _findings_answered(context: Context, kinds: list[str]) -> bool:
    left = open_findings(context)
    return left is not None and not any(finding.kind in kinds for finding in left)


def _finding_open(context: Context, finding: str) -> bool:
    named = context.fact(finding)
    return any(each.id == named for each in open_findings(context) or ())


def _leaves_room(context: Context, finding: str) -> bool:
    named = context.fact(finding)
    left = open_findings(context) or ()
    return all(each.answer == "decide" for each in left if each.id == named)


def _found_about(context: Context, because: str, kinds: list[str], unless: str) -> bool:
    """Hold where the bid at hand was found by one of these kinds, or is asked for another cause."""
    if context.fact(because) == unless:
        return True
    left = open_findings(context) or ()
    return any(each.kind in kinds and context.command.bid in each.bids for each in left)


GUARDS = (
    guard(
        "findings-answered",
        _findings_answered,
        "已完成核查，{kinds} 的核查发现均已处理",
        "the bids were looked through for {kinds}, and every finding is answered",
        rests_on="standing",
        kinds="choice",
    ),
    guard(
        "finding-open",
        _finding_open,
        "{finding} 为尚未处理的核查发现",
        "{finding} is a finding that nobody has answered",
        finding="fact",
    ),
    guard(
        "leaves-room",
        _leaves_room,
        "法律对 {finding} 留有裁量余地，而非一律否决",
        "the law leaves something to decide on {finding}: it does not order a rejection",
        finding="fact",
    ),
    guard(
        "found-about",
        _found_about,
        "该投标有 {kinds} 的核查发现，或 {because} 为 {unless}",
        "the bid was found by {kinds}, or {because} is {unless}",
        because="fact",
        kinds="choice",
        unless="choice",
    ),
)
