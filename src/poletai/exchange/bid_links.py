"""Links between bids, lots and bidders, readable only with the store key."""

from poletai.exchange.house import House
from poletai.exchange.models import BidLink


def lot_link(house: House, procedure: str, lot: str) -> str:
    """Return what the bids of one lot have in common in the database."""
    return house.store.key.link("lot", procedure, lot)


def owner_link(house: House, procedure: str, lot: str, bidder: str) -> str:
    """Return what stands for one bidder in one lot in the database."""
    return house.store.key.link("owner", procedure, lot, bidder)


def own_stream(house: House, procedure: str, lot: str, bidder: str) -> str | None:
    """Return the stream of a bidder's bid for a lot, if it has one."""
    owner = owner_link(house, procedure, lot, bidder)
    return BidLink.objects.filter(owner=owner).values_list("stream", flat=True).first()


def streams_of(house: House, procedure: str, lot: str) -> list[str]:
    """Return the streams of every bid of a lot, withdrawn ones included."""
    link = lot_link(house, procedure, lot)
    return list(BidLink.objects.filter(lot=link).values_list("stream", flat=True))


def link_bid(house: House, procedure: str, lot: str, bidder: str, stream: str) -> None:
    """Tie a new bid to its lot and bidder; one that was withdrawn gives up its bidder's place."""
    owner = owner_link(house, procedure, lot, bidder)
    for old in BidLink.objects.filter(owner=owner).exclude(stream=stream):
        old.owner = house.store.key.link("withdrawn", old.stream)
        old.save(update_fields=["owner"])
    BidLink.objects.create(stream=stream, lot=lot_link(house, procedure, lot), owner=owner)
