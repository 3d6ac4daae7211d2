"""The opening of a draw: from what its events hold to a verdict on every contribution."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from poletai.sealing.contributions import (
    DEALER_FAULT,
    OPENED,
    SHARE_SIZE,
    Contribution,
    complete,
    open_contribution,
    read_contribution,
)
from poletai.sealing.draw_release import (
    DrawRelease,
    draw_shares,
    inspect_draw_release,
    read_draw_release,
)
from poletai.sealing.errors import BadSealingInputError
from poletai.sealing.keyset import Keyset

Data = Mapping[str, Any]


class ClosedDraw(msgspec.Struct, frozen=True, kw_only=True):
    """What an opening starts from: the draw by name and hash, its keyset, its events' data.

    `closing` is the leaf hash (hex) of the event that closed it; only releases signed for that
    closing count.
    """

    draw: str
    draw_hash: str
    keyset: Keyset
    closing: str
    events: tuple[Data, ...]


def open_draw(draw: ClosedDraw) -> list[dict[str, Any]]:
    """Return the opening of every contribution, in the order they were made."""
    releases = list(_releases(draw))
    return [_opening(draw, releases, one) for one in contributions_of(draw.draw, draw.events)]


def contributions_of(draw: str, events: Sequence[Data]) -> list[Contribution]:
    """Return the contributions to a draw in the order they were logged."""
    return [
        read_contribution(data["contribution"])
        for data in events
        if data.get("draw") == draw and "contribution" in data
    ]


def _opening(
    draw: ClosedDraw, releases: Sequence[DrawRelease], contribution: Contribution
) -> dict[str, Any]:
    number = contribution.contributor
    if not complete(draw.keyset, contribution):
        return {"contributor": number, "verdict": DEALER_FAULT}
    shares = draw_shares(releases, number)
    for own in _own_shares(draw, number):
        shares.setdefault(own["i"], []).append(own["share"])
    verdict, found = open_contribution(draw.keyset, draw.draw_hash, contribution, shares)
    opening: dict[str, Any] = {"contributor": number, "verdict": verdict}
    return opening | ({"contribution": found} if verdict == OPENED else {})


def _releases(draw: ClosedDraw) -> Iterator[DrawRelease]:
    for data in draw.events:
        if data.get("draw") == draw.draw and "release" in data:
            try:
                release = read_draw_release(data["release"])
            except BadSealingInputError:
                continue
            if not inspect_draw_release(release, draw.keyset, draw.draw_hash, draw.closing):
                yield release


def _own_shares(draw: ClosedDraw, contributor: int) -> Iterator[Data]:
    for data in draw.events:
        if data.get("draw") == draw.draw:
            for one in data.get("own-shares", ()):
                if one["contributor"] == contributor and len(one["share"]) == 2 * SHARE_SIZE:
                    yield one
