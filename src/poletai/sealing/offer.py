"""Offers: a bid opened part by part, and read: the price part as an offer, the rest as it is."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from poletai.core.basics.canonical import canonical, parse
from poletai.core.basics.errors import NotCanonicalError
from poletai.core.procedures.shapes import MoneyShape
from poletai.ledger.errors import LedgerError
from poletai.sealing.header import Header
from poletai.sealing.keyset import Keyset
from poletai.sealing.opening import OPENED, UNOPENABLE, Verdict, open_part, open_with_key
from poletai.sealing.release import Release, shares_of

UNREADABLE = "unreadable"
PRICE = "price"

# sha256 of a ciphertext -> its bytes; raises LedgerError where there is none
Payloads = Callable[[str], bytes]


class PriceContent(msgspec.Struct, frozen=True):
    """What the price part of every bid says at least; what else it says is kept as it is."""

    price: MoneyShape


def opening_of(
    keyset: Keyset,
    releases: Sequence[Release],
    header: Header,
    payloads: Payloads,
    own: Mapping[str, str] | None = None,
    parts: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Open one bid with released shares: a verdict and, if opened, keys and contents by part.

    `own` holds the keys (hex, by part) its bidder published, for parts the shares do not open;
    `parts` says which to open, where it is not all of them.
    Anyone who repeats this with the same releases and ciphertexts gets the same.
    """
    given = own or {}
    verdicts = {
        part: _verdict(keyset, releases, header, part, _payload(header, part, payloads), given)
        for part in (keyset.parts if parts is None else parts)
    }
    contents = {part: read_content(part, verdict) for part, verdict in verdicts.items()}
    shut = [verdict.verdict for verdict in verdicts.values() if verdict.verdict != OPENED]
    if shut or contents.get(PRICE, {}) is None:
        verdict = shut[0] if shut else UNREADABLE
        return {"bid": header.bid_id, "verdict": verdict, "bidder": header.bidder}
    found = {
        part: {"key": verdict.key, "sha256": verdict.sha256, "content": contents[part]}
        for part, verdict in verdicts.items()
    }
    return {"bid": header.bid_id, "verdict": OPENED, "bidder": header.bidder, "parts": found}


def read_content(part: str, verdict: Verdict) -> dict[str, Any] | None:
    """Read what an opened part says as JSON; None for a price part that names no price."""
    nothing: dict[str, Any] | None = None if part == PRICE else {}
    try:
        read = parse(verdict.content)
        canonical(read)
        if part == PRICE:
            msgspec.convert(read, PriceContent)
    except (msgspec.DecodeError, msgspec.ValidationError, NotCanonicalError):
        return nothing
    return read if isinstance(read, dict) else nothing


def _verdict(
    keyset: Keyset,
    releases: Sequence[Release],
    header: Header,
    part: str,
    payload: bytes,
    own: Mapping[str, str],
) -> Verdict:
    verdict = open_part(header, keyset, part, shares_of(releases, part, header.bid_id), payload)
    if verdict.verdict == UNOPENABLE and part in own:
        return open_with_key(header, keyset, part, bytes.fromhex(own[part]), payload)
    return verdict


def _payload(header: Header, part: str, payloads: Payloads) -> bytes:
    try:
        return payloads(header.parts[part].sha256)
    except LedgerError:
        return b""
