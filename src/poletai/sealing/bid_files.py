"""Sealed bids as files: what `poletai bid seal` reads, and the folder it leaves."""

from collections.abc import Mapping
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from poletai.core.basics.canonical import canonical, parse
from poletai.ledger.files import create_durably, write_durably
from poletai.sealing.errors import BadSealingInputError
from poletai.sealing.header import Header, bid_hash
from poletai.sealing.keyset import Keyset
from poletai.sealing.manifest import Submission, read_submission, submission_object
from poletai.sealing.recovery import Recovery, read_recovery, recovery_signer, write_recovery
from poletai.sealing.seal import Errand, SealedBid, new_bid_id, seal_bid
from poletai.sealing.withdrawal import make_withdrawal, sign_withdrawal


def read_keyset_file(path: Path) -> Keyset:
    """Read a keyset from a JSON file; raises BadSealingInputError naming the field."""
    try:
        return msgspec.convert(parse(path.read_bytes()), Keyset)
    except msgspec.DecodeError as problem:
        raise BadSealingInputError(str(path), str(problem)) from problem


def seal_files(
    keyset: Keyset,
    contents: Mapping[str, Path],
    *,
    bidder: str,
    documents: str,
    replaces: Path | None = None,
) -> SealedBid:
    """Seal files part by part, as a new bid or as the one replacing the bid in a folder."""
    errand, signer = _errand(bidder, documents, replaces)
    return seal_bid(
        keyset, errand, {part: path.read_bytes() for part, path in contents.items()}, signer
    )


def write_bid(sealed: SealedBid, folder: Path) -> None:
    """Write header.json, <part>.sealed and recovery.json; raises FileExistsError, never replaces.

    The recovery file is written first: a bid whose keys are lost must not be sent.
    """
    create_durably(folder / "recovery.json", write_recovery(sealed.recovery))
    submission = submission_object(Submission(sealed.header, sealed.signature))
    files = {folder / f"{part}.sealed": body for part, body in sealed.payloads.items()}
    write_durably({**files, folder / "header.json": canonical(submission) + b"\n"})


def read_bid(folder: Path) -> tuple[Header, Recovery]:
    """Read the header and the recovery file of a bid's folder."""
    submission = read_submission(_json(folder / "header.json"))
    if not isinstance(submission.content, Header):
        where = str(folder / "header.json")
        raise BadSealingInputError(where, "holds a withdrawal, not a bid")
    return submission.content, read_recovery((folder / "recovery.json").read_bytes())


def withdraw(folder: Path, out: Path) -> None:
    """Write the signed withdrawal of the bid in a folder."""
    header, recovery = read_bid(folder)
    withdrawal = make_withdrawal(header)
    signature = sign_withdrawal(withdrawal, recovery_signer(recovery))
    write_durably({out: canonical(submission_object(Submission(withdrawal, signature))) + b"\n"})


def _errand(bidder: str, documents: str, replaces: Path | None) -> tuple[Errand, Ed25519PrivateKey]:
    if replaces is None:
        first = Errand(bid_id=new_bid_id(), bidder=bidder, documents=documents)
        return first, Ed25519PrivateKey.generate()
    old, recovery = read_bid(replaces)
    errand = Errand(
        bid_id=old.bid_id,
        bidder=bidder,
        documents=documents,
        seq=old.seq + 1,
        prev=bid_hash(old),
    )
    return errand, recovery_signer(recovery)


def _json(path: Path) -> object:
    try:
        value: object = parse(path.read_bytes())
    except msgspec.DecodeError as problem:
        raise BadSealingInputError(str(path), str(problem)) from problem
    return value
