"""The verification of a published log: it holds when nothing was touched, and finds what was."""

from pathlib import Path
from typing import Any

import pytest
from tests.support.log_world import MemoryLog, entries_of

from poletai.core.basics.canonical import canonical
from poletai.ledger.blobs import BlobStore
from poletai.ledger.envelope import blob_of, envelope_digest
from poletai.ledger.errors import MalformedError
from poletai.ledger.verify import verify_log

HIDDEN = canonical({"h": "0" * 64, "t": "c", "v": 1})


def envelope(
    position: int = 0, prev: str = "", stream: str = "s", data: dict[str, Any] | None = None
) -> dict[str, Any]:
    return {
        "t": "event",
        "v": 1,
        "stream": stream,
        "position": position,
        "prev": prev,
        "data": data or {},
    }


def chain(count: int, stream: str = "s") -> list[bytes]:
    prev, entries = "", []
    for position in range(count):
        one = envelope(position, prev, stream)
        entries.append(canonical(one))
        prev = envelope_digest(one).hex()
    return entries


def codes(log: MemoryLog, seen: str | None = None) -> list[str]:
    report = verify_log(log.source, log.policy, seen=seen)
    assert report.ok == (not report.problems)
    return [problem.code for problem in report.problems]


@pytest.fixture
def log() -> MemoryLog:
    made = MemoryLog()
    made.add(*chain(300), HIDDEN)
    return made


def test_an_untouched_log_holds(log: MemoryLog) -> None:
    seen = []

    report = verify_log(log.source, log.policy, progress=lambda *now: seen.append(now))

    assert report.problems == ()
    assert (report.size, report.public, report.confidential) == (301, 300, 1)
    assert len(report.times) == 3
    assert seen == [(301, 301)]
    assert not report.own_policy


def test_an_empty_log_holds() -> None:
    log = MemoryLog()
    log.add()

    assert codes(log) == []


def test_a_long_log_is_checked_in_runs() -> None:
    log = MemoryLog()
    log.add(*chain(65 * 256))

    assert codes(log) == []


def test_without_a_policy_the_log_is_taken_at_its_word_and_the_report_says_so(
    log: MemoryLog,
) -> None:
    assert verify_log(log.source).own_policy
    assert verify_log(log.source).ok


def test_an_earlier_checkpoint_must_still_be_contained(log: MemoryLog) -> None:
    earlier = log.files["checkpoint"].decode()
    log.add(HIDDEN)

    assert codes(log, seen=earlier) == []
    assert codes(log, seen=log.files["checkpoint"].decode()) == []


def test_a_rewritten_past_is_found() -> None:
    first, second = MemoryLog(), MemoryLog()
    first.add(HIDDEN)
    second.add(canonical({"h": "1" * 64, "t": "c", "v": 1}), HIDDEN)

    assert codes(second, seen=first.files["checkpoint"].decode()) == ["disagreement"]


def test_a_log_that_shrank_or_changed_its_name_is_found(log: MemoryLog) -> None:
    earlier = log.files["checkpoint"].decode()
    smaller = MemoryLog()
    smaller.add(*chain(3))

    assert codes(smaller, seen=earlier) == ["disagreement"]
    assert codes(log, seen=earlier.replace("demo.", "other.")) == ["disagreement"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("tile/0/000", "disagreement"),
        ("tile/0/001.p/45", "disagreement"),
        ("tile/1/000.p/1", "disagreement"),
        ("tile/entries/000", "disagreement"),
    ],
)
def test_a_changed_file_is_found(log: MemoryLog, path: str, expected: str) -> None:
    data = log.files[path]
    log.files[path] = data[:-3] + bytes([data[-3] ^ 1]) + data[-2:]

    assert expected in codes(log)


@pytest.mark.parametrize("path", ["checkpoint", "tile/0/000", "tile/entries/001.p/45"])
def test_a_missing_file_is_found(log: MemoryLog, path: str) -> None:
    del log.files[path]

    assert codes(log) == ["missing"]


def test_a_checkpoint_over_other_leaves_is_found(log: MemoryLog) -> None:
    log.edge = type(log.edge)(301, (bytes(32),), b"")
    log.files["checkpoint"] = log.signed().encode()

    assert codes(log) == ["disagreement"]


def test_a_checkpoint_without_quorum_is_found_and_the_rest_still_checked(log: MemoryLog) -> None:
    log.needed = 2
    log.files["checkpoint"] = log.signed().encode()
    log.needed = 3
    log.files["tile/1/000.p/1"] = bytes(32)

    assert codes(log) == ["quorum", "disagreement"]


def test_a_checkpoint_that_is_no_text_is_found(log: MemoryLog) -> None:
    log.files["checkpoint"] = b"\xff"

    assert codes(log) == ["malformed"]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (b"hello", "entry-form"),
        (b"\xff\xfe", "entry-form"),
        (b'{"t":"x"}', "entry-form"),
        (HIDDEN[:-1] + b',"x":1}', "entry-form"),
        (chain(1)[0], "chain"),
        (canonical(envelope(2, "00" * 32)), "chain"),
        (canonical(envelope(0, "00" * 32, "other")), "chain"),
        (canonical(envelope(0, "", "b", {"blob": {"sha256": "00" * 32, "len": 1}})), "missing"),
        (canonical(envelope(0, "", "b", {"blob": 7})), "malformed"),
    ],
)
def test_a_wrong_entry_is_found(entry: bytes, code: str) -> None:
    log = MemoryLog()
    log.add(*chain(2), entry)

    assert codes(log) == [code]


def test_a_gap_left_by_confidential_events_is_no_problem() -> None:
    log = MemoryLog()
    log.add(*chain(2), canonical(envelope(4, "00" * 32)))

    assert codes(log) == []


def with_blob(tmp_path: Path, length: int = 0) -> tuple[MemoryLog, str]:
    named = BlobStore(tmp_path).put(b'{"bids":[]}')
    log = MemoryLog()
    log.add(canonical(envelope(data={"blob": {**named, "len": named["len"] + length}})))
    log.files[f"blob/{named['sha256']}"] = b'{"bids":[]}'
    return log, f"blob/{named['sha256']}"


def test_a_blob_is_checked_against_its_leaf(tmp_path: Path) -> None:
    log, path = with_blob(tmp_path)
    assert codes(log) == []
    assert verify_log(log.source).blobs == 1

    log.files[path] = b"{}"
    assert codes(log) == ["disagreement"]


def test_a_blob_of_another_length_is_found(tmp_path: Path) -> None:
    log, _ = with_blob(tmp_path, length=1)

    assert codes(log) == ["blob"]


def test_data_that_begin_like_a_blob_are_no_blob() -> None:
    log = MemoryLog()
    log.add(canonical(envelope(data={"blob": "x", "more": 1})))

    assert codes(log) == []
    with pytest.raises(MalformedError):
        blob_of({"blob": "x"})


def test_entries_that_are_no_events_are_all_named() -> None:
    log = MemoryLog()
    log.add(*entries_of(3))

    assert codes(log) == ["entry-form"] * 3
