"""Nothing of a sealed bid is readable before it opens: in no table, log, file or answer."""

import logging
import subprocess
from collections.abc import Iterator
from hashlib import sha256

import pytest
from tests.integration.test_api_trade import published
from tests.support.api_world import ApiWorld
from tests.support.exchange_world import ExchangeWorld

from poletai.exchange.models import BidLink
from poletai.exchange.services.check_shares import check_shares
from poletai.sealing.header import header_object
from poletai.sealing.seal import SealedBid
from poletai.site.logs import DiscreetFormatter
from poletai.site.postgres.binaries import wheel_binaries

# Prices nobody else's number looks like.
PRICES = {"bidder-alder": "953217.41", "bidder-birch": "948613.77", "bidder-cedar": "961482.09"}
# Where a bidder's name may stand: among those registered, tied to no procedure.
REGISTERS = ("exchange_organisation", "exchange_apitoken", "exchange_user")


def deposited(api: ApiWorld, procedure: str) -> list[SealedBid]:
    """Deposit a bid for each price over the API, and one that is refused."""
    sealed = [api.exchange.seal(procedure, bidder, price) for bidder, price in PRICES.items()]
    for bid in sealed:
        bidder = bid.header.bidder
        for payload in bid.payloads.values():
            api.put(f"/api/payloads/{sha256(payload).hexdigest()}", bidder, payload)
        body = {"header": header_object(bid.header), "signature": bid.signature}
        assert api.post("/api/bids", bidder, {**body, "signature": "00" * 64})[0] == 422
        assert api.post("/api/bids", bidder, body)[0] == 201
    api.exchange.sequence()
    for stream in BidLink.objects.values_list("stream", flat=True):
        assert check_shares(api.exchange.house, stream)
    return sealed


def secrets_of(bid: SealedBid) -> Iterator[str]:
    """Give every text that would tell something of a bid or tie it to its bidder."""
    header = bid.header
    yield PRICES[header.bidder]
    yield PRICES[header.bidder].partition(".")[0]
    yield header.bidder_key
    yield bid.signature
    for part in header.parts.values():
        yield part.sha256
        yield part.shares[0].sealed


def forms(text: str) -> tuple[str, str]:
    """Return a text as it is, and as PostgreSQL dumps it within bytes."""
    return text, text.encode().hex()


def dumped(exchange: ExchangeWorld) -> dict[str, str]:
    """Return the rows of a full dump of the database, by table."""
    command = [wheel_binaries().program("pg_dump"), "--data-only", exchange.dsn]
    dump = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    tables: dict[str, str] = {}
    for section in dump.split("\nCOPY ")[1:]:
        name = section.partition(" ")[0].removeprefix("public.")
        tables[name] = section.partition("\n\\.")[0]
    return tables


def test_a_dump_of_the_database_tells_nothing_of_a_bid(api: ApiWorld) -> None:
    procedure = published(api)
    api.exchange.wait(days=1)
    bids = deposited(api, procedure)

    tables = dumped(api.exchange)

    # What is public is found by the same search, within bytes too: it would find the rest.
    assert forms(procedure)[0] in tables["exchange_procedure"]
    assert forms(procedure)[1] in tables["ledger_event"]
    for bid in bids:
        for secret in secrets_of(bid):
            for form in forms(secret):
                assert not [name for name, rows in tables.items() if form in rows]
        for form in forms(bid.header.bidder):
            where = {name for name, rows in tables.items() if form in rows}
            assert where <= set(REGISTERS)
            assert where or form != bid.header.bidder
        assert not any(procedure in row for row in _rows_with(tables, bid.header.bid_id))


def test_files_and_logs_tell_nothing_of_a_bid(
    api: ApiWorld, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.handler.setFormatter(DiscreetFormatter())
    procedure = published(api)
    api.exchange.wait(days=1)
    bids = deposited(api, procedure)

    published_log = b"".join(
        file.read_bytes() for file in (api.exchange.folder / "log").rglob("*") if file.is_file()
    )

    for bid in bids:
        for secret in (*secrets_of(bid), bid.header.bidder, bid.header.bid_id):
            assert secret.encode() not in published_log
            assert secret not in caplog.text


def test_nobody_is_answered_anything_of_anothers_bid(api: ApiWorld) -> None:
    procedure = published(api)
    api.exchange.wait(days=1)
    bids = deposited(api, procedure)
    paths = (
        "/api/procedures",
        f"/api/procedures/{procedure}",
        f"/api/procedures/{procedure}/ocds/release",
        f"/api/procedures/{procedure}/ocds/record",
        f"/api/bids/mine/{procedure}/1",
        "/api/bids/mine",
        "/api/feed",
        "/api/refusals",
        f"/record/{procedure}/",
    )

    for who in ("", "principal", "agency", "operator", "regulator", "bidder-other"):
        answers = [api.client.get(path, headers=_headers(api, who)).content for path in paths]
        told = b"".join(answers).decode()
        for bid in bids:
            for secret in (*secrets_of(bid), bid.header.bidder, bid.header.bid_id):
                assert secret not in told
        shown = api.get(f"/api/procedures/{procedure}", who)[1]
        assert [lot["bids"] for lot in shown["standing"]["lots"]] == [[]]


def _headers(api: ApiWorld, who: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {api.seat(who)}"} if who else {}


def _rows_with(tables: dict[str, str], text: str) -> list[str]:
    return [row for rows in tables.values() for row in rows.splitlines() if text in row]
