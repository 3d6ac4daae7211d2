"""A log with its people: an operator who signs, four witnesses who cosign, and an oracle."""

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
from starlette.applications import Starlette

from poletai.ledger.blobs import BlobStore
from poletai.ledger.checkpoint import Checkpoint, format_checkpoint
from poletai.ledger.cosignature import Cosigner
from poletai.ledger.envelope import NewEvent
from poletai.ledger.errors import LockedError, MissingError
from poletai.ledger.growth import Edge, grow
from poletai.ledger.note import Signer, sign_note
from poletai.ledger.policy import Policy, Witness, format_policy, quorum_of
from poletai.ledger.sequencer import Sequencer, Step
from poletai.ledger.source import open_source
from poletai.ledger.store import Store, append, create_schema
from poletai.ledger.store_key import StoreKey
from poletai.ledger.stored import StoredEvent
from poletai.ledger.verify import Report, verify_log
from poletai.ledger.witness_app import witness_app
from poletai.ledger.witness_folder import WitnessFolder, open_witness

ORIGIN = "demo.poletai.example/log"
OPERATOR = Signer(ORIGIN, b"o" * 32)
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
PROCEDURE = "ab" * 16


def noon() -> datetime:
    return NOON


def cosigners(count: int = 4, at: int = 1_772_000_000) -> tuple[Cosigner, ...]:
    return tuple(
        Cosigner(f"witness-{number}.example", bytes([number]) * 32, lambda: at)
        for number in range(1, count + 1)
    )


def policy_of(people: tuple[Cosigner, ...], needed: int) -> Policy:
    witnesses = tuple(Witness(one.name, one.verifier) for one in people)
    return quorum_of((OPERATOR.verifier,), witnesses, needed)


def entries_of(count: int) -> list[bytes]:
    return [b'{"n":%d}' % number for number in range(count)]


@dataclass(slots=True)
class MemoryLog:
    """A published log in memory, grown and signed at will."""

    people: tuple[Cosigner, ...] = field(default_factory=cosigners)
    needed: int = 3
    files: dict[str, bytes] = field(default_factory=dict)
    edge: Edge = field(default_factory=Edge)

    @property
    def policy(self) -> Policy:
        return policy_of(self.people, self.needed)

    def source(self, path: str) -> bytes:
        if path not in self.files:
            raise MissingError(path, "nothing is there")
        return self.files[path]

    def add(self, *entries: bytes) -> str:
        growth = grow(self.edge, entries)
        self.files.update(growth.files)
        self.edge = growth.edge
        note = self.signed()
        self.files["checkpoint"] = note.encode()
        self.files["policy"] = format_policy(self.policy).encode()
        return note

    def signed(self) -> str:
        text = format_checkpoint(Checkpoint(ORIGIN, self.edge.size, self.edge.root))
        return sign_note(text, OPERATOR, *self.people[: self.needed])


def event(
    name: str = "notice-published",
    *,
    stream: str = PROCEDURE,
    data: Mapping[str, Any] | None = None,
    private: Mapping[str, Any] | None = None,
    confidential: bool = False,
) -> NewEvent:
    by = {"role": "principal", "id": "91110000600037341L"}
    return NewEvent(stream, "procedure", name, NOON, by, data or {}, private, confidential)


def secret_bid(stream: str = "cd" * 16) -> NewEvent:
    data = {"bid": stream, "seq": 1, "bid_hash": "00" * 32}
    private = {"header": {"price": "998877.66"}}
    return event("bid-deposited", stream=stream, data=data, private=private, confidential=True)


def ask(app: Starlette, method: str, path: str, **request: Any) -> httpx.Response:
    """Send one request to an application without a network."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
            return await client.request(method, path, **request)

    return asyncio.run(send())


@dataclass(slots=True)
class WitnessNet:
    """Witnesses that answer `post` without a network; any of them may be out of reach."""

    apps: dict[str, Starlette]
    witnesses: tuple[Witness, ...]
    away: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    @property
    def policy(self) -> Policy:
        return quorum_of((OPERATOR.verifier,), self.witnesses, 3)

    def post(self, address: str, **request: Any) -> httpx.Response:
        host = address.split("/")[2]
        self.asked.append(host)
        if host in self.away:
            raise httpx.ConnectError(host)
        return ask(self.apps[host], "POST", "/add-checkpoint", content=request["content"])


def witness_net(folder: Path, count: int = 4) -> WitnessNet:
    """Make the folders of some witnesses that follow the operator's log, and a net of them."""
    apps, witnesses = {}, []
    for number in range(1, count + 1):
        name = f"witness-{number}.example"
        own = WitnessFolder(folder / name)
        own.create(name)
        own.follow(OPERATOR.verifier.vkey)
        verifier = own.cosigner(noon).verifier
        witnesses.append(Witness(name, verifier, f"http://{name}"))
        apps[name] = witness_app(open_witness(own.folder, noon))
    return WitnessNet(apps, tuple(witnesses))


@dataclass(slots=True)
class LogWorld:
    """A store, a sequencer and a published folder; each step is followed by the oracle."""

    dsn: str
    folder: Path
    policy: Policy
    store: Store
    sequencer: Sequencer
    seen: str | None = None

    @property
    def published(self) -> Path:
        return self.folder / "log"

    def append(self, *events: NewEvent) -> list[StoredEvent]:
        with psycopg.connect(self.dsn) as conn:
            return append(conn, self.store, events)

    def step(self) -> Step:
        step = self.sequencer.step()
        self.require_whole()
        return step

    def require_whole(self) -> Report:
        """The oracle: the whole published log, re-verified from outside."""
        report = verify_log(open_source(self.published), self.policy, seen=self.seen)
        assert report.problems == ()
        self.seen = (self.published / "checkpoint").read_text()
        return report

    def restart(self) -> None:
        self.sequencer.close()
        self.sequencer = start_sequencer(self.dsn, self.published, self.policy)


def start_sequencer(
    dsn: str, folder: Path, policy: Policy, clock: Callable[[], datetime] = noon
) -> Sequencer:
    return Sequencer(dsn, folder, OPERATOR, policy, clock)


def patient_sequencer(dsn: str, folder: str | Path, policy: Policy) -> Sequencer:
    """Start a sequencer once the server has seen that a killed one is gone."""
    for _ in range(100):
        with suppress(LockedError):
            return start_sequencer(dsn, Path(folder), policy)
        time.sleep(0.05)
    raise LockedError(where="sequencer", what="the lock was never given back")


def open_world(dsn: str, folder: Path, policy: Policy | None = None) -> LogWorld:
    policy = policy or Policy((OPERATOR.verifier,))
    with psycopg.connect(dsn) as conn:
        create_schema(conn)
    store = Store(StoreKey.create(folder / "store.key"), BlobStore(folder / "log" / "blob"))
    return LogWorld(dsn, folder, policy, store, start_sequencer(dsn, folder / "log", policy))


def later(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)
