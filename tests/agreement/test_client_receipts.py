"""The browser verifies a bidder's receipt as the ledger does, and refuses what it refuses."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from tests.support.client import Ask, ClientError, in_chromium, in_node

from poletai.core.basics.canonical import canonical, digest
from poletai.ledger.checkpoint import Checkpoint, format_checkpoint
from poletai.ledger.cosignature import Cosigner
from poletai.ledger.note import Signer, sign_note
from poletai.ledger.policy import Witness, format_policy, quorum_of
from poletai.ledger.proof import verify_inclusion
from poletai.ledger.receipt import Receipt, format_receipt
from poletai.ledger.tree import hash_leaf, hash_node

PREFIX = "poletai-bid/v1/"
BID_HASH = "5c" * 32
SALT = bytes(range(32))
ENVELOPE = {
    "t": "event",
    "v": 1,
    "stream": "0a" * 16,
    "position": 0,
    "prev": "",
    "name": "bid-deposited",
    "at": "2026-03-01T01:00:00Z",
    "by": {"role": "bidder", "id": "北辰建设"},
    "kind": "bid",
    "blind": "0b" * 32,
    "data": {"bid": "0f" * 16, "seq": 1, "bid_hash": BID_HASH},
}


@pytest.fixture(scope="module", params=["node", "chromium"])
def ask(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    client = in_chromium() if request.param == "chromium" else in_node(tmp_path_factory.mktemp("n"))
    with client as asked:
        yield asked


class Log(msgspec.Struct, frozen=True):
    """A small log with four witnesses, of whom three must cosign."""

    signer: Signer
    cosigners: tuple[Cosigner, ...]

    @property
    def policy(self) -> str:
        witnesses = tuple(Witness(one.name, one.verifier) for one in self.cosigners)
        return format_policy(quorum_of((self.signer.verifier,), witnesses, 3))

    def receipt(self, *, index: int, size: int, witnesses: int = 3) -> str:
        leaves = [hash_leaf(f"entry {i}".encode()) for i in range(size)]
        leaves[index] = hash_leaf(blinded_entry())
        root, proof = path(leaves, index)
        verify_inclusion(leaves[index], index=index, size=size, proof=proof, root=root)
        text = format_checkpoint(Checkpoint(self.signer.name, size, root))
        note = sign_note(text, self.signer, *self.cosigners[:witnesses])
        return format_receipt(Receipt(index, proof, note, SALT))


@pytest.fixture(scope="module")
def log() -> Log:
    cosigners = tuple(
        Cosigner(f"witness-{i}.example", bytes([i]) * 32, lambda: 1_780_000_000)
        for i in range(1, 5)
    )
    return Log(Signer("log.example/poletai", bytes(32)), cosigners)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 100])
def test_a_receipt_the_ledger_writes_is_accepted(ask: Ask, log: Log, size: int) -> None:
    for index in {0, size // 2, size - 1}:
        found = judged(ask, log, log.receipt(index=index, size=size))

        assert found["size"] == size
        assert set(found["times"].values()) == {1_780_000_000}
        assert len(found["times"]) == 3


def test_two_witnesses_of_three_needed_are_no_quorum(ask: Ask, log: Log) -> None:
    with pytest.raises(ClientError, match="quorum"):
        judged(ask, log, log.receipt(index=1, size=5, witnesses=2))


def test_a_receipt_of_another_bid_is_refused(ask: Ask, log: Log) -> None:
    with pytest.raises(ClientError, match="another bid"):
        judged(ask, log, log.receipt(index=1, size=5), bid_hash="00" * 32)


def test_an_event_that_was_changed_afterwards_is_refused(ask: Ask, log: Log) -> None:
    with pytest.raises(ClientError, match="does not lead to the root"):
        judged(
            ask,
            log,
            log.receipt(index=1, size=5),
            envelope={**ENVELOPE, "at": "2026-02-01T01:00:00Z"},
        )


def test_a_receipt_under_another_log_is_refused(ask: Ask, log: Log) -> None:
    stranger = Log(Signer("log.example/poletai", bytes([9]) * 32), log.cosigners)

    with pytest.raises(ClientError, match="no log"):
        judged(ask, log, stranger.receipt(index=1, size=5))


@pytest.mark.parametrize(
    ("part", "put"),
    [("index 1", "index 2"), ("index 1", "index 7"), ("\n5\n", "\n6\n"), ("@v1", "@v2")],
)
def test_a_receipt_with_one_thing_changed_is_refused(
    ask: Ask, log: Log, part: str, put: str
) -> None:
    receipt = log.receipt(index=1, size=5)
    assert part in receipt

    with pytest.raises(ClientError):
        judged(ask, log, receipt.replace(part, put))


def judged(ask: Ask, log: Log, receipt: str, **changes: Any) -> Any:
    question = {"envelope": ENVELOPE, "bidHash": BID_HASH}
    if "bid_hash" in changes:
        question["bidHash"] = changes.pop("bid_hash")
    return ask("receipt", file=receipt, policy=log.policy, **{**question, **changes})


def blinded_entry() -> bytes:
    event = digest(PREFIX, "event", canonical(ENVELOPE))
    return canonical({"h": digest(PREFIX, "leaf", SALT, event).hex(), "t": "c", "v": 1})


def path(leaves: list[bytes], index: int) -> tuple[bytes, tuple[bytes, ...]]:
    """The root and the inclusion proof, by the recursive definition of RFC 9162."""
    if len(leaves) == 1:
        return leaves[0], ()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    left, right = leaves[:half], leaves[half:]
    if index < half:
        root, proof = path(left, index)
        other = path(right, 0)[0]
        return hash_node(root, other), (*proof, other)
    root, proof = path(right, index - half)
    other = path(left, 0)[0]
    return hash_node(other, root), (*proof, other)
