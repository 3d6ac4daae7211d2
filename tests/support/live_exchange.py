"""A live exchange: every process real and apart, a notice out, bids sealed and ready to be sent."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.support.market import Market, Setting

from poletai.core.basics.canonical import canonical
from poletai.sealing.header import header_object
from poletai.sealing.keyset import Keyset
from poletai.sealing.seal import Errand, new_bid_id, seal_bid
from poletai.site.database import Database, available
from poletai.site.demo.stage import choose_ports, environment, running
from poletai.site.demo.stories import BEGIN
from poletai.site.processes import Running, stop


@dataclass(frozen=True, slots=True)
class SealedOffer:
    """One bid as it goes over the wire, with the payloads that go before it."""

    bid: str
    bid_hash: str
    token: str
    body: bytes
    payloads: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class LiveExchange:
    """The exchange while it runs: where it is, what runs, and what its database is."""

    setting: Setting
    database: Database
    up: list[Running]

    @property
    def home(self) -> Path:
        """Its folder."""
        return Path(self.setting.home)

    @property
    def address(self) -> str:
        """Its address."""
        return self.setting.stage.address

    def program(self, name: str) -> Running:
        """Return a running program by its name."""
        return next(one for one in self.up if one.program.name == name)

    def open_market(self, firms: int) -> Market:
        """Publish a notice and give this many firms a token each."""
        return msgspec.json.decode(_step("open", self.setting, str(firms)), type=Market)


@contextmanager
def live_exchange(home: Path, workers: int = 2) -> Iterator[LiveExchange]:
    """Keep database, witnesses, custodians, site and worker up while the block runs."""
    ports = choose_ports(0)
    setting = Setting(str(home), free_port(), ports.custodians, ports.witnesses, ports.rooms)
    with _told(environment(home)), available() as database:
        setting.stage.clock.begin(BEGIN)
        _step("prepare", setting)
        with running(setting.stage, workers) as up:
            live = LiveExchange(setting, database, list(up))
            try:
                yield live
            finally:
                # Those that were started again meanwhile are nobody else's to stop.
                for one in live.up:
                    stop(one)


def free_port() -> int:
    """Return a port nobody listens on."""
    return choose_ports(0).witnesses[0]


def sealed_offers(market: Market) -> list[SealedOffer]:
    """Seal one bid for each firm of a market."""
    keyset = msgspec.convert(market.keyset, Keyset)
    return [seal_offer(market, keyset, firm, token) for firm, token in market.tokens.items()]


def seal_offer(market: Market, keyset: Keyset, firm: str, token: str) -> SealedOffer:
    """Seal one firm's bid, its price taken from its name."""
    errand = Errand(bid_id=new_bid_id(), bidder=firm, documents=market.documents)
    amount = f"{900_000 + int(firm[-5:])}.00"
    contents = {
        "price": canonical({"price": {"amount": amount, "currency": "CNY"}}),
        "tech": canonical({"plan": f"{firm} builds it"}),
    }
    signer = Ed25519PrivateKey.from_private_bytes(sha256(firm.encode()).digest())
    sealed = seal_bid(keyset, errand, contents, signer)
    body = json.dumps({"header": header_object(sealed.header), "signature": sealed.signature})
    payloads = tuple(sealed.payloads.values())
    return SealedOffer(errand.bid_id, sealed.bid_hash, token, body.encode(), payloads)


def _step(name: str, setting: Setting, *arguments: str) -> bytes:
    # A process of its own: Django stands once in each, and a test's own has other settings.
    line = [sys.executable, "-m", "tests.support.market", name]
    done = subprocess.run(
        [*line, msgspec.json.encode(setting).decode(), *arguments],
        check=True,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    return done.stdout


@contextmanager
def _told(changed: dict[str, str]) -> Iterator[None]:
    """Put the settings of this exchange into the environment its programs inherit."""
    assert threading.current_thread() is threading.main_thread()
    before = dict(os.environ)
    os.environ.update(changed)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
