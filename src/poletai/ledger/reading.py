"""A published log read through its tiles: its hashes, entries and right edge."""

from collections.abc import Iterator
from functools import lru_cache

from poletai.ledger.errors import MalformedError, MissingError
from poletai.ledger.growth import Edge
from poletai.ledger.source import Source
from poletai.ledger.text import HASH_SIZE
from poletai.ledger.tiles import (
    HEIGHT,
    WIDTH,
    Tile,
    decode_entries,
    entries_path,
    width_at,
)
from poletai.ledger.tree import HashReader, fold_complete

_TILES_KEPT = 1024


def tile_reader(source: Source, size: int) -> HashReader:
    """Return the hashes of a published tree of `size`; tiles are fetched once and kept a while."""

    @lru_cache(maxsize=_TILES_KEPT)
    def tile(level: int, index: int) -> bytes:
        return fetch_tile(source, Tile(level, index, width_at(size, level, index)))

    def read(height: int, index: int) -> bytes:
        level, inner = divmod(height, HEIGHT)
        first = (index << inner) % WIDTH
        hashes = tile(level, (index << inner) // WIDTH)
        return fold_complete(hashes[first * HASH_SIZE : (first + (1 << inner)) * HASH_SIZE])

    return read


def fetch_tile(source: Source, tile: Tile) -> bytes:
    """Return the hashes of a tile; a partial one may be served from the full tile after it."""
    try:
        data = source(tile.path)
    except MissingError:
        if tile.width == WIDTH:
            raise
        data = source(Tile(tile.level, tile.index).path)[: tile.width * HASH_SIZE]
    if len(data) != tile.width * HASH_SIZE:
        raise MalformedError(tile.path, f"{len(data)} bytes, not {tile.width} hashes")
    return data


def fetch_entries(source: Source, index: int, width: int) -> list[bytes]:
    """Return the entries of one bundle; a partial one may be served from the full one after it."""
    path = entries_path(index, width)
    try:
        entries = decode_entries(source(path), path)
    except MissingError:
        if width == WIDTH:
            raise
        entries = decode_entries(source(entries_path(index)), path)[:width]
    if len(entries) != width:
        raise MalformedError(path, f"{len(entries)} entries, not {width}")
    return entries


def fetch_entry(source: Source, index: int, size: int) -> bytes:
    """Return one entry of a published log of `size`."""
    bundle, offset = divmod(index, WIDTH)
    return fetch_entries(source, bundle, width_at(size, 0, bundle))[offset]


def all_entries(source: Source, size: int, since: int = 0) -> Iterator[tuple[int, bytes]]:
    """Give (index, entry) for every entry from leaf `since` on, bundle by bundle."""
    for bundle in range(since // WIDTH, -(-size // WIDTH)):
        entries = fetch_entries(source, bundle, width_at(size, 0, bundle))
        for offset, entry in enumerate(entries):
            if bundle * WIDTH + offset >= since:
                yield bundle * WIDTH + offset, entry


def read_edge(source: Source, size: int) -> Edge:
    """Return the right edge of a published log, from which it can grow on."""
    if not size:
        return Edge()
    tiles, level = [], 0
    while size >> (HEIGHT * level):
        full, width = divmod(size >> (HEIGHT * level), WIDTH)
        tiles.append(fetch_tile(source, Tile(level, full, width)) if width else b"")
        level += 1
    full, width = divmod(size, WIDTH)
    bundle = source(entries_path(full, width)) if width else b""
    return Edge(size, tuple(tiles), bundle)
