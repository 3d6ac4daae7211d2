"""A sealed trade in memory: custodians, witnesses, a published log, and ways to tamper with it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from poletai.core.basics.canonical import canonical
from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Refusal
from poletai.ledger.checkpoint import Checkpoint, format_checkpoint
from poletai.ledger.cosignature import Cosigner
from poletai.ledger.envelope import blinded_entry, entry_of, envelope_digest
from poletai.ledger.errors import MissingError
from poletai.ledger.note import Signer, sign_note
from poletai.ledger.policy import Witness, format_policy, quorum_of
from poletai.ledger.receipt import Receipt, issue_receipt
from poletai.ledger.tiles import encode_entries, entries_path, tiles_of
from poletai.ledger.tree import fold_complete, hash_leaf, reader_of, root
from poletai.sealing.custodian.desk import Desk
from poletai.sealing.custodian.folder import create_folder
from poletai.sealing.keyset import Keyset, keyset_hash, make_keyset
from poletai.sealing.manifest import LotClose, Submission, read_lot_close, submission_object
from poletai.sealing.release import Release
from poletai.sealing.seal import Errand, SealedBid, seal_bid
from poletai.sealing.withdrawal import make_withdrawal, sign_withdrawal, withdrawal_hash

PROCEDURE = "ab" * 16
LOT = "1"
DOCUMENTS = "d0" * 32
DEADLINE = datetime(2026, 3, 21, 1, 0, tzinfo=UTC)
WINDOW = 600
DEFINITION = b"""
[[move]]
then = "notice-published"
does = "announce-lots"
[[move]]
then = "notice-amended"
does = "amend"
[[move]]
then = "question-answered"
does = "answer"
[[move]]
then = "lot-failed"
does = "fail"
[[move]]
then = "trade-suspended"
does = "suspend"
[[move]]
then = "trade-resumed"
does = "resume"
[[move]]
then = "lot-closed"
does = "list-bids"
"""


def later(seconds: float) -> datetime:
    """Return an instant so many seconds after the deadline first announced."""
    return DEADLINE + timedelta(seconds=seconds)


@dataclass
class SealedTrade:
    """One procedure with one lot; every method is one thing that happens, or is done to it."""

    folder: Path
    now: datetime = DEADLINE - timedelta(days=20)
    entries: list[bytes] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    disclosed: list[dict[str, Any]] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.log = Signer("log.example", sha256(b"log").digest())
        self.witnesses = [
            Cosigner(f"w{i}.example", sha256(b"%d" % i).digest(), lambda: int(self.now.timestamp()))
            for i in range(4)
        ]
        members = tuple(Witness(one.name, one.verifier) for one in self.witnesses)
        self.policy = quorum_of((self.log.verifier,), members, 3)
        self.desks = [self._desk(i) for i in range(1, 6)]
        self.keyset = self._keyset()
        self.signers: dict[str, Ed25519PrivateKey] = {}

    def source(self, path: str) -> bytes:
        try:
            return self.files[path]
        except KeyError:
            raise MissingError(path, "nothing is published there") from None

    def announce(self, **changed: Any) -> None:
        lot = {
            "lot": LOT,
            "keyset": msgspec.to_builtins(self.keyset),
            "deadline": format_instant(DEADLINE),
            "open_not_before": format_instant(DEADLINE),
            "documents": DOCUMENTS,
            "closing_window_s": WINDOW,
        }
        pinned = {"definition": self.blob(DEFINITION)["sha256"]}
        self.happens("notice-published", {"pins": pinned, "lots": [{**lot, **changed}]})

    def amend(self, deadline: datetime) -> None:
        data = {"lots": [{"lot": LOT, "deadline": format_instant(deadline)}]}
        self.happens("notice-amended", data)

    def happens(self, name: str, data: Mapping[str, Any], stream: str = PROCEDURE) -> int:
        return self.log_entry(canonical(self.envelope(name, data, stream)))

    def seal(self, bidder: str, price: bytes = b'{"price":"100.00"}', **changed: Any) -> SealedBid:
        bid_id = sha256(bidder.encode()).hexdigest()[:32]
        errand = {"bid_id": bid_id, "bidder": bidder, "documents": DOCUMENTS, **changed}
        signer = self.signers.setdefault(bidder, Ed25519PrivateKey.generate())
        return seal_bid(self.keyset, Errand(**errand), {"price": price, "tech": b"plan"}, signer)

    def replaced(self, old: SealedBid, price: bytes = b'{"price":"90.00"}') -> SealedBid:
        return self.seal(old.header.bidder, price, seq=old.header.seq + 1, prev=old.bid_hash)

    def deposit(self, sealed: SealedBid) -> int:
        header = sealed.header
        data = {"bid": header.bid_id, "seq": header.seq, "bid_hash": sealed.bid_hash}
        return self.confidential(data, "deposit", Submission(header, sealed.signature))

    def confidential(self, data: dict[str, Any], kind: str, submission: Submission) -> int:
        envelope = self.envelope("bid-deposited", data, "cd" * 16)
        salt = sha256(b"salt%d" % len(self.entries)).digest()
        leaf = self.log_entry(entry_of(envelope, salt))
        self.disclosed.append({"index": leaf, "envelope": envelope, "salt": salt.hex()})
        body = canonical(submission_object(submission))
        self.lines.append(
            {**data, "kind": kind, "leaf": leaf, "salt": salt.hex(), "header": self.blob(body)}
        )
        return leaf

    def close(self, at: datetime | None = None, **changed: Any) -> int:
        """Publish the closing checkpoint at this time, then the manifest, one second later."""
        self.now = at or later(5)
        closing = self.checkpoint()
        note = self.publish()
        data = {
            "t": "lot-close",
            "lot": LOT,
            "closing": {"size": closing.size, "root": closing.root.hex(), "note": note},
            "keyset": keyset_hash(self.keyset),
            "deadline": format_instant(DEADLINE),
            "bids": self.lines,
        }
        body = canonical({**data, **changed})
        self.now += timedelta(seconds=1)
        leaf = self.happens("lot-closed", {"blob": self.blob(body)})
        self.publish()
        return leaf

    def manifest(self) -> LotClose:
        """Read back the closing list published last."""
        envelope = json.loads(self.entries[-1])
        name = envelope["data"]["blob"]["sha256"]
        return read_lot_close(json.loads(self.files[f"log/blob/{name}"]))

    def receipt(self, leaf: int, note: str) -> Receipt:
        """Hand out the receipt of a deposit, its salt included."""
        read = reader_of([hash_leaf(entry) for entry in self.entries])
        salt = next(one["salt"] for one in self.disclosed if one["index"] == leaf)
        return issue_receipt(read, note, leaf, bytes.fromhex(salt))

    def deposited(self, leaf: int) -> dict[str, Any]:
        """Return the envelope a deposit was logged under."""
        envelope: dict[str, Any] = next(
            one["envelope"] for one in self.disclosed if one["index"] == leaf
        )
        return envelope

    def checkpoint(self) -> Checkpoint:
        leaves = [hash_leaf(entry) for entry in self.entries]
        return Checkpoint("log.example", len(leaves), root(reader_of(leaves), len(leaves)))

    def publish(self, witnesses: int = 4) -> str:
        """Write the tiles, the record and a checkpoint cosigned by so many witnesses."""
        size, leaves = len(self.entries), [hash_leaf(entry) for entry in self.entries]
        for tile in tiles_of(size):
            self.files[f"log/{tile.path}"] = _tile(leaves, tile.level, tile.index, tile.width)
        for index in range(-(-size // 256)):
            bundle = self.entries[index * 256 : (index + 1) * 256]
            path = entries_path(index, len(bundle))
            self.files[f"log/{path}"] = encode_entries(bundle)
        note = sign_note(
            format_checkpoint(self.checkpoint()), self.log, *self.witnesses[:witnesses]
        )
        self.files["log/checkpoint"] = note.encode()
        self.files[f"record/{PROCEDURE}/"] = canonical({"events": self.disclosed})
        return note

    def log_entry(self, entry: bytes) -> int:
        self.entries.append(entry)
        return len(self.entries) - 1

    def blob(self, body: bytes) -> dict[str, Any]:
        name = sha256(body).hexdigest()
        self.files[f"log/blob/{name}"] = body
        return {"sha256": name, "len": len(body)}

    def envelope(self, name: str, data: Mapping[str, Any], stream: str) -> dict[str, Any]:
        return {
            "t": "event",
            "v": 1,
            "stream": stream,
            "position": len(self.entries),
            "name": name,
            "at": format_instant(self.now),
            "data": dict(data),
        }

    def noise(self, count: int) -> None:
        """Let other procedures write so many entries, public and blinded."""
        for number in range(count):
            other = self.envelope("notice-published", {"n": number}, "ef" * 16)
            entry = blinded_entry(b"s", envelope_digest(other)) if number % 2 else canonical(other)
            self.log_entry(entry)

    def _desk(self, number: int) -> Desk:
        folder = create_folder(
            self.folder / f"custodian-{number}", policy=format_policy(self.policy), token="word"
        )
        return Desk(folder, self.source, lambda: self.now)

    def _keyset(self) -> Keyset:
        answers = [desk.lot_key(PROCEDURE, LOT) for desk in self.desks]
        keys = [(answer["id"], answer["pub"], answer["sig"]) for answer in answers]
        return make_keyset(PROCEDURE, LOT, k=3, keys=keys)


def _tile(leaves: list[bytes], level: int, index: int, width: int) -> bytes:
    span = 256**level
    return b"".join(
        fold_complete(b"".join(leaves[at * span : (at + 1) * span]))
        for at in range(index * 256, index * 256 + width)
    )


def refusal(trade: SealedTrade, custodian: int = 0) -> str:
    answer = trade.desks[custodian].release(PROCEDURE, LOT, "price")
    assert isinstance(answer, Refusal), "the custodian released its shares"
    return answer.code


def releases(trade: SealedTrade, part: str = "price") -> list[Release]:
    answers = [desk.release(PROCEDURE, LOT, part) for desk in trade.desks]
    assert all(isinstance(answer, Release) for answer in answers), answers
    return [answer for answer in answers if isinstance(answer, Release)]


def withdraw(trade: SealedTrade, bid: SealedBid) -> int:
    withdrawal = make_withdrawal(bid.header)
    signature = sign_withdrawal(withdrawal, trade.signers[bid.header.bidder])
    digest = withdrawal_hash(withdrawal)
    data = {"bid": withdrawal.bid_id, "seq": withdrawal.seq, "bid_hash": digest}
    return trade.confidential(data, "withdrawal", Submission(withdrawal, signature))
