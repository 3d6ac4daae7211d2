"""Growth: new entries turned into the files a log publishes, holding only its right edge."""

from collections.abc import Sequence
from dataclasses import dataclass

from poletai.ledger.text import HASH_SIZE
from poletai.ledger.tiles import WIDTH, Tile, encode_entries, entries_path
from poletai.ledger.tree import EMPTY_ROOT, fold_complete, hash_leaf, hash_node

_TILE_SIZE = WIDTH * HASH_SIZE


@dataclass(frozen=True, slots=True)
class Edge:
    """The right edge of a log: its size, the unfinished tile of each level, the open bundle.

    `tiles[L]` holds the hashes end to end, 0..255 of them; `bundle` is the encoded entries beside
    `tiles[0]`.
    """

    size: int = 0
    tiles: tuple[bytes, ...] = ()
    bundle: bytes = b""

    @property
    def root(self) -> bytes:
        """The root over everything so far."""
        result = b""
        for level in self.tiles:
            result = _fold_right(level, result)
        return result or EMPTY_ROOT


@dataclass(frozen=True, slots=True)
class Growth:
    """What appending entries makes: the new edge, and the files by path below the prefix."""

    edge: Edge
    files: dict[str, bytes]


def grow(edge: Edge, entries: Sequence[bytes]) -> Growth:
    """Append entries; the files are every full tile completed and every partial tile changed."""
    if not entries:
        return Growth(edge, {})
    files = _bundles(edge, entries)
    bundle = b"" if (edge.size + len(entries)) % WIDTH == 0 else list(files.values())[-1]
    rising = b"".join([hash_leaf(entry) for entry in entries])
    tiles: list[bytes] = []
    size = edge.size
    while rising or len(tiles) < len(edge.tiles):
        level = len(tiles)
        rest, rising = _fill(edge, level, rising, size, files)
        tiles.append(rest)
        size //= WIDTH
    return Growth(Edge(edge.size + len(entries), tuple(tiles), bundle), files)


def _fill(
    edge: Edge, level: int, new: bytes, size: int, files: dict[str, bytes]
) -> tuple[bytes, bytes]:
    """Add hashes to one level: return what stays unfinished and the hashes of full tiles."""
    hashes = (edge.tiles[level] if level < len(edge.tiles) else b"") + new
    index, full, at = size // WIDTH, [], 0
    while len(hashes) - at >= _TILE_SIZE:
        tile = hashes[at : at + _TILE_SIZE]
        files[Tile(level, index).path] = tile
        full.append(fold_complete(tile))
        index, at = index + 1, at + _TILE_SIZE
    rest = hashes[at:]
    if rest and new:
        files[Tile(level, index, len(rest) // HASH_SIZE).path] = rest
    return rest, b"".join(full)


def _bundles(edge: Edge, entries: Sequence[bytes]) -> dict[str, bytes]:
    """Return the bundles the new entries fall in, the open one continued."""
    files: dict[str, bytes] = {}
    index, held = divmod(edge.size, WIDTH)
    before, at = edge.bundle, 0
    while at < len(entries):
        part = entries[at : at + WIDTH - held]
        data = before + encode_entries(part)
        files[entries_path(index, held + len(part))] = data
        index, at, held, before = index + 1, at + len(part), 0, b""
    return files


def _fold_right(hashes: bytes, result: bytes) -> bytes:
    """Hash an unfinished level together with the root of everything to its right."""
    at = len(hashes)
    while at:
        count = at // HASH_SIZE
        width = (count & -count) * HASH_SIZE
        part = fold_complete(hashes[at - width : at])
        result = hash_node(part, result) if result else part
        at -= width
    return result
