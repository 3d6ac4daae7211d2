"""Keeping a room: opened, taken by a process, joined, halted, gone on, amended, ended."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from poletai.core.auctions import Refused, find_mechanism, read_terms
from poletai.core.basics.instant import format_instant
from poletai.core.basics.problem import Problem
from poletai.core.rooms.clock import clock_of, stands, wall_of
from poletai.core.rooms.proxies import proxied
from poletai.core.rooms.room import Room, RoomEvent, Rules
from poletai.core.rooms.terms import instants_of, moved_past

# A gap that nobody notices: the room changed hands as it should.
_UNNOTICED = timedelta(seconds=1)
_KEY_DIGITS = 64


def open_room(
    room: str,
    procedure: str,
    lot: str,
    auction: Mapping[str, Any],
    rules: Mapping[str, Any],
    *,
    at: datetime,
    by: Mapping[str, str],
) -> RoomEvent | tuple[Problem, ...]:
    """Make the event that opens a room, or say everything that keeps it shut."""
    if problems := (*read_terms(auction)[1], *rules_problems(auction, rules)):
        return problems
    data = {"room": room, "procedure": procedure, "lot": lot}
    return _event("room-opened", at, by, {**data, "auction": dict(auction), "rules": dict(rules)})


def take_over(
    room: Room, epoch: int, idle: timedelta | None, wall: datetime, owner: str
) -> RoomEvent:
    """Make the event of a process that takes a room `idle` after it was last kept.

    The clock stands still over the gap in which something could have been said, and for the grace.
    """
    data: dict[str, Any] = {"epoch": epoch, "owner": owner}
    since = max(room.at, wall - idle) if idle is not None else room.at
    gap = _gap(room, since, wall)
    if gap is not None:
        grace = room.rules.grace if wall - gap > _UNNOTICED else 0
        runs = wall + timedelta(seconds=grace)
        data |= {"since": format_instant(gap), "runs": format_instant(runs)}
    return _event("room-taken", wall, {"role": "room", "id": owner}, data)


def join(
    room: Room, plate: str, bidder: str, key: str, wall: datetime, until: int = 0
) -> RoomEvent | Refused:
    """Make the event of a bidder that takes a plate up with a session key, in hex.

    `until` is when its ticket ends: a device that was replaced does not come back with an old one.
    """
    if room.over:
        return Refused("room.over", f"the room has {room.over}")
    if len(key) != _KEY_DIGITS or not set(key) <= set("0123456789abcdef"):
        return Refused("room.bad-proof", "a session key is 32 bytes in hex")
    if until < room.tickets.get(plate, 0):
        return Refused("room.bad-ticket", "the plate was taken up with a later ticket since")
    by, data = {"role": "bidder", "id": plate}, {"plate": plate, "key": key}
    told = {**data, "until": until} if until else data
    return _event("bidder-joined", wall, by, told, {"bidder": bidder})


def halt(
    room: Room, by: Mapping[str, str], reason: str, law: str, wall: datetime
) -> RoomEvent | Refused:
    """Make the event of a pause; the clock stands still until the room is resumed."""
    if room.over or (room.still is not None and room.still.until is None):
        return Refused("room.halted", "the room does not run")
    return _event("room-paused", wall, by, {"reason": reason, "law": law})


def resume(
    room: Room, by: Mapping[str, str], reason: str, law: str, wall: datetime
) -> RoomEvent | Refused:
    """Make the event of a room that goes on, once its grace is over."""
    if room.over or room.still is None or room.still.until is not None:
        return Refused("room.not-paused", "the room is not paused")
    runs = format_instant(wall + timedelta(seconds=room.rules.grace))
    return _event("room-resumed", wall, by, {"reason": reason, "law": law, "runs": runs})


def terminate(
    room: Room, by: Mapping[str, str], reason: str, law: str, wall: datetime
) -> RoomEvent | Refused:
    """Make the event of a room ended for good before its time; nothing is sold in it."""
    if room.over:
        return Refused("room.over", f"the room has {room.over}")
    return _event("room-terminated", wall, by, {"reason": reason, "law": law})


def amend(
    room: Room, auction: Mapping[str, Any], by: Mapping[str, str], wall: datetime
) -> RoomEvent | Refused:
    """Make the event of instants moved; nothing else of the terms changes, nor what has passed."""
    if room.over:
        return Refused("room.over", f"the room has {room.over}")
    terms, problems = read_terms(auction)
    if problems:
        return Refused(problems[0].code, problems[0].message)
    if auction["mechanism"] != room.mechanism or moved_past(room, terms, clock_of(room, wall)):
        return Refused("room.begun", "only instants that have not come are moved")
    return _event("room-amended", wall, by, {"auction": dict(auction)})


def due(room: Room) -> datetime | None:
    """Return after which instant the room is over as it stands; None where nobody can tell."""
    if room.over:
        return None
    return wall_of(room, find_mechanism(room.mechanism).ends(room.terms, room.state))


def close(room: Room, wall: datetime) -> RoomEvent | None:
    """Make the event that ends a room that is over; None where it is not."""
    ends = due(room)
    if ends is None or wall <= ends or stands(room, wall):
        return None
    data = {"clock": format_instant(clock_of(room, wall)), "number": room.number}
    return _event("room-ended", wall, {"role": "room", "id": room.id}, data)


def _gap(room: Room, since: datetime, wall: datetime) -> datetime | None:
    """Return since when bidders were kept from saying something; None where nobody was."""
    if room.over or stands(room, wall) or wall <= since or _over(room, since):
        return None
    begins = min(instants_of(room.terms, opening=True), default=None)
    opens = None if begins is None else wall_of(room, begins)
    if opens is None or opens <= since:
        return since
    return opens if opens < wall else None


def _over(room: Room, wall: datetime) -> bool:
    ends = due(room)
    return ends is not None and wall > ends


def rules_problems(auction: Mapping[str, Any], rules: Any) -> Iterator[Problem]:
    """Yield what is wrong with the rules a room is to be kept by."""
    try:
        read = msgspec.convert(rules, Rules, strict=True)
    except msgspec.ValidationError as wrong:
        yield Problem(code="room.rules", where="room", message=str(wrong))
        return
    name = auction.get("mechanism")
    if read.proxy and name is not None and not proxied(name):
        message = f"{name} takes no maxima: leave proxy out"
        yield Problem(code="room.no-proxies", where="room.proxy", message=message)


def _event(
    name: str,
    at: datetime,
    by: Mapping[str, str],
    data: dict[str, Any],
    private: dict[str, Any] | None = None,
) -> RoomEvent:
    return RoomEvent(name=name, at=at, by=dict(by), data=data, private=private)
