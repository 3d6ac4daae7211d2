"""The vectors of docs/spec/log.md, recomputed."""

import json
from pathlib import Path
from typing import Any

import pytest

from poletai.ledger.checkpoint import Checkpoint, format_checkpoint
from poletai.ledger.cosignature import Cosigner
from poletai.ledger.envelope import blinded_entry, entry_of, envelope_digest, private_digest
from poletai.ledger.note import Signer, sign_note
from poletai.ledger.policy import Witness, quorum_of
from poletai.ledger.receipt import format_receipt, issue_receipt, parse_receipt, verify_receipt
from poletai.ledger.tree import hash_leaf, reader_of, root

PAGE = Path(__file__).parents[2] / "docs" / "spec" / "log.md"


@pytest.fixture(scope="module")
def vectors() -> Any:
    return json.loads(PAGE.read_text().split("```json\n")[1].split("```")[0])


@pytest.fixture(scope="module")
def leaves(vectors: dict[str, Any]) -> list[bytes]:
    return [bytes.fromhex(vectors["public_entry_leaf"]), bytes.fromhex(vectors["blinded_leaf"])]


@pytest.fixture(scope="module")
def signers(vectors: dict[str, Any]) -> tuple[Signer, Cosigner]:
    name = vectors["log_vkey"].split("+")[0]
    witness = vectors["witness_vkey"].split("+")[0]
    seed = bytes.fromhex(vectors["witness_seed"])
    return (
        Signer(name, bytes.fromhex(vectors["log_seed"])),
        Cosigner(witness, seed, lambda: vectors["witness_time"]),
    )


def test_an_event_has_this_digest_and_this_commitment(vectors: dict[str, Any]) -> None:
    salt2 = bytes.fromhex(vectors["salt2"])

    assert private_digest(salt2, vectors["private"]).hex() == vectors["private_digest"]
    assert vectors["envelope"]["private"] == vectors["private_digest"]
    assert envelope_digest(vectors["envelope"]).hex() == vectors["digest"]


def test_entries_have_these_leaves_and_this_root(
    vectors: dict[str, Any], leaves: list[bytes]
) -> None:
    blinded = blinded_entry(bytes.fromhex(vectors["salt"]), bytes.fromhex(vectors["digest"]))

    assert blinded.decode() == vectors["blinded_entry"]
    assert [hash_leaf(entry_of(vectors["envelope"], None)), hash_leaf(blinded)] == leaves
    assert root(reader_of(leaves), 2).hex() == vectors["root"]


def test_log_and_witness_sign_this_note(
    vectors: dict[str, Any], signers: tuple[Signer, Cosigner]
) -> None:
    log, witness = signers
    text = format_checkpoint(Checkpoint(log.name, 2, bytes.fromhex(vectors["root"])))

    assert sign_note(text, log, witness) == vectors["note"]
    assert log.verifier.vkey == vectors["log_vkey"]
    assert witness.verifier.vkey == vectors["witness_vkey"]


def test_the_receipt_of_the_blinded_leaf_holds(
    vectors: dict[str, Any], leaves: list[bytes], signers: tuple[Signer, Cosigner]
) -> None:
    log, witness = signers
    policy = quorum_of((log.verifier,), (Witness("w", witness.verifier),), 1)
    receipt = issue_receipt(reader_of(leaves), vectors["note"], 1, bytes.fromhex(vectors["salt"]))

    assert format_receipt(receipt) == vectors["receipt"]
    cosigned = verify_receipt(parse_receipt(vectors["receipt"]), leaves[1], policy)
    assert cosigned.times == {"w": vectors["witness_time"]}
