"""Consequences: what follows from a move, said in one sentence before its button."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from poletai.core.procedures.definition import Move
from poletai.portal.words.texts import Word

_LOGGED = _(
    "It is written into the public log and cannot be taken back, only followed by another step."
)

CONSEQUENCES: Final[Mapping[str, Word]] = {
    "draft": _(
        "A draft is opened that only you can see. It has a place in the public log from now on."
    ),
    "announce-lots": _(
        "The notice is published at once with these dates and terms; the rules of today bind the "
        "procedure to its end. Deadlines can only move later."
    ),
    "amend": _("The change is published at once to everyone. Deadlines can only move later."),
    "ask": _("Your question is published; your name stays hidden until the deadline."),
    "answer": _("The answer is published at once to everyone."),
    "announce-round": _(
        "The new lots are published at once and take bids until their deadline; the rules stay."
    ),
    "apply": _(
        "Your application is taken down. Who applied stays hidden as long as the rules say so."
    ),
    "invite": _("Those you name may take part from now on."),
    "nominate": _("The supplier and its price stand as an opened bid would."),
    "conclude": _("Those taken in are the members; orders may be placed with them from now on."),
    "order": _("The order is recorded with its number and published."),
    "appoint-committee": _("The committee is fixed; its names stay secret until the award."),
    "reject-bid": _(
        "The bid leaves the evaluation; the grounds are published with the candidates."
    ),
    "score": _("Your marks are kept as given and published after the evaluation."),
    "admit-bids": _(
        "Who goes on is published and custodians release the prices of those; no mark can change "
        "any more. The price of a bid that does not go on is never opened."
    ),
    "record-findings": _(
        "What is found is recorded and waits for the committee; nothing is rejected."
    ),
    "decide-finding": _("The decision and its evidence are recorded; they count as they stand."),
    "request-explanation": _("The bidder is told what is in doubt and until when it may explain."),
    "explain-price": _("The committee reads it; nobody else does before the result is public."),
    "judge-explanation": _(
        "The outcome is recorded. A bid whose price stays unexplained is rejected in a step of its "
        "own."
    ),
    "correct-arithmetic": _("The corrected price is computed and put to the bidder to confirm."),
    "confirm-correction": _("The corrected price is yours from now on, compared and signed."),
    "deny-claim": _("The claim no longer lowers the price the bid is compared at; the bid stays."),
    "rank": _("The ranking is computed and kept; the candidates follow from it."),
    "publish-candidates": _("The candidates are published and the time for objections begins."),
    "award": _("The award is published. It binds you to conclude the contract."),
    "sign-contract": _("The contract is recorded and the time to return securities begins."),
    "raise-remedy": _(
        "The principal has to answer in time. That an objection was raised is public at once; who "
        "raised it and why, the parties alone read until the rules disclose it."
    ),
    "answer-remedy": _("The answer is published at once; the way to the regulator is open."),
    "complain": _(
        "The regulator you name has to decide in time whether to take it up. What you ask for, the "
        "parties alone read until the rules disclose it."
    ),
    "decide-remedy": _("The decision is published at once; what it suspended goes on."),
    "suspend": _("What the rules forbid meanwhile is refused to everyone until it goes on."),
    "resume": _("What was suspended goes on at once."),
    "settle": _(
        "The record is settled by the announced rule and published; anyone recomputes who won."
    ),
    "settle-sealed": _(
        "The opened bids are settled by the announced rule; anyone recomputes who won."
    ),
    "award-shares": _(
        "Every winner is awarded what it won. It binds you to conclude the contracts."
    ),
    "sign-share": _("The contract with this winner is recorded."),
    "fail": _("The lot ends here without an award; it has to be tendered again."),
    "cancel": _(
        "The trade ends here and the reason is published. Sealed bids stay sealed for good."
    ),
}


def consequence_of(move: Move) -> str:
    """Return what follows from a move."""
    return str(CONSEQUENCES.get(move.does, _LOGGED))
