"""Verifiers written by others accept our log and refuse what we refuse: Go's sumdb, tlog-scales."""

import os
import subprocess
from pathlib import Path

import pytest
from tests.support import needs
from tests.support.log_world import OPERATOR, ORIGIN, MemoryLog, entries_of
from tlog_scales.backend import LocalBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import PlainEd25519Signer, Vkey, VkeySet
from tlog_scales.tiles import leaf_hash
from tlog_scales.writer import TilesWriter

from poletai.ledger.checkpoint import read_checkpoint
from poletai.ledger.keyfile import format_private_key
from poletai.ledger.note import ED25519, open_note, sign_note
from poletai.ledger.reading import tile_reader
from poletai.ledger.source import open_source
from poletai.ledger.text import encode_base64
from poletai.ledger.tree import consistency_proof, inclusion_proof, root
from poletai.ledger.verify import verify_log

SOURCE = Path(__file__).parent / "go" / "verify.go"
GOPATH = "/usr/share/gocode"
SIZES = [1, 2, 255, 256, 257, 700]


def published(folder: Path, size: int) -> MemoryLog:
    """A log of some entries in a folder, grown in two steps."""
    log = MemoryLog()
    for half in (entries_of(size)[: size // 2], entries_of(size)[size // 2 :]):
        log.add(*half)
    for path, data in log.files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return log


@pytest.fixture(scope="session")
def go_verifier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    program = needs.go()
    required = "go" in os.environ.get("POLETAI_REQUIRE", "").split(",")
    if not (required or Path(GOPATH, "src/golang.org/x/mod/sumdb").is_dir()):
        pytest.skip("golang-golang-x-mod-dev is not installed")
    built = tmp_path_factory.mktemp("go") / "verify"
    own = {"GO111MODULE": "off", "GOPATH": GOPATH, "GOCACHE": str(built.parent / "cache")}
    line = [program, "build", "-o", str(built), str(SOURCE)]
    subprocess.run(line, env=os.environ | own, check=True)
    return built


def judge(verifier: Path, folder: Path, *sizes: int) -> list[str]:
    line = [str(verifier), str(folder), OPERATOR.verifier.vkey, *map(str, sizes)]
    return subprocess.run(line, capture_output=True, text=True, check=False).stdout.splitlines()


@pytest.mark.go
@pytest.mark.parametrize("size", SIZES)
def test_go_accepts_every_entry_and_makes_the_same_proofs(
    go_verifier: Path, tmp_path: Path, size: int
) -> None:
    published(tmp_path, size)
    earlier = [old for old in SIZES if old < size]

    told = judge(go_verifier, tmp_path, *earlier)

    read = tile_reader(open_source(tmp_path), size)
    expected = []
    for old in earlier:
        proof = consistency_proof(read, old, size)
        expected += [f"proof {old} {encode_base64(one)}" for one in proof]
        expected.append(f"root {old} {encode_base64(root(read, old))}")
    assert told == [*expected, f"holds {size}"]


@pytest.mark.go
@pytest.mark.parametrize(
    "path", ["checkpoint", "tile/0/000", "tile/0/001.p/44", "tile/entries/000"]
)
def test_go_and_we_refuse_the_same_changes(go_verifier: Path, tmp_path: Path, path: str) -> None:
    log = published(tmp_path, 300)
    data = (tmp_path / path).read_bytes()
    (tmp_path / path).write_bytes(data[:4] + bytes([data[4] ^ 1]) + data[5:])

    assert judge(go_verifier, tmp_path)[0].startswith("refused")
    assert not verify_log(open_source(tmp_path), log.policy).ok


@pytest.mark.go
def test_go_reads_our_key_files_and_signs_as_we_do(go_verifier: Path) -> None:
    key = format_private_key(ORIGIN, ED25519, OPERATOR.seed)

    line = [str(go_verifier), "sign", key]
    signed = subprocess.run(line, input="hello\n", capture_output=True, text=True, check=True)

    assert open_note(signed.stdout, [OPERATOR.verifier]).text == "hello\n"
    assert signed.stdout == sign_note("hello\n", OPERATOR)


@pytest.mark.parametrize("size", SIZES)
def test_tlog_scales_reads_our_log_and_makes_the_same_proofs(tmp_path: Path, size: int) -> None:
    log = published(tmp_path, size)
    reader = TilesReader(LocalBackend(tmp_path))

    checkpoint = reader.get_checkpoint()

    keys = [one.verifier.vkey for one in log.people] + [OPERATOR.verifier.vkey]
    valid = VkeySet(*map(Vkey.from_string, keys)).verify(checkpoint.signatures, checkpoint)
    assert {key.name for key, _ in valid} == {ORIGIN, *(one.name for one in log.people[:3])}
    reader.set_size(size)
    assert reader.calculate_root_hash() == checkpoint.root_hash
    read = tile_reader(open_source(tmp_path), size)
    for index in {0, size // 2, size - 1}:
        proof = reader.get_inclusion_proof(index, size)
        assert proof.node_hashes == inclusion_proof(read, index, size)
        proof.check(leaf_hash(reader.get_entry(index)), checkpoint.root_hash)
    for old in filter(size.__gt__, SIZES):
        theirs = reader.get_consistency_proof(old, size).node_hashes
        assert theirs == consistency_proof(read, old, size)


def test_we_read_a_log_that_tlog_scales_wrote(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    writer = TilesWriter.create(theirs, ORIGIN)
    for entry in entries_of(700):
        writer.add_leaf(entry)
    writer.commit([PlainEd25519Signer(ORIGIN, OPERATOR.seed)])

    note = (theirs / "checkpoint").read_text()

    ours = published(tmp_path / "ours", 700)
    assert open_note(note, [OPERATOR.verifier])
    assert read_checkpoint(note).root == ours.edge.root
    tiles = [path for path in (theirs / "tile").rglob("*") if path.is_file()]
    assert len(tiles) == 7
    assert all(ours.files[str(one.relative_to(theirs))] == one.read_bytes() for one in tiles)
