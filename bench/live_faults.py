"""Bids of 32 clients while room processes and PostgreSQL are killed twenty times at random.

Afterwards every acknowledged bid is in the log once, the winner is the same when the room is
folded and when its record is settled, and the log verifies; anything else ends this with an error.
"""

import asyncio
import sys
import tempfile
from collections import Counter
from itertools import pairwise
from pathlib import Path
from random import Random

from tests.support.room_faults import (
    CLIENTS,
    Battlefield,
    battlefield,
    require_fenced,
    require_kept,
    require_same_winner,
    verified_log,
)

from bench.support import Measure, publish, quantile

KILLS, SEED = 20, 4


def main() -> int:
    """Play it, and return 1 when a bound is broken."""
    with (
        tempfile.TemporaryDirectory(prefix="poletai-bench-", ignore_cleanup_errors=True) as folder,
        battlefield(Path(folder), SEED) as field,
    ):
        asyncio.run(field.fight(KILLS, Random(SEED)))  # noqa: S311 - moments, nothing secret
        return publish("live_faults", measured(field))


def measured(field: Battlefield) -> list[Measure]:
    """Require what must hold, and say what it was held under."""
    require_kept(field)
    for room in field.rooms:
        require_same_winner(field, room)
        require_fenced(field, room)
    report = verified_log(field)
    kinds = ", ".join(f"{count} of {kind}" for kind, count in Counter(field.killed).items())
    gaps = outages(field)
    return [
        Measure("kills", len(field.killed), "", note=kinds),
        Measure(
            f"bids acknowledged to {CLIENTS} clients, each in the log once",
            field.taken,
            "bids",
            note="; ".join(f"{n} {code}" for code, n in _refusals(field).items()),
        ),
        Measure(
            "problems a stranger finds in the log",
            len(report.problems),
            "",
            limit=0.0,
            at_least=False,
        ),
        Measure(
            "interruption of a room, median",
            quantile(gaps, 0.5),
            "s",
            note=f"{len(gaps)} of them, new processes and recovery of PostgreSQL included",
        ),
        Measure("interruption of a room, longest", max(gaps), "s"),
    ]


def outages(field: Battlefield) -> list[float]:
    """Return how long each room stood still between what came before a change and what after."""
    spans = []
    for room in field.rooms:
        for before, taken in pairwise(field.world.events(room)):
            if taken.name == "room-taken" and taken.data["epoch"] > 1:
                spans.append((taken.at - before.at).total_seconds())
    return spans


def _refusals(field: Battlefield) -> Counter[str]:
    total: Counter[str] = Counter()
    for firm in field.firms:
        total.update(firm.refused)
    return total


if __name__ == "__main__":
    sys.exit(main())
