"""Walking a log from any leaf finds the roots that the whole log has."""

from hypothesis import given, settings
from hypothesis import strategies as st

from poletai.ledger.tiles import encode_entries, entries_path, tiles_of
from poletai.ledger.tree import fold_complete, hash_leaf, reader_of, root
from poletai.sealing.log_walk import read_entries, read_prefix, roots_at

_LONGEST = 1_500
_ENTRIES = [b"entry %d" % number for number in range(_LONGEST)]
_LEAVES = [hash_leaf(entry) for entry in _ENTRIES]


def published(size: int) -> dict[str, bytes]:
    files = {}
    for tile in tiles_of(size):
        span = 256**tile.level
        first = tile.index * 256
        files[tile.path] = b"".join(
            fold_complete(b"".join(_LEAVES[at * span : (at + 1) * span]))
            for at in range(first, first + tile.width)
        )
    for index in range(-(-size // 256)):
        bundle = _ENTRIES[index * 256 : min((index + 1) * 256, size)]
        files[entries_path(index, len(bundle))] = encode_entries(bundle)
    return files


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.data(), st.integers(0, _LONGEST))
def test_roots_found_on_a_walk_are_the_logs_own(data: st.DataObject, size: int) -> None:
    start = data.draw(st.integers(0, size))
    sizes = {start, size, data.draw(st.integers(start, size))}
    log = published(size).__getitem__

    entries = read_entries(log, start, size)
    roots = roots_at(read_prefix(log, start, size), entries, sizes)

    assert entries == _ENTRIES[start:size]
    assert roots == {at: root(reader_of(_LEAVES), at) for at in sizes}
