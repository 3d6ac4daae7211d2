"""How a price was found, as the page of a trade tells it."""

from django.utils.translation import override
from tests.support import trials

from poletai.core.procedures.standing import LotStanding
from poletai.exchange.read_models.event_lines import EventLine
from poletai.portal.showing.auctions import Auction, auction_of
from poletai.portal.words.auctions import RULES

LIVE, ONE_WAY = "cn.trial.live", "cn.emission.allowances-one-way"


def shown(story: str, name: str = LIVE) -> Auction | None:
    end = trials.endings(name)[story]
    lines = [EventLine(1, e.name, e.at, e.role, e.actor, e.data) for e in end.events]
    with override("en"):
        return auction_of(end.standing.lots["1"], lines, {"a": "Firm A", "b": "Firm B"})


def test_every_bid_is_told_with_its_answer() -> None:
    auction = shown("the auction is settled")

    assert auction is not None
    told = [(line.bidder, str(line.said), str(line.rule)) for line in auction.heard]
    assert told[0] == ("Firm A", "Bid 800000.00", "Taken")
    assert told[3] == ("", "", "Bids now end at")
    assert auction.heard[3].until is not None
    assert told[-2] == ("", "880000.00 850000.00", "Compared with the reserve")
    (winner,) = auction.winners
    assert (winner.bidder, winner.total) == ("Firm B", "880000.00")


def test_what_is_not_sold_says_why() -> None:
    auction = shown("nobody meets the reserve")

    assert auction is not None
    assert (auction.outcome, str(auction.reason)) == ("unsold", "The reserve is not met")


def test_shares_of_a_lot_say_what_each_gets_and_pays() -> None:
    auction = shown("the auction is settled", ONE_WAY)

    assert auction is not None
    assert [(w.bidder, w.price, w.quantity, w.total) for w in auction.winners] == [
        ("Firm B", "60.00", "300", "18000.00"),
        ("Firm A", "60.00", "500", "30000.00"),
    ]


def test_packages_are_told_with_their_items_and_what_is_proved() -> None:
    auction = shown("the auction is settled", "cn.trial.packages")

    assert auction is not None
    assert [(w.bidder, w.beside, w.total) for w in auction.winners] == [
        ("Firm B", "south", "18000.00"),
        ("Firm A", "north", "30000.00"),
    ]
    said = [str(line.said) for line in auction.heard]
    assert said[2] == "Bid 48000.00 north, south"
    told = [(str(line.rule), line.value) for line in auction.heard]
    assert ("Looked for again by another solver", "Agrees") in told


def test_a_lot_not_settled_tells_nothing_and_an_unknown_word_stands_for_itself() -> None:
    assert shown("the listing ends") is None
    quote = {"bidder": "x", "price": "1", "dimension": "area", "amount": "30"}
    settlement = {"mechanism": "new-one", "outcome": "sold", "winners": [quote]}
    lot = LotStanding(lot="1", state="sold", facts={"settlement": settlement})

    told = auction_of(lot, (), {})

    assert told is not None
    assert (told.mechanism, told.winners[0].beside, told.heard) == ("new-one", "area 30", ())


def test_refusals_are_told_as_such() -> None:
    auction = shown("an auction is not settled before it is over") or shown(
        "nobody meets the reserve"
    )

    assert auction is not None
    assert not any(line.refused for line in auction.heard)
    assert "auction.late" in RULES
