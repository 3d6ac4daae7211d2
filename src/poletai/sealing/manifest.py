"""The manifest: the closing list of a lot, naming every deposit, replacement and withdrawal."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from poletai.core.basics.problem import Problem
from poletai.sealing.acceptance import inspect_bid, inspect_sequence
from poletai.sealing.errors import BadSealingInputError
from poletai.sealing.header import Header, bid_hash, header_object, read_header
from poletai.sealing.keyset import Keyset
from poletai.sealing.labels import json_object
from poletai.sealing.withdrawal import (
    Withdrawal,
    read_withdrawal,
    withdrawal_hash,
    withdrawal_holds,
)

DEPOSIT = "deposit"
WITHDRAWAL = "withdrawal"


class Closing(msgspec.Struct, frozen=True):
    """The closing checkpoint: its size N, its root in hex, and the cosigned note itself."""

    size: int
    root: str
    note: str


class Blob(msgspec.Struct, frozen=True):
    """A body published beside the log: its hash in hex and its length in bytes."""

    sha256: str
    len: int


class ListedBid(msgspec.Struct, frozen=True):
    """One line of the manifest: what was sent, at which leaf, and the salt that unblinds it."""

    bid: str
    seq: int
    kind: str
    bid_hash: str
    leaf: int
    salt: str
    header: Blob


class LotClose(msgspec.Struct, frozen=True):
    """The data of the event that closes a lot, `bids` sorted by leaf."""

    t: str
    lot: str
    closing: Closing
    keyset: str
    bids: tuple[ListedBid, ...]


class Submission(msgspec.Struct, frozen=True):
    """What a listed line stands for: a header or a withdrawal, with the bidder's signature."""

    content: Header | Withdrawal
    signature: str


def read_lot_close(value: Any) -> LotClose:
    """Read a manifest from the event's data; raises BadSealingInputError naming the field."""
    where = "lot-close"
    try:
        close = msgspec.convert(value, LotClose)
    except msgspec.ValidationError as problem:
        raise BadSealingInputError(where, str(problem)) from problem
    leaves = [listed.leaf for listed in close.bids]
    if close.t != "lot-close" or leaves != sorted(set(leaves)):
        raise BadSealingInputError(where, "must list each leaf once, in the order of the log")
    return close


def submission_object(submission: Submission) -> dict[str, Any]:
    """Return the JSON object whose canonical bytes are the blob of a listed line."""
    match submission.content:
        case Header() as header:
            return {"header": header_object(header), "signature": submission.signature}
        case withdrawal:
            return {"withdrawal": json_object(withdrawal), "signature": submission.signature}


def read_submission(value: Any) -> Submission:
    """Read the blob of a listed line; raises BadSealingInputError for anything else."""
    match value:
        case {"header": header, "signature": str(signature)}:
            return Submission(read_header(header), signature)
        case {"withdrawal": withdrawal, "signature": str(signature)}:
            return Submission(read_withdrawal(withdrawal), signature)
    where = "submission"
    raise BadSealingInputError(where, "must hold a header or a withdrawal, and a signature")


def live_bids(close: LotClose) -> tuple[ListedBid, ...]:
    """Return the lines to be opened: the last of each bid, where that is a deposit."""
    last = {listed.bid: listed for listed in sorted(close.bids, key=lambda each: each.seq)}
    return tuple(
        listed for listed in close.bids if listed == last[listed.bid] and listed.kind == DEPOSIT
    )


def standing_of(close: LotClose, listed: ListedBid) -> str:
    """Say what became of a listed line: "live", "superseded" or "withdrawn"."""
    if listed in live_bids(close):
        return "live"
    kinds = {each.kind for each in close.bids if each.bid == listed.bid}
    return "withdrawn" if WITHDRAWAL in kinds else "superseded"


def inspect_lines(
    close: LotClose, submissions: Mapping[int, Submission], keyset: Keyset
) -> tuple[Problem, ...]:
    """Return what is wrong with the listed bids; `submissions` are keyed by leaf.

    Each must be what its bid_hash says and validly signed, and those of one bid must follow one
    another from 1 without a gap, so that none can be left out as "replaced".
    """
    by_bid: dict[str, list[ListedBid]] = {}
    for listed in close.bids:
        by_bid.setdefault(listed.bid, []).append(listed)
    return tuple(
        problem
        for lines in by_bid.values()
        for problem in _inspect_chain(lines, submissions, keyset)
    )


def _inspect_chain(
    lines: Sequence[ListedBid], submissions: Mapping[int, Submission], keyset: Keyset
) -> tuple[Problem, ...]:
    last: Header | None = None
    for count, listed in enumerate(lines):
        submission = submissions[listed.leaf]
        if _claims(listed) != _claims_of(submission.content):
            return (_problem("bid-invalid", listed, "its header is not the one listed"),)
        match submission.content:
            case Header() as header:
                found = (
                    *inspect_bid(header, submission.signature, keyset),
                    *inspect_sequence(header, last),
                )
                last = header
            case withdrawal:
                whole = last is not None and count == len(lines) - 1
                holds = last and withdrawal_holds(withdrawal, submission.signature, last)
                found = () if whole and holds else (_unfounded(),)
        if found:
            broken = {"sequence"} == {problem.code for problem in found}
            code = "bid-chain-broken" if broken else "bid-invalid"
            return (_problem(code, listed, f"{found[0].where} {found[0].message}"),)
    return ()


def _claims(listed: ListedBid) -> tuple[str, int, str, str]:
    return listed.bid, listed.seq, listed.kind, listed.bid_hash


def _claims_of(content: Header | Withdrawal) -> tuple[str, int, str, str]:
    match content:
        case Header() as header:
            return header.bid_id, header.seq, DEPOSIT, bid_hash(header)
        case withdrawal:
            digest = withdrawal_hash(withdrawal)
            return withdrawal.bid_id, withdrawal.seq, WITHDRAWAL, digest


def _unfounded() -> Problem:
    message = "does not take back, as the last word and signed by the bidder, the bid before it"
    return Problem(code="withdrawal", where="withdrawal", message=message)


def _problem(code: str, listed: ListedBid, message: str) -> Problem:
    where = f"lot-close.bids[leaf {listed.leaf}]"
    return Problem(code=code, where=where, message=f"bid {listed.bid}: {message}")
