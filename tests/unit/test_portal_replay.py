"""A room replayed: a frame for every change, by what happened and by time alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

from poletai.core.auctions import Refused
from poletai.core.basics.instant import format_instant, parse_instant
from poletai.core.rooms import (
    Room,
    RoomEvent,
    Said,
    close,
    evolve,
    join,
    open_room,
    say,
    state_of,
)
from poletai.exchange.read_models.room_story import Told
from poletai.portal.showing.replay import frames_of

NINE = datetime(2026, 4, 20, 9, tzinfo=UTC)
OPERATOR = {"role": "operator", "id": "centre"}


def at(**span: float) -> datetime:
    return NINE + timedelta(**span)


class Story:
    """A room that is told as it goes; hidden bids stay so."""

    def __init__(self, **auction: Any) -> None:
        opened = open_room("r", "p", "1", auction, {}, at=at(minutes=-5), by=OPERATOR)
        assert isinstance(opened, RoomEvent), opened
        self.events = [opened]
        self.room: Room = evolve(None, opened)
        for plate in ("a", "b"):
            self.add(join(self.room, plate, plate, "ab" * 32, at(minutes=-4)))

    def add(self, *events: RoomEvent | Refused | None) -> None:
        for event in events:
            assert isinstance(event, RoomEvent), event
            self.events.append(event)
            self.room = evolve(self.room, event)

    def bid(self, plate: str, amount: str, when: datetime, kind: str = "bid") -> None:
        said = Said(seq=self.room.seqs.get(plate, 0) + 1, kind=kind, amount=amount)
        answer = say(self.room, plate, said, when, 0)
        assert not isinstance(answer, Refused), answer
        self.add(*answer.events)

    def frames(self, *, disclosed: bool = False) -> list[dict[str, Any]]:
        return frames_of(
            Told(event.at, None if event.confidential and not disclosed else event)
            for event in self.events
        )


def listing() -> dict[str, Any]:
    until, since = format_instant(at(minutes=10)), format_instant(NINE)
    instants = {"listing_from": since, "listing_until": until}
    return {"mechanism": "ascending", "start": "100", "step": "10", "window": 60, **instants}


def test_phases_that_end_by_time_alone_have_their_frame() -> None:
    story = Story(**listing())
    story.bid("a", "100", at(minutes=1))
    story.bid("b", "110", at(minutes=2))
    story.bid("a", "120", at(minutes=10, seconds=30))
    story.add(close(story.room, at(minutes=12)))

    frames = story.frames()

    phases = list(dict.fromkeys(frame["state"]["phase"] for frame in frames))
    assert phases == ["waiting", "listing", "timed", "over"]
    assert [frame["line"]["amount"] for frame in frames if "line" in frame] == ["100", "110", "120"]
    assert frames[-1]["event"] == "room-ended"
    instants = [parse_instant(frame["at"]) for frame in frames]
    assert instants == sorted(instants)
    assert frames[-1]["state"] == state_of(story.room, at(minutes=12))


def test_hidden_bids_are_replayed_once_they_are_disclosed() -> None:
    closes = format_instant(at(minutes=10))
    story = Story(mechanism="sealed-first", start="100", closes=closes)
    story.bid("a", "150", at(minutes=1))
    story.add(close(story.room, at(minutes=12)))

    assert not any("line" in frame for frame in story.frames())
    assert story.frames()[-1]["state"]["over"] == "ended"
    (line,) = [frame["line"] for frame in story.frames(disclosed=True) if "line" in frame]
    assert line["amount"] == "150"


def test_a_replay_stops_where_the_rest_depends_on_what_is_hidden() -> None:
    story = Story(mechanism="dutch", start="1000", begins=format_instant(NINE))
    story.bid("a", "1000.00", at(seconds=40), "accept")
    story.bid("b", "1100", at(seconds=90))
    story.bid("a", "1200", at(seconds=700))
    story.add(close(story.room, at(hours=2)))

    told = story.frames()
    whole = story.frames(disclosed=True)

    assert [frame["line"]["amount"] for frame in told if "line" in frame] == ["1000.00"]
    assert [f["line"]["amount"] for f in whole if "line" in f] == ["1000.00", "1100", "1200"]
    assert frames_of(()) == []
