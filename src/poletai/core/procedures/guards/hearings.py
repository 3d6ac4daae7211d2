"""Guards about what passes between a committee and a bidder: asked, in time, answered, judged."""

from datetime import timedelta

from poletai.core.procedures.context import Context
from poletai.core.procedures.guards.guard import guard
from poletai.core.procedures.offers import price_part
from poletai.core.procedures.sheets import corrected_of
from poletai.core.procedures.standing import BidStanding


def _own_bid(context: Context) -> bool:
    bid = context.subject
    return isinstance(bid, BidStanding) and bid.facts.get("bidder") == context.command.actor


def _minutes_ahead(context: Context, instant: str, minutes: str) -> bool:
    until = context.instant(instant)
    return until is not None and until - context.at >= timedelta(minutes=context.count(minutes))


def _known(context: Context, fact: str) -> bool:
    return _own(context, fact) is not None


def _unknown(context: Context, fact: str) -> bool:
    return _own(context, fact) is None


def _own(context: Context, fact: str) -> object:
    """Read a fact of the very subject a move is about: not one of its lot or procedure."""
    return None if context.subject is None else context.subject.facts.get(fact)


def _known_or_past(context: Context, fact: str, or_after: str) -> bool:
    until = context.instant(or_after)
    return _known(context, fact) or (until is not None and context.at >= until)


def _explanations_judged(context: Context) -> bool:
    bids = () if context.lot is None else context.lot.bids.values()
    asked = [bid for bid in bids if bid.state == "opened" and "explain-until" in bid.facts]
    return all(bid.facts.get("explanation-outcome") == "accepted" for bid in asked)


def _heard_before(context: Context, grounds: str, of: list[str]) -> bool:
    """A bid is not rejected for its price before its bidder could explain it."""
    cited = {ground["law"] for ground in context.fact(grounds, ())}
    return not cited & set(of) or _own(context, "explanation-outcome") == "insufficient"


def _contradicts_itself(context: Context) -> bool:
    bid = context.subject
    corrected = corrected_of(bid) if isinstance(bid, BidStanding) else None
    return corrected is not None and corrected.needs_confirmation


def _claimed(context: Context, claim: str) -> bool:
    bid = context.subject
    part = price_part(bid) if isinstance(bid, BidStanding) else None
    denied = () if bid is None else bid.facts.get("denied-claims", ())
    named = context.fact(claim)
    return part is not None and named in part.declares and named not in denied


GUARDS = (
    guard(
        "own-bid",
        _own_bid,
        "该投标为本投标人所投",
        "the bid is one's own",
        rests_on="command",
    ),
    guard(
        "at-least-minutes-ahead",
        _minutes_ahead,
        "{instant} 距此刻不少于 {minutes}",
        "{instant} is at least {minutes} from now",
        instant="fact",
        minutes="parameter",
    ),
    guard("known", _known, "已有 {fact}", "there is {fact}", rests_on="standing", fact="fact"),
    guard(
        "unknown",
        _unknown,
        "尚无 {fact}",
        "there is no {fact} yet",
        rests_on="standing",
        fact="fact",
    ),
    guard(
        "known-or-past",
        _known_or_past,
        "已有 {fact}，或已过 {or-after}",
        "there is {fact}, or {or-after} is past",
        rests_on="standing",
        fact="fact",
        or_after="fact",
    ),
    guard(
        "explanations-judged",
        _explanations_judged,
        "被要求说明的投标均已接受说明或被否决",
        "every bid that was asked to explain its price was accepted or rejected",
        rests_on="standing",
    ),
    guard(
        "heard-before",
        _heard_before,
        "以 {of} 否决的，已听取说明并认定不成立",
        "a bid rejected under {of} was heard before, and its explanation found insufficient",
        grounds="fact",
        of="choice",
    ),
    guard(
        "claimed",
        _claimed,
        "该投标声明了 {claim} 且未被认定不成立",
        "the bid claims {claim}, and nobody has denied it yet",
        claim="fact",
    ),
    guard(
        "contradicts-itself",
        _contradicts_itself,
        "投标报价自相矛盾",
        "the bid contradicts itself about its price",
        rests_on="standing",
    ),
)
