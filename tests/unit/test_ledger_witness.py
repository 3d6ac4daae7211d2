"""The witness: every answer of the protocol, and what it keeps before it gives one."""

from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from tests.support.log_world import (
    OPERATOR,
    ORIGIN,
    MemoryLog,
    ask,
    cosigners,
    entries_of,
    noon,
)

from poletai.ledger.checkpoint import Checkpoint, format_checkpoint, read_checkpoint
from poletai.ledger.cosignature import read_cosignature_verifier
from poletai.ledger.errors import LockedError, MalformedError
from poletai.ledger.note import parse_signature, sign_note, split_note
from poletai.ledger.reading import tile_reader
from poletai.ledger.tree import consistency_proof, root
from poletai.ledger.witness_app import witness_app
from poletai.ledger.witness_client import format_request
from poletai.ledger.witness_folder import WitnessFolder, name_of, open_witness

EVE = type(OPERATOR)(ORIGIN, b"e" * 32)


@pytest.fixture
def folder(tmp_path: Path) -> WitnessFolder:
    own = WitnessFolder(tmp_path / "w")
    own.create("witness.example")
    own.follow(OPERATOR.verifier.vkey)
    return own


@pytest.fixture
def log() -> MemoryLog:
    made = MemoryLog(needed=0)
    made.add(*entries_of(5))
    return made


@pytest.fixture
def app(folder: WitnessFolder) -> Starlette:
    return witness_app(open_witness(folder.folder, noon))


def post(app: Starlette, body: str | bytes) -> httpx.Response:
    return ask(app, "POST", "/add-checkpoint", content=body)


def request(log: MemoryLog, old: int = 0, proof: Sequence[bytes] | None = None) -> str:
    if proof is None:
        read = tile_reader(log.source, log.edge.size)
        proof = consistency_proof(read, old, log.edge.size)
    return format_request(old, proof, log.signed())


def test_the_first_checkpoint_of_a_log_is_cosigned(
    app: Starlette, log: MemoryLog, folder: WitnessFolder
) -> None:
    answer = post(app, request(log))

    assert answer.status_code == HTTPStatus.OK
    line = parse_signature(answer.text.rstrip("\n"))
    verifier = read_cosignature_verifier(ask(app, "GET", "/vkey").text.strip())
    assert verifier.verifies(split_note(log.signed())[0], line.blob)
    last = folder.last(ORIGIN)
    assert last
    assert last.size == 5


def test_a_grown_log_is_cosigned_again(app: Starlette, log: MemoryLog) -> None:
    post(app, request(log))
    log.add(*entries_of(7))

    assert post(app, request(log, 5)).status_code == HTTPStatus.OK
    assert post(app, request(log, 12)).status_code == HTTPStatus.OK


def test_what_was_cosigned_can_be_read(app: Starlette, log: MemoryLog) -> None:
    post(app, request(log))

    answer = ask(app, "GET", f"/{name_of(ORIGIN)}/checkpoint")

    assert read_checkpoint(answer.text).size == 5
    assert "witness.example" in answer.text


@pytest.mark.parametrize("name", ["00" * 32, "key", "..%2Fkey", "." * 64])
def test_nothing_else_can_be_read(app: Starlette, name: str) -> None:
    assert ask(app, "GET", f"/{name}/checkpoint").status_code == HTTPStatus.NOT_FOUND


def test_a_wrong_old_size_is_answered_with_the_right_one(app: Starlette, log: MemoryLog) -> None:
    post(app, request(log))
    log.add(b"x")

    answer = post(app, request(log, 3))

    assert (answer.status_code, answer.text) == (HTTPStatus.CONFLICT, "5\n")
    assert answer.headers["content-type"] == "text/x.tlog.size"
    assert post(app, request(MemoryLog(), 0, [])).status_code == HTTPStatus.CONFLICT


def test_a_forked_log_is_not_cosigned(
    app: Starlette, log: MemoryLog, folder: WitnessFolder
) -> None:
    post(app, request(log))
    fork = MemoryLog(needed=0)
    fork.add(*entries_of(4), b"other", b"more")

    answer = post(app, request(fork, 5))

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    last = folder.last(ORIGIN)
    assert last
    assert last.size == 5


def test_the_same_size_with_another_root_is_not_cosigned(app: Starlette, log: MemoryLog) -> None:
    post(app, request(log))
    fork = MemoryLog(needed=0)
    fork.add(*entries_of(4), b"other")

    assert post(app, request(fork, 5)).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_proof_from_nothing_must_be_empty(app: Starlette, log: MemoryLog) -> None:
    assert post(app, request(log, 0, [bytes(32)])).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


@pytest.mark.parametrize(("top", "status"), [(None, 200), (b"r" * 32, 422)])
def test_an_empty_log_has_the_empty_root(app: Starlette, top: bytes | None, status: int) -> None:
    checkpoint = Checkpoint(ORIGIN, 0, top or root(lambda *_: b"", 0))
    note = sign_note(format_checkpoint(checkpoint), OPERATOR)

    assert post(app, format_request(0, [], note)).status_code == status


def test_an_old_size_above_the_new_one_is_malformed(app: Starlette, log: MemoryLog) -> None:
    assert post(app, request(log, 6, [])).status_code == HTTPStatus.BAD_REQUEST


def test_an_unknown_log_is_not_cosigned(app: Starlette) -> None:
    note = sign_note(format_checkpoint(Checkpoint("x.example", 1, bytes(32))), OPERATOR)

    assert post(app, format_request(0, [], note)).status_code == HTTPStatus.NOT_FOUND


def test_a_log_signed_by_another_is_not_cosigned(app: Starlette) -> None:
    note = sign_note(format_checkpoint(Checkpoint(ORIGIN, 1, bytes(32))), EVE)

    assert post(app, format_request(0, [], note)).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"old 1",
        b"new 1\n\nnote",
        b"old x\n\nnote",
        b"old 1\nAAAA\n\nnote",
        b"old 1\n\nnote",
        b"old 1" + b"\n" + b"\n".join([b"A" * 44] * 64) + b"\n\nnote",
        b"\xff",
        b"x" * 70_000,
    ],
)
def test_what_is_no_request_is_malformed(app: Starlette, body: str | bytes) -> None:
    assert post(app, body).status_code == HTTPStatus.BAD_REQUEST


def test_only_one_process_runs_on_a_folder(folder: WitnessFolder) -> None:
    with folder.held(), pytest.raises(LockedError, match="another witness"), folder.held():
        pass

    with folder.held():
        assert open_witness(folder.folder, noon).cosigner.name == "witness.example"


def test_a_witness_without_logs_follows_none(tmp_path: Path) -> None:
    own = WitnessFolder(tmp_path)
    own.create("w.example")

    assert own.logs() == {}
    assert own.last(ORIGIN) is None
    with pytest.raises(MalformedError):
        own.follow("hello")
    with pytest.raises(FileExistsError):
        own.create("w.example")


def test_a_cosignature_carries_the_time_of_the_clock(folder: WitnessFolder) -> None:
    blob = folder.cosigner(noon).sign("text\n")

    assert int.from_bytes(blob[:8], "big") == int(noon().timestamp())
    assert len(cosigners(2)) == 2
