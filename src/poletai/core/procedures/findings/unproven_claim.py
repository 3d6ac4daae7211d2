"""A claim to a preference without its statement, or two claims that shut each other out.

A small enterprise bids alone or as part of a consortium, never both.
"""

from collections.abc import Iterator, Mapping

import msgspec

from poletai.core.procedures.bidding.parts import Claim
from poletai.core.procedures.findings.finding import Case, Found, Kind
from poletai.core.procedures.findings.gathered import gathered
from poletai.core.procedures.offers import price_part
from poletai.core.procedures.standing import BidStanding

_APART = {"small-enterprise", "small-consortium"}


def _find(case: Case) -> Found:
    return gathered(each for bid in case.left for each in _of(case, bid))


def _of(case: Case, bid: BidStanding) -> Iterator[tuple[tuple[str, ...], Mapping[str, str]]]:
    part = price_part(bid)
    denied = set(bid.facts.get("denied-claims", ()))
    declared = set() if part is None else set(part.declares) - denied
    known = {name for name in declared if _is_preference(case, name)}
    for name in sorted(known - _stated(bid)):
        yield (bid.bid,), {"claim": name, "lacks": "statement"}
    if known >= _APART:
        yield (bid.bid,), {"claim": " + ".join(sorted(_APART))}


def _is_preference(case: Case, name: str) -> bool:
    return any(f"{kind}-{name}" in case.values.parameters for kind in ("deduction", "bonus"))


def _stated(bid: BidStanding) -> set[str]:
    try:
        claims = bid.facts["content"]["price"].get("claims", ())
        return {claim.name for claim in msgspec.convert(claims, list[Claim], strict=True)}
    except msgspec.ValidationError:
        return set()


KIND = Kind("unproven-claim", _find)
