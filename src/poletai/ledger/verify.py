"""The verification of a whole published log, from outside, trusting nothing but a policy."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec

from poletai.core.basics.problem import Problem
from poletai.ledger.checkpoint import Checkpoint, read_checkpoint
from poletai.ledger.entries import EntryChecker
from poletai.ledger.errors import DisagreementError, LedgerError, MalformedError
from poletai.ledger.growth import Edge, grow
from poletai.ledger.policy import Cosigned, Policy, check_quorum, parse_policy
from poletai.ledger.publishing import CHECKPOINT, POLICY
from poletai.ledger.reading import fetch_entries, fetch_tile, tile_reader
from poletai.ledger.source import Source
from poletai.ledger.text import HASH_SIZE
from poletai.ledger.tiles import HEIGHT, WIDTH, Tile, width_at
from poletai.ledger.tree import EMPTY_ROOT, root

_NOTHING = Cosigned(Checkpoint("", 0, EMPTY_ROOT))
_BUNDLES_AT_ONCE = 64

# (entries checked, entries in all)
Progress = Callable[[int, int], None]


class Report(msgspec.Struct, frozen=True):
    """What the verification of a log found; `problems` is empty when everything holds.

    `times` are the seconds since 1970 at which each witness says it saw the checkpoint;
    `own_policy` tells that the verifier brought no policy and took the log's own word for it.
    """

    origin: str
    size: int
    root: str
    times: dict[str, int]
    own_policy: bool
    public: int
    confidential: int
    blobs: int
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether everything holds."""
        return not self.problems


def verify_log(
    source: Source,
    policy: Policy | None = None,
    *,
    seen: str | None = None,
    progress: Progress = lambda _done, _all: None,
) -> Report:
    """Re-check a published log: signatures, quorum, every entry, tile, blob and chain.

    Without a policy the log's own file counts. `seen` is an earlier checkpoint note, which this
    log must still contain. What is wrong comes back in the report, nothing of it is raised.
    """
    problems: list[Problem] = []
    checker = EntryChecker(source, problems)
    cosigned = _NOTHING
    with _noting(problems):
        note = _text(source, CHECKPOINT)
        cosigned = Cosigned(read_checkpoint(note))
        with _noting(problems):
            cosigned = check_quorum(policy or parse_policy(_text(source, POLICY)), note)
        with _noting(problems):
            _require_tree(source, cosigned.checkpoint, checker, progress)
        with _noting(problems):
            _require_seen(source, cosigned.checkpoint, seen)
    return Report(
        origin=cosigned.checkpoint.origin,
        size=cosigned.checkpoint.size,
        root=cosigned.checkpoint.root.hex(),
        times=dict(cosigned.times),
        own_policy=policy is None,
        public=checker.public,
        confidential=checker.confidential,
        blobs=checker.blobs,
        problems=tuple(problems),
    )


def _require_tree(
    source: Source, checkpoint: Checkpoint, checker: EntryChecker, progress: Progress
) -> None:
    """Recompute every tile from the entries and compare it with the published one."""
    edge = Edge()
    for entries in _batches(source, checkpoint.size):
        for index, entry in enumerate(entries, edge.size):
            checker.check(index, entry)
        growth = grow(edge, entries)
        for path, data in growth.files.items():
            if not path.startswith("tile/entries/") and ".p/" not in path:
                _require_equal(path, source(path), data)
        edge = growth.edge
        progress(edge.size, checkpoint.size)
    for level, hashes in enumerate(edge.tiles):
        tile = Tile(level, edge.size >> (HEIGHT * (level + 1)), len(hashes) // HASH_SIZE)
        if tile.width:
            _require_equal(tile.path, fetch_tile(source, tile), hashes)
    _require_equal("root", checkpoint.root, edge.root)


def _batches(source: Source, size: int) -> Iterator[list[bytes]]:
    """Give the entries in runs of whole bundles."""
    count = -(-size // WIDTH)
    for start in range(0, count, _BUNDLES_AT_ONCE):
        run: list[bytes] = []
        for bundle in range(start, min(count, start + _BUNDLES_AT_ONCE)):
            run += fetch_entries(source, bundle, width_at(size, 0, bundle))
        yield run


def _require_seen(source: Source, checkpoint: Checkpoint, seen: str | None) -> None:
    """Compare with a checkpoint seen earlier, which must be a prefix of this one."""
    if seen is None:
        return
    earlier = read_checkpoint(seen)
    where = f"checkpoint of size {earlier.size} seen earlier"
    if earlier.origin != checkpoint.origin:
        raise DisagreementError(where, f"it is of {earlier.origin}, not of {checkpoint.origin}")
    if earlier.size > checkpoint.size:
        raise DisagreementError(where, f"the log has shrunk to {checkpoint.size}")
    _require_equal(where, root(tile_reader(source, checkpoint.size), earlier.size), earlier.root)


def _require_equal(where: str, found: bytes, expected: bytes) -> None:
    if found != expected:
        told = f"{found[:HASH_SIZE].hex()}... is there, {expected[:HASH_SIZE].hex()}... must be"
        raise DisagreementError(where, told)


def _text(source: Source, path: str) -> str:
    try:
        return source(path).decode()
    except UnicodeDecodeError as problem:
        raise MalformedError(path, "it is not UTF-8") from problem


@contextmanager
def _noting(problems: list[Problem]) -> Iterator[None]:
    """Turn what the checks inside raise into one more problem."""
    try:
        yield
    except LedgerError as problem:
        problems.append(Problem(code=problem.code, where=problem.where, message=problem.what))
