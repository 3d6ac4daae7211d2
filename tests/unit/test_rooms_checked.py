"""Checks of rooms: nothing is wrong with what a room really heard, whatever its mechanism."""

import json
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

from poletai.core.auctions import mechanism_names
from poletai.core.rooms import Room, RoomEvent, RoomRecordError, evolve
from poletai.live.rehearsal import STRATEGIES, CannotRehearseError, rehearse
from poletai.replay.room_checks import wrongs

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "auctions.json").read_text("utf-8"))
RULES = {"proof": "session"}


@lru_cache
def heard(mechanism: str) -> tuple[RoomEvent, ...]:
    """Rehearse the first terms of a mechanism in which anybody says anything."""
    terms = (vector["terms"] for vector in VECTORS if vector["terms"]["mechanism"] == mechanism)
    played = (rehearsed(one) for one in terms)
    return next(events for events in played if any(one.name == "bid-taken" for one in events))


def rehearsed(terms: dict[str, Any]) -> tuple[RoomEvent, ...]:
    chance = Random(7)  # noqa: S311 - chance of a game
    try:
        return rehearse(terms, RULES, 4, list(STRATEGIES), chance).events
    except CannotRehearseError:
        return ()


def found(events: tuple[RoomEvent, ...]) -> list[Any]:
    """Check event after event, up to the first that is wrong."""
    room: Room | None = None
    for event in events:
        if room is not None and (wrong := list(wrongs(room, event))):
            return wrong
        try:
            room = evolve(room, event)
        except RoomRecordError as problem:
            return [str(problem)]
    return []


@pytest.mark.parametrize("mechanism", mechanism_names())
def test_what_a_room_heard_is_heard_again(mechanism: str) -> None:
    assert found(heard(mechanism)) == []


@pytest.mark.parametrize("mechanism", mechanism_names())
@pytest.mark.parametrize(
    "change", [{"number": 99}, {"clock": "2000-01-01T00:00:00Z"}, {"plate": "nobody"}, {"seq": 0}]
)
def test_what_was_changed_is_found(mechanism: str, change: dict[str, Any]) -> None:
    events = heard(mechanism)
    place = max(n for n, event in enumerate(events) if event.name == "bid-taken")
    event = events[place]
    changed = msgspec.structs.replace(event, data={**event.data, **change})

    assert found((*events[:place], changed, *events[place + 1 :])) != []


@pytest.mark.parametrize("mechanism", mechanism_names())
def test_a_bid_left_out_is_found(mechanism: str) -> None:
    events = heard(mechanism)
    place = min(n for n, event in enumerate(events) if event.name == "bid-taken")

    assert found((*events[:place], *events[place + 1 :])) != []
