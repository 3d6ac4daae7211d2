"""The closed lists every definition is written with: roles, phases, subjects, deeds and units."""

ROLES = (
    "principal",
    "agency",
    "bidder",
    "evaluator",
    "custodian",
    "regulator",
    "operator",
    "clock",
)

# In the order a trade passes through them; visibility and disclosure compare positions in it.
PHASES = (
    "draft",
    "open",
    "closed",
    "opened",
    "evaluated",
    "awarded",
    "contracted",
    "ended",
)

SUBJECTS = ("procedure", "lot", "bid", "remedy", "applicant")

DEEDS = (
    "draft",
    "announce-lots",
    "announce-round",
    "amend",
    "ask",
    "answer",
    "call",
    "apply",
    "invite",
    "deposit-bid",
    "withdraw-bid",
    "close-bids",
    "list-bids",
    "release-shares",
    "publish-key",
    "open-part",
    "admit-bids",
    "open-next-part",
    "appoint-committee",
    "reject-bid",
    "score",
    "rank",
    "record-findings",
    "decide-finding",
    "request-explanation",
    "explain-price",
    "judge-explanation",
    "correct-arithmetic",
    "confirm-correction",
    "deny-claim",
    "mark-down",
    "publish-candidates",
    "nominate",
    "settle",
    "settle-sealed",
    "award",
    "award-shares",
    "sign-contract",
    "sign-share",
    "conclude",
    "order",
    "fail",
    "raise-remedy",
    "answer-remedy",
    "complain",
    "decide-remedy",
    "carry-out",
    "evaluate-again",
    "order-draw",
    "order-values",
    "contribute",
    "close-draw",
    "reveal-contribution",
    "release-draw-shares",
    "draw",
    "void-draw",
    "name-representatives",
    "seat-committee",
    "decline-seat",
    "declare-interest",
    "seat-alternate",
    "explain-deviation",
    "compile-report",
    "sign-report",
    "dissent",
    "suspend",
    "resume",
    "lapse",
    "begin-examination",
    "end-examination",
    "cancel",
    "end",
    "record",
)

# What a remedy can be about.
MATTERS = ("documents", "opening", "process", "result")

UNITS = (
    "days",
    "working-days",
    "months",
    "years",
    "hours",
    "minutes",
    "seconds",
    "share",
    "money",
    "bidders",
    "members",
    "candidates",
    "points",
    "shares-of-key",
    "answer",
    "contributions",
)

# The units a calendar can count.
PERIODS = ("days", "working-days", "months", "years", "hours")


def reached(phase: str, wanted: str) -> bool:
    """Say whether a trade in `phase` has come at least as far as `wanted`."""
    return PHASES.index(phase) >= PHASES.index(wanted)
