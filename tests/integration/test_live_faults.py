"""Whatever dies while 32 clients bid: what was acknowledged is in the log once, and it all holds.

Four kills here, each of another kind; `./run bench live_faults` does twenty.
"""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from tests.support.room_faults import (
    CLIENTS,
    Battlefield,
    battlefield,
    require_fenced,
    require_kept,
    require_same_winner,
    verified_log,
)

KILLS, SEED = 4, 20260304

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def after() -> Iterator[Battlefield]:
    """Play the bids and the kills once; every test then looks at what they left."""
    with (
        tempfile.TemporaryDirectory(prefix="poletai-room-", ignore_cleanup_errors=True) as made,
        battlefield(Path(made), SEED) as field,
    ):
        asyncio.run(field.fight(KILLS, Random(SEED)))  # noqa: S311 - moments, nothing secret
        yield field


def test_every_acknowledged_bid_is_in_the_log_once_as_it_was_told(after: Battlefield) -> None:
    assert len(after.killed) == KILLS
    assert after.taken >= CLIENTS * (KILLS + 1)
    require_kept(after)


def test_nobody_was_refused_for_more_than_the_interruption(after: Battlefield) -> None:
    codes = {code for firm in after.firms for code in firm.refused}

    assert codes <= {"room.not-taken", "room.halted", "auction.not-higher"}


def test_the_winner_is_the_same_when_the_room_is_folded_and_when_its_record_is_settled(
    after: Battlefield,
) -> None:
    for room in after.rooms:
        require_same_winner(after, room)
        require_fenced(after, room)


def test_the_log_verifies_and_holds_every_event(after: Battlefield) -> None:
    assert verified_log(after).problems == ()
