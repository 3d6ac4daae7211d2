"""A whole exchange in one process: real database and log, custodians at arm's length."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from threading import current_thread, main_thread
from typing import Any, cast

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from starlette.applications import Starlette
from tests.support.log_world import ask

from poletai.core.basics.canonical import canonical
from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Problem, Refusal
from poletai.core.procedures.documents import documents_hash
from poletai.exchange.actors import Actor
from poletai.exchange.custodians import Custodian
from poletai.exchange.errors import CustodianError
from poletai.exchange.house import House, library
from poletai.exchange.models import Organisation, Procedure
from poletai.exchange.payloads import PayloadStore
from poletai.exchange.read_models.record import public_record
from poletai.exchange.services import close_lot
from poletai.exchange.services.create_procedure import create_procedure
from poletai.exchange.services.deposit_bid import Deposit, deposit_bid
from poletai.exchange.services.make_move import Moved, tick
from poletai.exchange.services.request_move import Request, request_move
from poletai.exchange.trades import load_trade
from poletai.ledger.blobs import BlobStore
from poletai.ledger.note import Signer
from poletai.ledger.policy import Witness, format_policy, quorum_of
from poletai.ledger.sequencer import Sequencer
from poletai.ledger.store import Store
from poletai.ledger.store_key import StoreKey
from poletai.ledger.witness_app import witness_app
from poletai.ledger.witness_folder import WitnessFolder, open_witness
from poletai.sealing.contributions import read_contribution
from poletai.sealing.custodian.desk import Desk, as_json
from poletai.sealing.custodian.folder import create_folder
from poletai.sealing.header import header_object, read_header
from poletai.sealing.keyset import Keyset
from poletai.sealing.seal import Errand, SealedBid, new_bid_id, seal_bid

ORIGIN = "demo.test/log"
MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PRINCIPAL, AGENCY = "water-board", "fair-agency"
EVALUATORS = ("e1", "e2", "e3", "e4", "e5")


@dataclass(frozen=True)
class DeskCustodian:
    """A custodian asked directly instead of over HTTP; it answers and refuses just the same."""

    organisation: str
    desk: Desk

    def ask(self, question: str, body: dict[str, Any]) -> dict[str, Any]:
        answers: dict[str, Callable[[], Any]] = {
            "keys": lambda: self.desk.lot_key(body["procedure"], body["lot"]),
            "drill": lambda: self.desk.drill(
                body["procedure"], body["lot"], bytes.fromhex(body["sealed"])
            ),
            "share-check": lambda: self.desk.share_check(
                read_header(body["header"]),
                body["signature"],
                msgspec.convert(body["keyset"], Keyset),
            ),
            "draw-check": lambda: self.desk.draw_check(
                msgspec.convert(body["keyset"], Keyset),
                body["draw_hash"],
                read_contribution(body["contribution"]),
            ),
            "draw-release": lambda: self.desk.draw_release(
                body["procedure"], body["lot"], body["draw"]
            ),
            "release": lambda: self.desk.release(body["procedure"], body["lot"], body["part"]),
        }
        answer = answers[question]()
        if isinstance(answer, Refusal):
            raise CustodianError(self.organisation, f"{answer.code}: {answer.reason}")
        if isinstance(answer, tuple) and answer and isinstance(answer[0], Problem):
            raise CustodianError(self.organisation, answer[0].message)
        return answer if isinstance(answer, dict) else as_json(answer)


class ExchangeWorld:
    """One exchange and its people; every method is something one of them does."""

    def __init__(self, folder: Path, dsn: str) -> None:
        self.folder, self.dsn = folder, dsn
        self.now = MORNING
        self.signer = Signer(ORIGIN, sha256(b"log").digest())
        self.apps = {f"w{i}.test": self._witness(f"w{i}.test") for i in range(1, 5)}
        members = tuple(one for _, one in self.apps.values())
        self.policy = quorum_of((self.signer.verifier,), members, 3)
        self.custodians = tuple(self._custodian(i) for i in range(1, 6))
        key = folder / "keys" / "store"
        self.house = House(
            store=Store(StoreKey.create(key), BlobStore(folder / "log" / "blob")),
            payloads=PayloadStore(folder / "payloads"),
            library=library(),
            clock=lambda: self.now,
            origin=ORIGIN,
            signer=Ed25519PrivateKey.generate(),
            # They answer as custodians do, only nearer.
            custodians=lambda: cast("tuple[Custodian, ...]", self.custodians),
        )
        self.bidders: dict[str, Ed25519PrivateKey] = {}
        self.sealed: dict[str, SealedBid] = {}
        for name in (PRINCIPAL, AGENCY):
            self.organisation(name)

    def organisation(self, name: str) -> None:
        Organisation.objects.get_or_create(id=name, defaults={"name": name, "since": self.now})

    def source(self, path: str) -> bytes:
        if path.startswith("record/"):
            try:
                return canonical(public_record(self.house, path.split("/")[1]))
            finally:
                # Custodians ask from threads of their own, whose connections nobody else closes.
                if current_thread() is not main_thread():
                    connection.close()
        return (self.folder / path).read_bytes()

    def sequence(self) -> None:
        """Give every committed event its leaf, under a checkpoint the witnesses cosign."""
        folder, clock = self.folder / "log", lambda: self.now
        with Sequencer(self.dsn, folder, self.signer, self.policy, clock) as sequencer:
            assert sequencer.step().quorum

    def post(self, address: str, **request: Any) -> httpx.Response:
        """Answer a request to a witness without a network."""
        app, _ = self.apps[address.split("/")[2]]
        return ask(app, "POST", "/add-checkpoint", content=request["content"])

    def _witness(self, name: str) -> tuple[Starlette, Witness]:
        own = WitnessFolder(self.folder / name)
        own.create(name)
        own.follow(self.signer.verifier.vkey)
        verifier = own.cosigner(lambda: self.now).verifier
        app = witness_app(open_witness(own.folder, lambda: self.now))
        return app, Witness(name, verifier, f"http://{name}")

    def wait(self, **length: float) -> None:
        self.now += timedelta(**length)

    def draft(self, definition: str, **fields: Any) -> str:
        actor = Actor("principal", PRINCIPAL)
        fields = {"title": "城北泵站改造", "title-en": "North pumping station", **fields}
        procedure, answer = create_procedure(self.house, actor, definition, fields)
        assert isinstance(answer, Moved), answer
        return procedure

    def move(
        self,
        actor: Actor,
        procedure: str,
        name: str,
        *,
        lot: str | None = None,
        bid: str | None = None,
        applicant: str | None = None,
        **fields: Any,
    ) -> Moved | Refusal:
        fields = {key.replace("_", "-"): value for key, value in fields.items()}
        request = Request(name, fields, lot, bid, applicant=applicant)
        return request_move(self.house, actor, procedure, request)

    def moves(self, *arguments: Any, **fields: Any) -> Moved:
        answer = self.move(*arguments, **fields)
        assert isinstance(answer, Moved), answer
        return answer

    def publish(self, procedure: str, **changed: Any) -> Moved:
        notice = notice_fields(self.now) | changed
        return self.moves(Actor("principal", PRINCIPAL), procedure, "publish-notice", **notice)

    def facts(self, procedure: str) -> Any:
        return load_trade(self.house, Procedure.objects.get(id=procedure)).standing.facts

    def standing(self, procedure: str) -> Any:
        return load_trade(self.house, Procedure.objects.get(id=procedure)).standing

    def seal(
        self, procedure: str, bidder: str, price: str, lot: str = "1", **changed: Any
    ) -> SealedBid:
        content = {"price": {"amount": str(Decimal(price)), "currency": "CNY"}}
        return self.seal_content(procedure, bidder, content, lot, **changed)

    def seal_content(
        self, procedure: str, bidder: str, content: dict[str, Any], lot: str = "1", **changed: Any
    ) -> SealedBid:
        self.organisation(bidder)
        facts = self.facts(procedure)
        keyset = msgspec.convert(facts["keysets"][lot], Keyset)
        errand = Errand(
            **{
                "bid_id": new_bid_id(),
                "bidder": bidder,
                "documents": documents_hash(facts["documents"]),
                **changed,
            }
        )
        contents = {
            "price": canonical(content),
            "tech": canonical({"plan": f"{bidder} builds it"}),
        }
        signer = self.bidders.setdefault(bidder, Ed25519PrivateKey.generate())
        return seal_bid(keyset, errand, contents, signer)

    def send(self, sealed: SealedBid) -> Deposit | Refusal:
        for payload in sealed.payloads.values():
            self.house.payloads.put(payload)
        actor = Actor("bidder", sealed.header.bidder)
        return deposit_bid(self.house, actor, header_object(sealed.header), sealed.signature)

    def bid(self, procedure: str, bidder: str, price: str, lot: str = "1") -> str:
        return self.deposit(self.seal(procedure, bidder, price, lot))

    def bid_content(
        self, procedure: str, bidder: str, content: dict[str, Any], lot: str = "1"
    ) -> str:
        return self.deposit(self.seal_content(procedure, bidder, content, lot))

    def deposit(self, sealed: SealedBid) -> str:
        answer = self.send(sealed)
        assert isinstance(answer, Deposit), answer
        self.sealed[sealed.header.bidder] = sealed
        return answer.bid

    def pass_deadline(self, procedure: str) -> None:
        """Let the deadline pass: bids are closed, under a checkpoint of their own."""
        deadline = Procedure.objects.get(id=procedure).deadline
        assert deadline is not None
        self.now = max(self.now, deadline + timedelta(seconds=6))
        assert tick(self.house, procedure)
        self.sequence()

    def close(self, procedure: str) -> None:
        """Pass the deadline: clock move, checkpoint, list, shares, opening."""
        self.pass_deadline(procedure)
        for lot in self.standing(procedure).lots:
            self.opened(procedure, lot)

    def opened(self, procedure: str, lot: str) -> None:
        self.must(close_lot.list_bids(self.house, procedure, lot))
        self.sequence()
        if self.standing(procedure).lots[lot].state == "failed":
            return
        self.must(close_lot.gather_releases(self.house, procedure, lot))
        self.must(close_lot.open_lot(self.house, procedure, lot))
        self.sequence()

    def must(self, answer: close_lot.Answer) -> Moved:
        assert isinstance(answer, Moved), answer
        return answer

    def _custodian(self, number: int) -> DeskCustodian:
        folder = create_folder(
            self.folder / f"custodian-{number}", policy=format_policy(self.policy)
        )
        return DeskCustodian(f"custodian-{number}", Desk(folder, self.source, lambda: self.now))


def notice_fields(now: datetime) -> dict[str, Any]:
    """Return what a plain notice of one lot says, published now."""
    return {
        "documents_from": format_instant(now + timedelta(hours=1)),
        "documents_until": format_instant(now + timedelta(days=8)),
        "deadline": format_instant(now + timedelta(days=22)),
        "lots": [
            {"lot": "1", "title": "泵站土建", "value": {"amount": "1200000.00", "currency": "CNY"}}
        ],
        "terms": {"method": "lowest-evaluated-price", "criteria": [], "price_weight": "100"},
        "documents": [{"title": "招标文件", "sha256": "ab" * 32, "len": 100}],
        "estimate": {"amount": "1200000.00", "currency": "CNY"},
    }


def committee() -> list[dict[str, Any]]:
    """Return five seats, four of them experts'."""
    return [
        {"id": name, "name": f"评委{name}", "expert": name != "e5", "chair": name == "e1"}
        for name in EVALUATORS
    ]
