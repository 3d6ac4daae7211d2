"""Receipts: a leaf's inclusion under a cosigned checkpoint, in the c2sp.org/tlog-proof@v1 format.

Whoever holds one proves, with no one's help, that the log took the leaf; `extra` carries the salt
of a blinded leaf.
"""

from dataclasses import dataclass

from poletai.ledger.checkpoint import read_checkpoint
from poletai.ledger.errors import MalformedError
from poletai.ledger.policy import Cosigned, Policy, check_quorum
from poletai.ledger.proof import verify_inclusion
from poletai.ledger.text import decode_base64, decode_decimal, decode_hash, encode_base64
from poletai.ledger.tree import HashReader, inclusion_proof

HEADER = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class Receipt:
    """An index, the inclusion proof from it, and the checkpoint note it leads to."""

    index: int
    proof: tuple[bytes, ...]
    note: str
    extra: bytes | None = None


def issue_receipt(read: HashReader, note: str, index: int, extra: bytes | None = None) -> Receipt:
    """Make the receipt of a leaf under a checkpoint; raises IndexError for a leaf outside it."""
    size = read_checkpoint(note).size
    return Receipt(index, tuple(inclusion_proof(read, index, size)), note, extra)


def format_receipt(receipt: Receipt) -> str:
    """Write a receipt as its .tlog-proof file."""
    lines = [HEADER]
    if receipt.extra is not None:
        lines.append(f"extra {encode_base64(receipt.extra)}")
    lines.append(f"index {receipt.index}")
    lines += [encode_base64(one) for one in receipt.proof]
    return "\n".join(lines) + "\n\n" + receipt.note


def parse_receipt(text: str) -> Receipt:
    """Read a .tlog-proof file; raises MalformedError. Nothing is proved by reading it."""
    head, gap, note = text.partition("\n\n")
    lines = head.split("\n")
    if not gap or lines.pop(0) != HEADER:
        raise MalformedError(where="receipt", what=f"it does not begin with {HEADER}")
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = decode_base64(lines.pop(0).removeprefix("extra "), "receipt extra")
    if not (lines and lines[0].startswith("index ")):
        raise MalformedError(where="receipt", what="it has no index line")
    index = decode_decimal(lines.pop(0).removeprefix("index "), "receipt index")
    proof = tuple(decode_hash(line, "receipt proof") for line in lines)
    return Receipt(index, proof, note, extra)


def verify_receipt(receipt: Receipt, leaf: bytes, policy: Policy) -> Cosigned:
    """Check a receipt for a leaf hash against a policy.

    Raises what check_quorum and verify_inclusion raise.
    """
    cosigned = check_quorum(policy, receipt.note)
    checkpoint = cosigned.checkpoint
    verify_inclusion(
        leaf,
        index=receipt.index,
        size=checkpoint.size,
        proof=receipt.proof,
        root=checkpoint.root,
    )
    return cosigned
