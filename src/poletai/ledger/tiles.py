"""Tiles and entry bundles, as c2sp.org/tlog-tiles v0.1.0 has them: paths, widths and bytes."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from poletai.ledger.errors import MalformedError
from poletai.ledger.text import HASH_SIZE

WIDTH = 256
HEIGHT = 8
LARGEST_ENTRY = 65_535


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile: at which level, which one of that level, and how many hashes wide (1..256)."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """The tile's path below the log's prefix."""
        return f"tile/{self.level}/{_number(self.index)}{_partial(self.width)}"

    @property
    def start(self) -> int:
        """The first leaf below this tile."""
        return self.index << (HEIGHT * (self.level + 1))


def entries_path(index: int, width: int = WIDTH) -> str:
    """Return the path of an entry bundle below the log's prefix."""
    return f"tile/entries/{_number(index)}{_partial(width)}"


def tiles_of(size: int, *, since: int = 0) -> Iterator[Tile]:
    """Give every tile, full or partial, that a tree of `size` has and one of `since` had not."""
    level = 0
    while count := size >> (HEIGHT * level):
        before = since >> (HEIGHT * level)
        for index in range(before // WIDTH, -(-count // WIDTH)):
            width = min(WIDTH, count - index * WIDTH)
            if index * WIDTH + width > before:
                yield Tile(level, index, width)
        level += 1


def width_at(size: int, level: int, index: int) -> int:
    """Return how many hashes tile (level, index) holds in a tree of `size`; 0 where it has none."""
    return max(0, min(WIDTH, (size >> (HEIGHT * level)) - index * WIDTH))


def encode_entries(entries: Sequence[bytes]) -> bytes:
    """Write an entry bundle: each entry behind its length in two big-endian bytes."""
    parts = []
    for entry in entries:
        require_entry(entry)
        parts += [len(entry).to_bytes(2, "big"), entry]
    return b"".join(parts)


def decode_entries(data: bytes, where: str = "entry bundle") -> list[bytes]:
    """Read an entry bundle; raises MalformedError where it ends inside an entry."""
    entries: list[bytes] = []
    at, end = 0, len(data)
    while at + 2 <= end:
        (length,) = struct.unpack_from(">H", data, at)
        at += 2 + length
        entries.append(data[at - length : at])
    if at != end:
        raise MalformedError(where, f"it ends at byte {end}, inside entry {len(entries)}")
    return entries


def require_entry(entry: bytes) -> None:
    """Refuse an entry that no bundle can carry; raises MalformedError."""
    if len(entry) > LARGEST_ENTRY:
        raise MalformedError(
            where="entry", what=f"{len(entry)} bytes; a leaf carries at most {LARGEST_ENTRY}"
        )


def split_hashes(data: bytes) -> list[bytes]:
    """Cut the bytes of a tile into its hashes."""
    return [data[i : i + HASH_SIZE] for i in range(0, len(data), HASH_SIZE)]


def _number(index: int) -> str:
    digits = f"{index:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    return "/".join(["x" + group for group in groups[:-1]] + groups[-1:])


def _partial(width: int) -> str:
    return "" if width == WIDTH else f".p/{width}"
