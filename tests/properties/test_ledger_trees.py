"""What always holds of trees, tiles and proofs, whatever the size."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.support.log_world import MemoryLog, entries_of

from poletai.ledger.errors import MalformedError, MissingError, ProofError
from poletai.ledger.growth import Edge, grow
from poletai.ledger.proof import verify_consistency, verify_inclusion
from poletai.ledger.reading import (
    all_entries,
    fetch_entries,
    fetch_entry,
    fetch_tile,
    read_edge,
    tile_reader,
)
from poletai.ledger.tiles import (
    Tile,
    decode_entries,
    encode_entries,
    split_hashes,
    tiles_of,
)
from poletai.ledger.tree import (
    EMPTY_ROOT,
    consistency_proof,
    hash_leaf,
    hash_node,
    inclusion_proof,
    reader_of,
    root,
)

LEAVES = [hash_leaf(entry) for entry in entries_of(300)]
READ = reader_of(LEAVES)
sizes = st.integers(1, 300)


def naive_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word by word."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY_ROOT
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hash_node(naive_root(leaves[:split]), naive_root(leaves[split:]))


@given(st.integers(0, 300))
def test_a_root_is_what_the_rfc_says(size: int) -> None:
    assert root(READ, size) == naive_root(LEAVES[:size])


@given(sizes, st.data())
def test_every_leaf_has_a_proof_that_holds_for_it_alone(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(READ, index, size)
    top = root(READ, size)

    verify_inclusion(LEAVES[index], index=index, size=size, proof=proof, root=top)

    assume(other != index)
    with pytest.raises(ProofError):
        verify_inclusion(LEAVES[other], index=index, size=size, proof=proof, root=top)
    with pytest.raises(ProofError):
        verify_inclusion(LEAVES[index], index=other, size=size, proof=proof, root=top)


@given(sizes, st.data())
def test_a_proof_cut_or_stretched_fails(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(READ, index, size)
    top = root(READ, size)

    for wrong in [*([proof[:-1]] if proof else []), [*proof, LEAVES[0]], [*proof, b"short"]]:
        with pytest.raises(ProofError):
            verify_inclusion(LEAVES[index], index=index, size=size, proof=wrong, root=top)


@given(sizes, st.data())
def test_every_earlier_tree_is_consistent_with_every_later_one(
    new: int, data: st.DataObject
) -> None:
    old = data.draw(st.integers(0, new))
    roots = {"old_root": root(READ, old), "new_root": root(READ, new)}
    proof = consistency_proof(READ, old, new)

    verify_consistency(old_size=old, new_size=new, proof=proof, **roots)

    wrong = [[*proof, LEAVES[0]]] + ([proof[:-1]] if proof else [])
    for one in wrong:
        with pytest.raises(ProofError):
            verify_consistency(old_size=old, new_size=new, proof=one, **roots)


@given(sizes, st.data())
def test_a_tree_with_another_past_is_not_consistent(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    changed = data.draw(st.integers(0, old - 1))
    forged = reader_of([*LEAVES[:changed], bytes(32), *LEAVES[changed + 1 :]])

    with pytest.raises(ProofError):
        verify_consistency(
            old_size=old,
            old_root=root(READ, old),
            new_size=new,
            new_root=root(forged, new),
            proof=consistency_proof(forged, old, new),
        )


@pytest.mark.parametrize(("old", "new"), [(5, 4), (-1, 4)])
def test_a_tree_does_not_shrink(old: int, new: int) -> None:
    with pytest.raises(ProofError):
        verify_consistency(
            old_size=old, old_root=bytes(32), new_size=new, new_root=bytes(32), proof=[]
        )
    with pytest.raises(IndexError):
        consistency_proof(READ, old, new)


def test_the_empty_tree_has_one_root() -> None:
    with pytest.raises(ProofError, match="empty tree"):
        verify_consistency(
            old_size=0, old_root=bytes(32), new_size=4, new_root=root(READ, 4), proof=[]
        )


@pytest.mark.parametrize("index", [-1, 4])
def test_no_leaf_stands_outside_its_tree(index: int) -> None:
    with pytest.raises(ProofError, match="outside"):
        verify_inclusion(LEAVES[0], index=index, size=4, proof=[], root=LEAVES[0])
    with pytest.raises(IndexError):
        inclusion_proof(READ, index, 4)


@given(st.lists(st.sampled_from([1, 2, 3, 100, 255, 256, 257, 700]), max_size=12))
def test_a_log_that_grows_by_any_steps_has_the_same_tiles(steps: list[int]) -> None:
    log = MemoryLog()
    entries = entries_of(sum(steps))

    at = 0
    for step in steps:
        log.add(*entries[at : at + step])
        at += step

    whole = grow(Edge(), entries)
    assert log.edge == whole.edge
    assert whole.files.items() <= log.files.items()
    assert {one.path for one in tiles_of(at)} <= set(whole.files)
    assert read_edge(log.source, at) == log.edge
    assert [entry for _, entry in all_entries(log.source, at)] == entries
    assert log.edge.root == root(tile_reader(log.source, at), at)


def test_growing_by_nothing_changes_nothing() -> None:
    edge = grow(Edge(), entries_of(3)).edge

    assert grow(edge, []) == type(grow(edge, []))(edge, {})


@pytest.mark.parametrize("size", [65_536, 65_537, 70_000])
def test_tall_trees_have_the_widths_the_specification_gives(size: int) -> None:
    partial = {one.level: one.width for one in tiles_of(size) if one.width < 256}

    expected = {level: (size >> 8 * level) % 256 for level in range(3)}
    assert partial == {level: width for level, width in expected.items() if width}


def test_only_new_tiles_are_named_when_a_log_grows() -> None:
    assert [one.path for one in tiles_of(300, since=299)] == ["tile/0/001.p/44"]
    assert list(tiles_of(300, since=300)) == []
    assert Tile(0, 1_234_067).path == "tile/0/x001/x234/067"
    assert Tile(1, 2).start == 2 << 16


def test_the_tile_of_seventy_thousand_entries_match_the_specification() -> None:
    log = MemoryLog()
    log.add(*entries_of(70_000))
    read = tile_reader(log.source, 70_000)

    assert log.edge.root == root(read, 70_000)
    assert fetch_entry(log.source, 69_999, 70_000) == b'{"n":69999}'
    assert read_edge(log.source, 70_000) == log.edge


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_entry_bundles_read_as_they_were_written(entries: list[bytes]) -> None:
    assert decode_entries(encode_entries(entries)) == entries


@pytest.mark.parametrize("data", [b"\x00", b"\x00\x02a", b"\x00\x01ab"])
def test_a_bundle_cut_short_is_malformed(data: bytes) -> None:
    with pytest.raises(MalformedError, match="inside entry"):
        decode_entries(data)


def test_an_entry_no_bundle_can_carry_is_refused() -> None:
    with pytest.raises(MalformedError, match="65535"):
        encode_entries([bytes(65_536)])


def test_a_partial_tile_is_served_by_the_full_one_after_it() -> None:
    log = MemoryLog()
    log.add(*entries_of(256))

    assert fetch_tile(log.source, Tile(0, 0, 3)) == log.files["tile/0/000"][:96]
    assert fetch_entries(log.source, 0, 3) == entries_of(3)
    assert len(split_hashes(log.files["tile/0/000"])) == 256


def test_tiles_of_another_width_are_malformed() -> None:
    log = MemoryLog()
    log.add(*entries_of(3))
    log.files["tile/0/000.p/3"] = bytes(31)
    log.files["tile/entries/000.p/3"] = b"\x00\x00"

    with pytest.raises(MalformedError):
        fetch_tile(log.source, Tile(0, 0, 3))
    with pytest.raises(MalformedError):
        fetch_entries(log.source, 0, 3)


def test_what_is_not_there_at_all_is_missing() -> None:
    log = MemoryLog()

    with pytest.raises(MissingError, match="nothing is there"):
        fetch_tile(log.source, Tile(0, 0))
    with pytest.raises(MissingError, match="nothing is there"):
        fetch_entries(log.source, 0, 256)


def test_entries_are_given_from_any_leaf_on() -> None:
    log = MemoryLog()
    log.add(*entries_of(300))

    assert [index for index, _ in all_entries(log.source, 300, 254)] == list(range(254, 300))


def test_a_longer_tree_needs_a_proof() -> None:
    with pytest.raises(ProofError, match="empty"):
        verify_consistency(
            old_size=3, old_root=root(READ, 3), new_size=4, new_root=root(READ, 4), proof=[]
        )
