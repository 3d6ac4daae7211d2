"""A custodian reads what cannot change once, and what can change every time."""

import pytest

from poletai.ledger.source import Source
from poletai.sealing.custodian.remembering import Remembering

BLOB = f"log/blob/{'ab' * 32}"


def answering(asked: list[str]) -> Source:
    def read(path: str) -> bytes:
        asked.append(path)
        return b"12345"

    return read


@pytest.mark.parametrize(
    ("path", "reads"),
    [
        (BLOB, 1),
        ("log/tile/entries/x001/234", 1),
        ("log/tile/0/000", 1),
        ("log/tile/entries/001.p/7", 2),
        ("log/checkpoint", 2),
        ("record/ab/", 2),
    ],
)
def test_only_what_cannot_change_is_remembered(path: str, reads: int) -> None:
    asked: list[str] = []
    source = Remembering(answering(asked))

    assert source(path) == source(path) == b"12345"

    assert len(asked) == reads


def test_memory_is_bounded_and_can_be_emptied() -> None:
    asked: list[str] = []
    source = Remembering(answering(asked), most=8)

    for path in (BLOB, "log/tile/0/000", BLOB, BLOB):
        source(path)
    source.forget()
    source(BLOB)

    assert asked == [BLOB, "log/tile/0/000", BLOB, BLOB]
