"""Facts: which names the events of a definition record, so that conditions can be checked."""

from collections.abc import Mapping

from poletai.core.procedures.definition import Definition, Move
from poletai.core.procedures.fields import FIELD_TYPES

# What deeds record beside the simple fields of their moves.
DEED_FACTS: Mapping[str, tuple[str, ...]] = {
    "announce-lots": (
        "terms",
        "documents",
        "keysets",
        "pins",
        "value",
        "ceiling",
        "start",
        "step",
        "quantity",
        "appraisal",
    ),
    "announce-round": (
        "terms",
        "documents",
        "keysets",
        "pins",
        "round",
        "round-since",
        "deadline",
        "value",
        "ceiling",
        "continues",
    ),
    "mark-down": ("start", "step", "security"),
    "call": ("documents", "pins"),
    "apply": ("documents",),
    "invite": ("name",),
    "amend": ("documents",),
    "ask": ("questions",),
    "answer": ("questions", "documents"),
    "list-bids": ("bids",),
    "release-shares": ("releases",),
    "open-part": ("content", "verdict", "bidder"),
    "admit-bids": ("admitted", "fell-short"),
    "open-next-part": ("content", "verdict", "bidder"),
    "appoint-committee": ("committee",),
    "reject-bid": ("grounds",),
    "score": ("scores",),
    "rank": ("ranking",),
    "record-findings": ("findings", "registers"),
    "decide-finding": ("decided-findings",),
    "correct-arithmetic": ("corrected-price", "steps"),
    "confirm-correction": ("confirmed-price",),
    "deny-claim": ("denied-claims",),
    "raise-remedy": ("raised", "party", "points"),
    "answer-remedy": ("answered",),
    "complain": ("filed",),
    "decide-remedy": ("decided",),
    "carry-out": ("carried-out",),
    "evaluate-again": ("carried-out",),
    "order-draw": ("draws",),
    "order-values": ("draws",),
    "contribute": ("draws",),
    "close-draw": ("draws",),
    "release-draw-shares": ("draws",),
    "draw": ("draws", "drawn", "seating"),
    "void-draw": ("draws",),
    "name-representatives": ("representatives",),
    "seat-committee": ("committee", "called", "vacant", "interests"),
    "decline-seat": ("committee", "vacant"),
    "declare-interest": ("committee", "vacant", "interests"),
    "seat-alternate": ("committee", "vacant", "called"),
    "explain-deviation": ("explanations",),
    "compile-report": ("report", "report-sha256", "signatures"),
    "sign-report": ("signatures",),
    "dissent": ("signatures",),
    "suspend": ("suspensions",),
    "nominate": ("content", "verdict", "bidder", "name", "named-at"),
    "resume": ("suspensions", "pauses"),
    "lapse": ("suspensions", "pauses"),
    "begin-examination": ("examined-since",),
    "end-examination": ("examined-since", "pauses"),
    "award": ("award", "award-price"),
    "sign-contract": ("contract",),
    "settle": ("settlement", "settled-price", "bidder", "content", "award-price"),
    "settle-sealed": ("settlement", "settled-price", "award-price"),
    "award-shares": ("awards",),
    "sign-share": ("contracts",),
    "conclude": ("members",),
    "tell-holders": ("holders", "waived"),
    "waive-priority": ("waived",),
    "order": ("orders",),
}


def recorded_by(move: Move) -> frozenset[str]:
    """List the facts a move leaves behind: its simple fields, its instants, its deed's facts."""
    simple = (
        n for n, kind in move.asks.items() if kind in FIELD_TYPES and FIELD_TYPES[kind].simple
    )
    return frozenset((*simple, *move.fixes, f"{move.then}.at", *DEED_FACTS.get(move.does, ())))


def recorded(definition: Definition) -> frozenset[str]:
    """List every fact some move of the definition records."""
    return frozenset(name for move in definition.moves for name in recorded_by(move))
