"""The witness's judgement, as c2sp.org/tlog-witness v1.0.0 has it: which checkpoint to cosign.

Pure: given the request and the last checkpoint cosigned for its log, it answers; the shell keeps
what was accepted before anybody hears of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from poletai.ledger.checkpoint import Checkpoint, parse_checkpoint
from poletai.ledger.errors import MalformedError, ProofError, SignatureError
from poletai.ledger.note import Verifier, open_note, split_note
from poletai.ledger.proof import verify_consistency
from poletai.ledger.text import decode_decimal, decode_hash
from poletai.ledger.tree import EMPTY_ROOT

_MOST_PROOF_LINES = 63
PLAIN = "text/plain; charset=utf-8"
TREE_SIZE = "text/x.tlog.size"


@dataclass(frozen=True, slots=True)
class Request:
    """An add-checkpoint request: the size it goes on from, the proof, the signed checkpoint."""

    old: int
    proof: tuple[bytes, ...]
    note: str
    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True)
class Refused:
    """The answer to a request that is not cosigned: an HTTP status and a body."""

    status: int
    body: str
    media_type: str = PLAIN


def parse_request(body: str) -> Request:
    """Read the body of an add-checkpoint request; raises MalformedError."""
    head, gap, note = body.partition("\n\n")
    first, *lines = head.split("\n")
    if not gap or not first.startswith("old ") or len(lines) > _MOST_PROOF_LINES:
        raise MalformedError(
            where="request", what="it is not `old <size>`, a proof and a checkpoint"
        )
    old = decode_decimal(first.removeprefix("old "), "old size")
    proof = tuple(decode_hash(line, "consistency proof") for line in lines)
    return Request(old, proof, note, parse_checkpoint(split_note(note)[0]))


def judge(
    body: str,
    logs: Mapping[str, Verifier],
    last_of: Callable[[str], Checkpoint | None],
) -> Request | Refused:
    """Answer with the request itself when it may be cosigned, with the refusal when not.

    `logs` are the trusted logs by origin; `last_of` gives the last checkpoint cosigned of one.
    """
    try:
        request = parse_request(body)
    except MalformedError as problem:
        return _refused(HTTPStatus.BAD_REQUEST, str(problem))
    return (
        _judge_origin(request, logs)
        or _judge_size(request, last_of(request.checkpoint.origin))
        or _judge_proof(request, last_of(request.checkpoint.origin))
        or request
    )


def _judge_origin(request: Request, logs: Mapping[str, Verifier]) -> Refused | None:
    log = logs.get(request.checkpoint.origin)
    if log is None:
        return _refused(HTTPStatus.NOT_FOUND, "this witness does not follow that log")
    try:
        open_note(request.note, [log])
    except SignatureError as problem:
        return _refused(HTTPStatus.FORBIDDEN, str(problem))
    return None


def _judge_size(request: Request, last: Checkpoint | None) -> Refused | None:
    if request.old > request.checkpoint.size:
        return _refused(HTTPStatus.BAD_REQUEST, "the old size is above the new one")
    size = last.size if last else 0
    if request.old != size:
        return Refused(HTTPStatus.CONFLICT, f"{size}\n", TREE_SIZE)
    return None


def _judge_proof(request: Request, last: Checkpoint | None) -> Refused | None:
    checkpoint = request.checkpoint
    if checkpoint.size == 0 and checkpoint.root != EMPTY_ROOT:
        return _refused(HTTPStatus.UNPROCESSABLE_ENTITY, "an empty tree has another root")
    try:
        verify_consistency(
            old_size=request.old,
            old_root=last.root if last else EMPTY_ROOT,
            new_size=checkpoint.size,
            new_root=checkpoint.root,
            proof=request.proof,
        )
    except ProofError as problem:
        return _refused(HTTPStatus.UNPROCESSABLE_ENTITY, str(problem))
    return None


def _refused(status: HTTPStatus, reason: str) -> Refused:
    return Refused(status, reason + "\n")
