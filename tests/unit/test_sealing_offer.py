"""An opened bid reads as an offer only where its price part names a price, whatever was sent."""

from pathlib import Path

import pytest
from tests.support.sealed_trade import LOT, PROCEDURE, SealedTrade

from poletai.ledger.errors import MissingError
from poletai.sealing.offer import Payloads, opening_of
from poletai.sealing.release import Release
from poletai.sealing.seal import Errand, SealedBid, seal_bid

PRICE = b'{"price":{"amount":"90.00"}}'


@pytest.fixture
def trade(tmp_path: Path) -> SealedTrade:
    trade = SealedTrade(tmp_path)
    trade.announce()
    return trade


def opened(trade: SealedTrade, price: bytes, tech: bytes, *, kept: bool = True) -> object:
    honest = trade.seal("Bob")
    errand = Errand(bid_id=honest.header.bid_id, bidder="Bob", documents=honest.header.documents)
    signer = trade.signers["Bob"]
    bid = seal_bid(trade.keyset, errand, {"price": price, "tech": tech}, signer)
    trade.deposit(bid)
    trade.close()
    answers = [
        desk.release(PROCEDURE, LOT, part) for desk in trade.desks for part in ("price", "tech")
    ]
    releases = [answer for answer in answers if isinstance(answer, Release)]
    return opening_of(trade.keyset, releases, bid.header, _payloads(bid, kept=kept))


def test_an_offer_names_its_price_and_keeps_the_rest(trade: SealedTrade) -> None:
    found = opened(trade, b'{"price":{"amount":"90.00"},"days":3}', b'{"plan":"dig"}')

    assert isinstance(found, dict)
    assert (found["verdict"], found["bidder"]) == ("opened", "Bob")
    assert found["parts"]["price"]["content"] == {"price": {"amount": "90.00"}, "days": 3}
    assert found["parts"]["tech"]["content"] == {"plan": "dig"}


@pytest.mark.parametrize("tech", [b"%PDF", b"[1]", b"\xff", b"[" * 100_000, b'{"a":1.5}'])
def test_a_technical_part_may_be_anything(trade: SealedTrade, tech: bytes) -> None:
    found = opened(trade, PRICE, tech)

    assert isinstance(found, dict)
    assert found["parts"]["tech"]["content"] == {}


@pytest.mark.parametrize(
    "price", [b"", b"{}", b"[1]", b"null", b"\xff", b"[" * 100_000, b'{"price":"90.00"}']
)
def test_a_price_part_without_a_price_is_unreadable(trade: SealedTrade, price: bytes) -> None:
    bid = {"verdict": "unreadable", "bidder": "Bob"}

    found = opened(trade, price, b"")

    assert isinstance(found, dict)
    assert {name: found[name] for name in bid} == bid
    assert "parts" not in found


def test_a_ciphertext_that_is_gone_does_not_open(trade: SealedTrade) -> None:
    found = opened(trade, PRICE, b"", kept=False)

    assert isinstance(found, dict)
    assert found["verdict"] == "unopenable"


def _payloads(bid: SealedBid, *, kept: bool) -> Payloads:
    bodies = {bid.header.parts[part].sha256: body for part, body in bid.payloads.items()}

    def read(sha256: str) -> bytes:
        if not kept:
            raise MissingError(sha256, "it is gone")
        return bodies[sha256]

    return read
