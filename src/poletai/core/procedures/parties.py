"""Parties of bids: who stands behind each, alone or in a consortium, under all their names.

A body is named by its id here and by its unified social credit code elsewhere; two parties that
share any of their names are one.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from poletai.core.procedures.bidding.parts import Consortium
from poletai.core.procedures.standing import BidStanding


class Party(msgspec.Struct, frozen=True):
    """Somebody behind a bid: every name known of it."""

    bid: str
    names: frozenset[str]


def consortium_of(bid: BidStanding) -> Consortium | None:
    """Read the consortium a bid names, in whichever part; None where it names none."""
    for part in bid.facts.get("content", {}).values():
        try:
            return msgspec.convert(part["consortium"], Consortium, strict=True)
        except (KeyError, TypeError, msgspec.ValidationError):
            continue
    return None


def parties_of(bid: BidStanding, bodies: Mapping[str, str]) -> tuple[Party, ...]:
    """List who stands behind a bid: its bidder, and every member of its consortium."""
    own = {str(bid.facts.get("bidder", ""))}
    consortium = consortium_of(bid)
    members = () if consortium is None else consortium.members
    named = [own, *({member.organisation, member.uscc.upper()} for member in members)]
    known = [_all_names(names, bodies) for names in named]
    return tuple(Party(bid.bid, names) for names in _joined(n for n in known if n))


def _all_names(names: Iterable[str], bodies: Mapping[str, str]) -> frozenset[str]:
    """Add the credit code of an id, and the id of a credit code."""
    given = {name for name in names if name}
    codes = {bodies[name].upper() for name in given if bodies.get(name)}
    ids = {body for body, code in bodies.items() if code and code.upper() in given | codes}
    return frozenset(given | codes | ids)


def _joined(groups: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Join names that overlap: they are of one body."""
    apart: list[frozenset[str]] = []
    for names in groups:
        same = [other for other in apart if other & names]
        apart = [other for other in apart if other not in same]
        apart.append(names.union(*same))
    return apart


def who(parties: Iterable[Party]) -> list[tuple[frozenset[str], tuple[str, ...]]]:
    """Gather parties into bodies: all the names of each, and the bids it stands behind."""
    listed = tuple(parties)
    return [
        (names, tuple(sorted({party.bid for party in listed if party.names & names})))
        for names in _joined(party.names for party in listed)
    ]


def shown(names: Iterable[str]) -> Any:
    """Write the names of a body the same way wherever evidence names it."""
    return ", ".join(sorted(names))
