"""Entries of a published log, checked one by one: their form, their chains and their blobs."""

from dataclasses import dataclass, field

import msgspec

from poletai.core.basics.problem import Problem
from poletai.ledger.blobs import check_blob
from poletai.ledger.envelope import blob_of, labelled
from poletai.ledger.errors import LedgerError
from poletai.ledger.source import Source

_CONFIDENTIAL_SIZE = len(b'{"h":"","t":"c","v":1}') + 64
_BLOB_START = b'{"blob":'


class _Entry(msgspec.Struct, frozen=True):
    """What every entry shows of itself."""

    t: str
    stream: str = ""
    position: int = -1
    prev: str = ""
    data: msgspec.Raw = msgspec.Raw(b"{}")


_decode = msgspec.json.Decoder(_Entry).decode
_decode_data = msgspec.json.Decoder(dict[str, object]).decode


@dataclass(slots=True)
class EntryChecker:
    """What has been seen of a log's entries so far, and what was wrong with them.

    A stream's chain is followed over its public events; where confidential ones stand between,
    only who may read them can follow it.
    """

    source: Source
    problems: list[Problem]
    public: int = 0
    confidential: int = 0
    blobs: int = 0
    _heads: dict[str, tuple[int, str]] = field(default_factory=dict)

    def check(self, index: int, entry: bytes) -> None:
        """Check the entry of one leaf; leaves come in order."""
        try:
            seen = _decode(entry)
        except (msgspec.DecodeError, UnicodeDecodeError):
            self._note(index, "entry-form", "the entry is no JSON object of this log")
            return
        if seen.t == "c":
            self.confidential += 1
            if len(entry) != _CONFIDENTIAL_SIZE:
                self._note(index, "entry-form", "a confidential entry shows more than its hash")
        elif seen.t == "event":
            self.public += 1
            self._follow(index, seen, entry)
        else:
            self._note(index, "entry-form", f"an entry of unknown type {seen.t!r}")

    def _follow(self, index: int, seen: _Entry, entry: bytes) -> None:
        """Check an event's place in its stream, and its blob where it has one."""
        position, digest = self._heads.get(seen.stream, (-1, ""))
        where = f"event {seen.position} of stream {seen.stream}"
        if seen.position <= position:
            self._note(index, "chain", f"{where} stands after event {position} of that stream")
        elif seen.position == position + 1 and seen.prev != digest:
            self._note(index, "chain", f"{where} names another event before it")
        self._heads[seen.stream] = (seen.position, labelled("event", entry).hex())
        if bytes(seen.data).startswith(_BLOB_START):
            self._check_blob(index, bytes(seen.data))

    def _check_blob(self, index: int, data: bytes) -> None:
        try:
            named = blob_of(_decode_data(data))
            if named is None:
                return
            found = len(check_blob(named[0], self.source(f"blob/{named[0]}")))
        except LedgerError as problem:
            self._note(index, problem.code, str(problem))
            return
        self.blobs += 1
        if found != named[1]:
            self._note(index, "blob", f"blob {named[0]} has {found} bytes, not {named[1]}")

    def _note(self, index: int, code: str, message: str) -> None:
        self.problems.append(Problem(code=code, where=f"leaf {index}", message=message))
