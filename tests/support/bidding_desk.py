"""A desk that answers a bidder's browser as the exchange does, with the real sealing and ledger."""

import json
from datetime import UTC, datetime
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from playwright.sync_api import Request, Route
from tests.support.client import STATIC

from poletai.core.basics.canonical import canonical, digest
from poletai.ledger.checkpoint import Checkpoint, format_checkpoint
from poletai.ledger.cosignature import Cosigner
from poletai.ledger.note import Signer, sign_note
from poletai.ledger.policy import Witness, format_policy, quorum_of
from poletai.ledger.receipt import Receipt, format_receipt
from poletai.ledger.tree import hash_leaf
from poletai.sealing.header import Header, context, read_header
from poletai.sealing.hpke import public_hex
from poletai.sealing.keyset import keyset_hash, make_keyset, sign_lot_key
from poletai.sealing.labels import object_hash, sign
from poletai.sealing.opening import Verdict, open_part
from poletai.sealing.share_check import open_share, sign_receipt
from poletai.site.headers import policy

_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_SALT = bytes(range(32))
_SUCCESS = 300


class Desk:
    """Five custodians, a log with one witness, and whatever the browser sent."""

    def __init__(self) -> None:
        self.operator = Ed25519PrivateKey.generate()
        self.identities = [Ed25519PrivateKey.generate() for _ in range(5)]
        self.secrets = [X25519PrivateKey.generate() for _ in range(5)]
        keys = [
            sign_lot_key(identity, "P-1", "1", public_hex(secret))
            for identity, secret in zip(self.identities, self.secrets, strict=True)
        ]
        self.keyset = make_keyset("P-1", "1", k=3, keys=keys)
        self.log = Signer("log.example", bytes(32))
        self.witness = Cosigner("witness.example", bytes([1]) * 32, lambda: 1_780_000_000)
        self.parts: dict[str, dict[int, bytes]] = {}
        self.payloads: dict[str, bytes] = {}
        self.header: Header | None = None
        self.page = ""
        self.broken = {1}
        self.puts: list[str] = []

    @property
    def config(self) -> dict[str, Any]:
        witness = Witness("w", self.witness.verifier)
        return {
            "identity": {
                "procedure": "P-1",
                "lot": "1",
                "keyset": keyset_hash(self.keyset),
                "bid_id": "0f" * 16,
                "bidder": "12420500MB1234567X",
                "seq": 1,
                "prev": "",
                "documents": "ab" * 32,
            },
            "keyset": msgspec.to_builtins(self.keyset),
            "policy": format_policy(quorum_of((self.log.verifier,), (witness,), 1)),
            "operator_key": self.operator.public_key().public_bytes_raw().hex(),
            "csrf": "x",
            "urls": {"upload": "/upload/", "deposit": "/deposit", "status": "/status"},
        }

    def opened(self, part: str) -> Verdict:
        """Open a part of the deposited bid as custodians and the public do."""
        header = self._deposited()
        ctx = context(header, self.keyset, part)
        slots = header.parts[part].shares
        opened = {i: open_share(ctx, slots[i - 1], self.secrets[i - 1]) for i in (1, 3, 5)}
        shares = {i: share for i, share in opened.items() if isinstance(share, bytes)}
        payload = self.payloads[header.parts[part].sha256]
        return open_part(header, self.keyset, part, shares, payload)

    def answer(self, route: Route) -> None:
        """Answer one request of the page."""
        request = route.request
        path = request.url.removeprefix("https://client.test")
        if path.startswith("/static/poletai/"):
            file = STATIC / path.rsplit("/", 1)[1]
            route.fulfill(path=file, content_type=_TYPES[file.suffix])
        elif path == "/":
            headers = {"Content-Security-Policy": policy("ws://127.0.0.1:8001")}
            route.fulfill(body=self.page, content_type="text/html; charset=utf-8", headers=headers)
        else:
            status, body = self._served(request, path)
            route.fulfill(status=status, body=json.dumps(body), content_type="application/json")

    def _served(self, request: Request, path: str) -> tuple[int, Any]:
        if path == "/deposit":
            return 201, self._deposit(request.post_data_json)
        if path == "/status":
            return 200, self._status()
        return self._upload(request, *path.removeprefix("/upload/").split("/"))

    def _upload(self, request: Request, name: str, index: str = "") -> tuple[int, Any]:
        kept = self.parts.setdefault(name, {})
        if request.method == "GET":
            return 200, {"have": sorted(kept), "complete": name in self.payloads}
        if request.method == "POST":
            self.payloads[name] = b"".join(kept[i] for i in sorted(kept))
            return 200, {}
        self.puts.append(f"{name}/{index}")
        if int(index) in self.broken:
            # The line breaks once in the middle of a large upload.
            self.broken.discard(int(index))
            return 503, {}
        kept[int(index)] = request.post_data_buffer or b""
        return 200, {}

    def _deposit(self, sent: Any) -> Any:
        self.header = read_header(sent["header"])
        told = {
            "bid": self.header.bid_id,
            "seq": 1,
            "bid_hash": self._hash(),
            "at": "2026-03-01T01:00:00Z",
            "max_log_delay_s": 10,
        }
        return {**told, "signature": sign(self.operator, "deposit", object_hash("deposit", told))}

    def _status(self) -> Any:
        header = self._deposited()
        receipts = [sign_receipt(header, i + 1, key) for i, key in enumerate(self.identities)]
        envelope = {"t": "event", "data": {"bid": header.bid_id, "bid_hash": self._hash()}}
        return {
            "receipts": msgspec.to_builtins(receipts),
            "needed": 4,
            "logged": {"receipt": self._receipt(envelope), "envelope": envelope},
        }

    def _receipt(self, envelope: Any) -> str:
        event = digest("poletai-bid/v1/", "event", canonical(envelope))
        blinded = digest("poletai-bid/v1/", "leaf", _SALT, event).hex()
        leaf = hash_leaf(canonical({"h": blinded, "t": "c", "v": 1}))
        text = format_checkpoint(Checkpoint(self.log.name, 1, leaf))
        return format_receipt(Receipt(0, (), sign_note(text, self.log, self.witness), _SALT))

    def _hash(self) -> str:
        return object_hash("bid", msgspec.to_builtins(self._deposited())).hex()

    def _deposited(self) -> Header:
        if self.header is None:
            message = f"nothing was deposited by {datetime.now(UTC):%H:%M:%S}"
            raise AssertionError(message)
        return self.header
