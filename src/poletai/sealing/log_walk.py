"""Walking a published log: its entries from one leaf on, and the roots they really lead to.

No proof is taken from whoever serves the log: the roots are recomputed from the entries, so that
an entry withheld, changed or slipped in cannot end in a root that witnesses cosigned.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import reduce

from poletai.ledger.errors import MissingError
from poletai.ledger.source import Source
from poletai.ledger.text import HASH_SIZE
from poletai.ledger.tiles import HEIGHT, WIDTH, Tile, decode_entries, entries_path, width_at
from poletai.ledger.tree import EMPTY_ROOT, complete_parts, fold_complete, hash_leaf, hash_node

# (height, hash) of complete subtrees, left to right, heights falling: one per bit of the size
CompactRange = tuple[tuple[int, bytes], ...]


def read_entries(log: Source, start: int, size: int) -> list[bytes]:
    """Read the entries start..size-1 of a log of `size`; raises MissingError, MalformedError."""
    entries: list[bytes] = []
    for index in range(start // WIDTH, -(-size // WIDTH)):
        path = entries_path(index, width_at(size, 0, index))
        entries += decode_entries(log(path), path)
    kept = entries[start % WIDTH :]
    if len(kept) != size - start:
        where = f"entries {start} to {size}"
        raise MissingError(where, f"the bundles hold {len(kept)} of them")
    return kept


def read_prefix(log: Source, start: int, size: int) -> CompactRange:
    """Read the subtree hashes over the first `start` leaves from the tiles of a log of `size`.

    Nothing is believed of them: a wrong hash ends in a wrong root.
    """
    return tuple(
        (height, _subtree(log, height, index, size)) for height, index in complete_parts(0, start)
    )


def roots_at(
    prefix: CompactRange, entries: Sequence[bytes], sizes: Collection[int]
) -> Mapping[int, bytes]:
    """Return the root at each of `sizes` that lies between the prefix and the last entry."""
    size = sum(1 << height for height, _ in prefix)
    stack = list(prefix)
    roots = {size: _fold(stack)} if size in sizes else {}
    for entry in entries:
        size += 1
        _push(stack, hash_leaf(entry))
        if size in sizes:
            roots[size] = _fold(stack)
    return roots


def _push(stack: list[tuple[int, bytes]], leaf: bytes) -> None:
    height, node = 0, leaf
    while stack and stack[-1][0] == height:
        node = hash_node(stack.pop()[1], node)
        height += 1
    stack.append((height, node))


def _fold(stack: Sequence[tuple[int, bytes]]) -> bytes:
    if not stack:
        return EMPTY_ROOT
    hashes = [node for _, node in reversed(stack)]
    return reduce(lambda right, left: hash_node(left, right), hashes)


def _subtree(log: Source, height: int, index: int, size: int) -> bytes:
    level, spread = divmod(height, HEIGHT)
    first = index << spread
    tile, offset = divmod(first, WIDTH)
    path = Tile(level, tile, width_at(size, level, tile)).path
    cut = log(path)[offset * HASH_SIZE : (offset + (1 << spread)) * HASH_SIZE]
    if len(cut) != HASH_SIZE << spread:
        raise MissingError(path, "the tile is cut short")
    return fold_complete(cut)
