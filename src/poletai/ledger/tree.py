"""The Merkle tree of RFC 6962: hashes of leaves, nodes and ranges, and the making of proofs.

Everything here reads hashes through a HashReader, which answers with the hash of one complete
subtree. A list in memory, a folder of tiles and a web address all serve as one.
"""

from collections.abc import Callable, Sequence
from functools import reduce
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()

# (height, index) -> hash of the complete subtree over the 2^height leaves from index * 2^height
HashReader = Callable[[int, int], bytes]


def hash_leaf(entry: bytes) -> bytes:
    """Hash one entry of the log."""
    return sha256(b"\x00" + entry).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """Hash two neighbouring subtrees into their parent."""
    return sha256(b"\x01" + left + right).digest()


def fold_complete(hashes: bytes) -> bytes:
    """Hash a complete subtree given its 2^k hashes end to end (32 bytes each)."""
    while len(hashes) > 32:  # noqa: PLR2004  # one hash left is the answer
        hashes = b"".join(
            [sha256(b"\x01" + hashes[i : i + 64]).digest() for i in range(0, len(hashes), 64)]
        )
    return hashes


def complete_parts(start: int, end: int) -> list[tuple[int, int]]:
    """Cut [start, end) into its largest complete aligned subtrees, left to right.

    The answer holds (height, index) pairs; `start` must be aligned as RFC 6962 ranges are.
    """
    parts = []
    while start < end:
        height = (end - start).bit_length() - 1
        if start:
            height = min(height, (start & -start).bit_length() - 1)
        parts.append((height, start >> height))
        start += 1 << height
    return parts


def range_hash(read: HashReader, start: int, end: int) -> bytes:
    """Return MTH(D[start:end]); the range must be one that RFC 6962 forms, hence not empty."""
    hashes = [read(height, index) for height, index in complete_parts(start, end)]
    return reduce(lambda right, left: hash_node(left, right), reversed(hashes))


def root(read: HashReader, size: int) -> bytes:
    """Return the root of the tree over the first `size` leaves."""
    return range_hash(read, 0, size) if size else EMPTY_ROOT


def inclusion_proof(read: HashReader, index: int, size: int) -> list[bytes]:
    """Return PATH(index, D[0:size]) of RFC 6962, from the leaf's sibling up to the root."""
    if not 0 <= index < size:
        msg = f"there is no leaf {index} in a tree of {size}"
        raise IndexError(msg)
    proof: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(range_hash(read, middle, end))
            end = middle
        else:
            proof.append(range_hash(read, start, middle))
            start = middle
    return proof[::-1]


def consistency_proof(read: HashReader, old: int, new: int) -> list[bytes]:
    """Return PROOF(old, D[0:new]) of RFC 6962; it is empty when old is 0 or equals new."""
    if not 0 <= old <= new:
        msg = f"a tree of {new} leaves has no earlier tree of {old}"
        raise IndexError(msg)
    if old in (0, new):
        return []
    proof: list[bytes] = []
    start, end = 0, new
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            proof.append(range_hash(read, middle, end))
            end = middle
        else:
            proof.append(range_hash(read, start, middle))
            start = middle
    if start:
        proof.append(range_hash(read, start, end))
    return proof[::-1]


def reader_of(leaves: Sequence[bytes]) -> HashReader:
    """Serve a list of leaf hashes as a HashReader, computing each subtree when it is asked for."""

    def read(height: int, index: int) -> bytes:
        first = index << height
        return fold_complete(b"".join(leaves[first : first + (1 << height)]))

    return read


def _split(count: int) -> int:
    """Return the largest power of two smaller than `count` (which is above 1)."""
    return 1 << ((count - 1).bit_length() - 1)
