"""The checking of Merkle proofs, step by step as RFC 9162 sections 2.1.3.2 and 2.1.4.2 have it."""

from collections.abc import Sequence

from poletai.ledger.errors import ProofError
from poletai.ledger.text import HASH_SIZE
from poletai.ledger.tree import EMPTY_ROOT, hash_node


def verify_inclusion(
    leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Check that the leaf hash stands at `index` of the tree; raises ProofError."""
    where = f"inclusion of leaf {index} in {size}"
    if not 0 <= index < size:
        raise ProofError(where, "the index lies outside the tree")
    _require_hashes([leaf, root, *proof], where)
    if _climb(leaf, index, size - 1, proof, where) != root:
        raise ProofError(where, "the proof leads to another root")


def verify_consistency(
    *, old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the older tree is a prefix of the newer one; raises ProofError where it is not."""
    where = f"consistency of {old_size} with {new_size}"
    _require_hashes([old_root, new_root, *proof], where)
    if not 0 <= old_size <= new_size:
        raise ProofError(where, "the older tree is larger than the newer")
    if old_size in (0, new_size):
        _verify_trivial(old_size, old_root, new_size, new_root, proof)
        return
    if not proof:
        raise ProofError(where, "the proof is empty")
    path = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    if _rebuild(path, old_size - 1, new_size - 1, where) != (old_root, new_root):
        raise ProofError(where, "the proof leads to other roots")


def _verify_trivial(
    old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]
) -> None:
    where = f"consistency of {old_size} with {new_size}"
    if proof:
        raise ProofError(where, "a proof is given where none is needed")
    if old_size == new_size and old_root != new_root:
        raise ProofError(where, f"two roots of one size: {old_root.hex()} and {new_root.hex()}")
    if old_size == 0 and old_root != EMPTY_ROOT:
        raise ProofError(where, "the empty tree has another root")


def _climb(leaf: bytes, fn: int, sn: int, proof: Sequence[bytes], where: str) -> bytes:
    """Return the root the proof leads to; fn and sn are the counters of RFC 9162."""
    result = leaf
    for step in proof:
        if sn == 0:
            raise ProofError(where, "the proof is too long")
        if fn & 1 or fn == sn:
            result = hash_node(step, result)
            fn, sn = _skip_right_edge(fn, sn)
        else:
            result = hash_node(result, step)
        fn, sn = fn >> 1, sn >> 1
    if sn:
        raise ProofError(where, "the proof is too short")
    return result


def _rebuild(path: list[bytes], fn: int, sn: int, where: str) -> tuple[bytes, bytes]:
    """Return the older and the newer root the path leads to."""
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    older = newer = path[0]
    for step in path[1:]:
        if sn == 0:
            raise ProofError(where, "the proof is too long")
        if fn & 1 or fn == sn:
            older, newer = hash_node(step, older), hash_node(step, newer)
            fn, sn = _skip_right_edge(fn, sn)
        else:
            newer = hash_node(newer, step)
        fn, sn = fn >> 1, sn >> 1
    if sn:
        raise ProofError(where, "the proof is too short")
    return older, newer


def _skip_right_edge(fn: int, sn: int) -> tuple[int, int]:
    """Pass over the levels where the right edge of the tree has no sibling."""
    while fn and not fn & 1:
        fn, sn = fn >> 1, sn >> 1
    return fn, sn


def _require_hashes(hashes: Sequence[bytes], where: str) -> None:
    if any(len(item) != HASH_SIZE for item in hashes):
        raise ProofError(where, f"a hash is not {HASH_SIZE} bytes long")
