"""The opening of a lot: from what its log holds to a verdict on every live bid."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import msgspec

from poletai.core.basics.canonical import parse
from poletai.core.procedures.stages import SET_ASIDE
from poletai.sealing.errors import BadSealingInputError
from poletai.sealing.header import Header
from poletai.sealing.keyset import Keyset
from poletai.sealing.manifest import read_submission
from poletai.sealing.offer import Payloads, opening_of
from poletai.sealing.release import Release, inspect_release, read_release


class ClosedLot(msgspec.Struct, frozen=True, kw_only=True):
    """What an opening starts from: the keyset, the listing and the hashes of the live bids.

    `manifest` is the listing's leaf hash in hex, `lines` its bids, `events` the data of the
    procedure's events so far; `parts` are those to open, `named` whether bidders are named, and
    `aside` has the hashes of bids that are named only.
    """

    keyset: Keyset
    manifest: str
    lines: tuple[Mapping[str, Any], ...]
    live: frozenset[str]
    events: tuple[Mapping[str, Any], ...]
    parts: tuple[str, ...]
    named: bool = True
    aside: frozenset[str] = frozenset()


def open_lot(lot: ClosedLot, blobs: Payloads) -> list[dict[str, Any]]:
    """Return the opening of each live bid, in the order they were logged, then those set aside.

    Releases that no custodian signed for this very listing do not count; a key its own bidder
    published opens a bid whose custodians stayed silent.
    """
    releases, keys = sound_releases(lot), own_keys(lot)
    openings = [
        opening_of(lot.keyset, releases, header, blobs, keys.get(header.bid_id), lot.parts)
        for header in _headers(lot, lot.live, blobs)
    ]
    openings += [
        {"bid": header.bid_id, "verdict": SET_ASIDE, "bidder": header.bidder}
        for header in _headers(lot, lot.aside, blobs)
    ]
    return openings if lot.named else [_nameless(opening) for opening in openings]


def _nameless(opening: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in opening.items() if name != "bidder"}


def sound_releases(lot: ClosedLot) -> list[Release]:
    """Return the releases that count for this listing."""
    shares = (share for data in _own(lot) for share in data.get("shares", ()))
    released = [one for share in shares for one in _read(share)]
    return [one for one in released if not inspect_release(one, lot.keyset, lot.manifest)]


def _read(share: Any) -> Iterator[Release]:
    """Read a release as logged; what was logged past every rule and is none counts for nothing."""
    with suppress(BadSealingInputError):
        yield read_release(share)


def own_keys(lot: ClosedLot) -> dict[str, dict[str, str]]:
    """Return the keys bidders published themselves, by bid and part, in hex."""
    keys: dict[str, dict[str, str]] = {}
    for data in _own(lot):
        for one in data.get("keys", ()):
            keys.setdefault(one["bid"], {})[one["part"]] = one["key"]
    return keys


def _own(lot: ClosedLot) -> Iterator[Mapping[str, Any]]:
    return (data for data in lot.events if data.get("lot") == lot.keyset.lot)


def _headers(lot: ClosedLot, hashes: frozenset[str], blobs: Payloads) -> Sequence[Header]:
    bodies = (
        read_submission(parse(blobs(line["header"]["sha256"]))).content
        for line in lot.lines
        if line["bid_hash"] in hashes
    )
    return [content for content in bodies if isinstance(content, Header)]
