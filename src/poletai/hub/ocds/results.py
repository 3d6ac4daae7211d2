"""The results in a release: bids once they are public, awards and contracts."""

from poletai.hub.ocds.fields import Json, amount, moment, present, reference
from poletai.hub.ocds.view import AwardView, BidView, ContractView, ProcedureView


def bids_of(view: ProcedureView) -> Json:
    """Return the bids with their count, nothing at all before they are public."""
    if not view.bids_are_public or not view.bids:
        return {}
    counts = [_count(view, lot) for lot in dict.fromkeys(bid.lot for bid in view.bids)]
    return {"statistics": counts, "details": [_bid(view, bid) for bid in view.bids]}


def awards_of(view: ProcedureView) -> list[Json]:
    """Return the awards, in the order they were decided."""
    return [_award(view, award) for award in view.awards] if view.bids_are_public else []


def contracts_of(view: ProcedureView) -> list[Json]:
    """Return the contracts, in the order they were signed."""
    return [_contract(view, one) for one in view.contracts] if view.bids_are_public else []


def _count(view: ProcedureView, lot: str) -> Json:
    number = sum(bid.lot == lot and bid.status != "withdrawn" for bid in view.bids)
    return {"id": f"bids-{lot}", "measure": "bids", "value": number, "relatedLot": lot}


def _bid(view: ProcedureView, bid: BidView) -> Json:
    return present(
        {
            "id": bid.id,
            "date": moment(bid.deposited_at),
            "status": bid.status,
            "tenderers": [reference(bidder) for bidder in bid.bidders],
            "value": amount(view, bid.price),
            "relatedLots": [bid.lot],
        }
    )


def _award(view: ProcedureView, award: AwardView) -> Json:
    return present(
        {
            "id": award.id,
            "status": award.status,
            "date": moment(award.decided_at),
            "value": amount(view, award.value),
            "suppliers": [reference(firm) for firm in award.suppliers],
            "relatedLots": [award.lot],
            "relatedBid": award.bid,
        }
    )


def _contract(view: ProcedureView, contract: ContractView) -> Json:
    return present(
        {
            "id": contract.id,
            "awardID": contract.award,
            "title": contract.title,
            "status": contract.status,
            "value": amount(view, contract.value),
            "dateSigned": moment(contract.signed_at),
        }
    )
