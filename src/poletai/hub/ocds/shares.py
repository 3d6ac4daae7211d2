"""Shares of a lot in a release: every winner of a quantity is an award, each with its contract."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from poletai.core.basics.instant import parse_instant
from poletai.core.procedures.definition import Definition
from poletai.core.procedures.standing import Standing
from poletai.hub.ocds.view import AwardView, ContractView, Party


def shared_awards(
    definition: Definition, standing: Standing, parties: Mapping[str, Party]
) -> Iterator[AwardView]:
    """Give an award to each winner of a lot that was sold by quantity."""
    events = [move.then for move in definition.moves if move.does == "award-shares"]
    for lot in standing.lots.values():
        decided = [lot.facts[f"{event}.at"] for event in events if f"{event}.at" in lot.facts]
        for award in lot.facts.get("awards", ()) if decided else ():
            bidder = award["bidder"]
            yield AwardView(
                id=_id(standing, lot.lot, award["bid"]),
                lot=lot.lot,
                suppliers=(parties.get(bidder, Party(bidder, bidder)),),
                decided_at=parse_instant(decided[0]),
                value=Decimal(award["price"]["amount"]),
                bid=award["bid"],
            )


def shared_contracts(standing: Standing) -> Iterator[ContractView]:
    """Give each contract signed with a winner of a share."""
    for lot in standing.lots.values():
        for contract in lot.facts.get("contracts", ()):
            award = _id(standing, lot.lot, contract["bid"])
            yield ContractView(
                id=f"{award}-contract",
                award=award,
                signed_at=parse_instant(contract["at"]),
                title=lot.facts["title"],
                value=Decimal(contract["amount"]["amount"]),
            )


def _id(standing: Standing, lot: str, bid: str) -> str:
    return f"{standing.procedure}-{lot}-{bid}"
