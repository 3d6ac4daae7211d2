"""The story of a room: its events in order as everybody may read them by now."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from poletai.core.basics.instant import parse_instant
from poletai.core.rooms import ENDED, RoomEvent
from poletai.exchange.actors import Actor
from poletai.exchange.house import House
from poletai.exchange.models import LiveRoom, Procedure
from poletai.exchange.read_models.rooms import RoomView, room_view
from poletai.exchange.rooms import state_of_room
from poletai.exchange.trades import raw_connection
from poletai.exchange.writing import disclosed_places
from poletai.ledger.room_events import room_event
from poletai.ledger.store import read


class Told(msgspec.Struct, frozen=True):
    """One event of a room; `event` is None while what happened is withheld."""

    at: datetime
    event: RoomEvent | None


class RoomStory(msgspec.Struct, frozen=True):
    """A room with everything that may be told of it."""

    room: RoomView
    told: tuple[Told, ...]


class RoomLine(msgspec.Struct, frozen=True, kw_only=True):
    """One room in the list of an operator."""

    procedure: str
    title: str
    title_en: str
    lot: str
    state: str
    opens: datetime


def room_story(house: House, procedure: str, lot: str, actor: Actor | None) -> RoomStory | None:
    """Return the story of a lot's room; None where there is none, or nobody may know of it.

    Raises NoSuchProcedureError.
    """
    room = room_view(house, procedure, lot, actor)
    if room is None:
        return None
    return RoomStory(room, tuple(_told(house, procedure, room.room)))


def settles_itself(house: House, procedure: str, lot: str) -> bool:
    """Say whether a lot's room leaves the record it is settled from: it ended, and was entered."""
    story = room_story(house, procedure, lot, None)
    if story is None or story.room.state != ENDED:
        return False
    return any(one.event is not None and one.event.name == "bidder-joined" for one in story.told)


def room_lines(house: House) -> tuple[RoomLine, ...]:
    """List the rooms of the exchange: those that run and will run first, then the latest past."""
    ahead = LiveRoom.objects.filter(over=False).order_by("opens_at")
    rows = [*ahead, *LiveRoom.objects.filter(over=True).order_by("-opens_at")]
    titles = Procedure.objects.in_bulk({row.procedure for row in rows})
    return tuple(
        RoomLine(
            procedure=row.procedure,
            title=titles[row.procedure].title,
            title_en=titles[row.procedure].title_en,
            lot=row.lot,
            state=state_of_room(house, row),
            opens=row.opened_at or row.opens_at,
        )
        for row in rows
    )


def _told(house: House, procedure: str, stream: str) -> Iterator[Told]:
    shown = disclosed_places(read(raw_connection(), house.store, procedure))
    for stored in read(raw_connection(), house.store, stream):
        at = parse_instant(stored.envelope["at"])
        hidden = stored.confidential and (stored.stream, stored.position) not in shown
        yield Told(at, None if hidden else room_event(stored.envelope, stored.body))
