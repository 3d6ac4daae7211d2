"""Withdrawals: a bidder's signed word that its bid shall not be opened."""

from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from poletai.sealing.errors import BadSealingInputError
from poletai.sealing.header import Header, bid_hash
from poletai.sealing.labels import object_hash, public_hex, sign, signature_holds

KIND = "poletai-withdrawal/v1"


class Withdrawal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Takes back the bid whose bid_hash is `prev`; `seq` is one more than that bid's."""

    t: str
    procedure: str
    lot: str
    keyset: str
    bid_id: str
    bidder: str
    bidder_key: str
    seq: int
    prev: str


def make_withdrawal(header: Header) -> Withdrawal:
    """Return the withdrawal of the bid with this header, yet to be signed."""
    return Withdrawal(
        t=KIND,
        procedure=header.procedure,
        lot=header.lot,
        keyset=header.keyset,
        bid_id=header.bid_id,
        bidder=header.bidder,
        bidder_key=header.bidder_key,
        seq=header.seq + 1,
        prev=bid_hash(header),
    )


def withdrawal_hash(withdrawal: Withdrawal) -> str:
    """Return H("withdrawal", J(withdrawal)) in hex; it stands where a bid's bid_hash stands."""
    return object_hash("withdrawal", msgspec.to_builtins(withdrawal)).hex()


def sign_withdrawal(withdrawal: Withdrawal, signer: Ed25519PrivateKey) -> str:
    """Sign a withdrawal with the key that signed the bid; raises where it is another key."""
    if public_hex(signer) != withdrawal.bidder_key:
        where = "signing key"
        raise BadSealingInputError(where, "only the key that signed the bid can withdraw it")
    return sign(signer, "withdrawal", bytes.fromhex(withdrawal_hash(withdrawal)))


def withdrawal_holds(withdrawal: Withdrawal, signature: str, header: Header) -> bool:
    """Tell whether this is the withdrawal of exactly this bid, signed by its bidder."""
    digest = bytes.fromhex(withdrawal_hash(withdrawal))
    return withdrawal == make_withdrawal(header) and signature_holds(
        header.bidder_key, "withdrawal", digest, signature
    )


def read_withdrawal(value: Any) -> Withdrawal:
    """Read a withdrawal from its JSON object; raises BadSealingInputError naming the field."""
    try:
        return msgspec.convert(value, Withdrawal)
    except msgspec.ValidationError as problem:
        where = "withdrawal"
        raise BadSealingInputError(where, str(problem)) from problem
