"""The keeper of one room: hears bids in the order they come, and answers when they are durable.

It decides against the room as it will be once everything before is written; what it shows is the
room as it is written. An answer, yes or no, waits for all it rests on.
"""

from collections.abc import Callable
from datetime import datetime
from time import monotonic_ns
from typing import Any

import msgspec

from poletai.core.auctions import Refused
from poletai.core.basics.instant import format_instant
from poletai.core.rooms import Room, RoomEvent, Said, close, evolve, join, say
from poletai.core.rooms import take_over as taken_over
from poletai.ledger.held import Head
from poletai.ledger.lease import Lease
from poletai.ledger.tickets import Ticket
from poletai.live import messages
from poletai.live.alarm import Alarm, next_change
from poletai.live.audience import MOST_LINES, Audience, Frames, Listener
from poletai.live.batch import Answer, Batch, Send
from poletai.live.memory import Memory
from poletai.live.ordering import obey
from poletai.live.rebuilding import Rebuilt
from poletai.live.sessions import Bucket, Session, proved
from poletai.live.showing import Shown, line_shown

# A figure of JSON has 53 bits: in nanoseconds a machine outgrows them in 104 days.
_MICROSECOND = 1000
NOT_TAKEN = Refused("room.not-taken", "an interruption: look where the room stands, say it again")
_TOO_FAST = Refused("room.too-fast", "more at once than the room's rules let a plate say")
_BAD_PROOF = Refused("room.bad-proof", "nothing shows that the plate's bidder said this")
_OTHER_DEVICE = Refused("room.other-device", "the plate speaks from another device since")


class Keeper:
    """One room in this process: kept, lost for the moment, or over."""

    def __init__(
        self,
        stream: str,
        now: Callable[[], datetime],
        dirty: Callable[[], None],
        stood: Callable[[int], bool] = lambda _mono: False,
    ) -> None:
        self.id, self._now, self._dirty, self._stood = stream, now, dirty, stood
        self.epoch, self.head, self.kept = 0, Head(), False
        self.room: Room | None = None
        self.shown: Room | None = None
        self.lines: list[bytes] = []
        self.pending, self.flying = Batch(), Batch()
        self.audience = Audience(self.look)
        self._memory = Memory()
        self._buckets: dict[str, Bucket] = {}
        self._alarm = Alarm(self._rung)
        self._unsure: list[Answer] = []
        self._entering: list[Callable[[], None]] = []

    @property
    def over(self) -> bool:
        """Whether nothing more can happen in it, durably."""
        return self.shown is not None and bool(self.shown.over)

    @property
    def unwritten(self) -> bool:
        """Whether something it decided is not durable yet."""
        return self.kept and bool(self.pending.events or self.flying.events)

    def wall(self) -> datetime:
        """Return the exchange's time, which never runs back in a room."""
        now = self._now()
        return now if self.room is None or now >= self.room.at else self.room.at

    # Hearing.

    def hear(self, session: Session, said: Said, send: Send, mono: int) -> bool:
        """Answer what a bidder says, now or when all the answer rests on is durable.

        Returns False where it comes too fast to be looked at.
        """
        room, plate = self.room, session.plate
        if known := self._memory.answer(plate, said):
            # First of all: what may be in the log is never answered with a no.
            return self._again(Answer(send, known, plate, said), mono)
        refused = NOT_TAKEN if room is None else self._unheard(room, session, said, mono)
        if room is None or refused is not None:
            send(messages.refused(said.seq, refused or NOT_TAKEN))
            return refused is not _TOO_FAST
        wall = self.wall()
        outcome = say(room, plate, said, wall, mono // _MICROSECOND)
        if isinstance(outcome, Refused):
            self._later(Answer(send, messages.refused(said.seq, outcome), plate, said))
            return True
        number = outcome.events[0].data.get("number", 0)
        frame = messages.taken(said.seq, number, format_instant(wall))
        self._memory.keep(plate, said, frame)
        self.pending.answers.append(Answer(send, frame, plate, said))
        self._happen(outcome.room, *outcome.events)
        return True

    def _unheard(self, room: Room, session: Session, said: Said, mono: int) -> Refused | None:
        """Refuse what is not looked at: another's, an old device's, too much at once."""
        if not (self.kept or self.over) or self._stood(mono):
            return NOT_TAKEN
        if room.seats.get(session.plate) != session.ticket.key:
            return _OTHER_DEVICE
        if not self._bucket(session.plate, room).take(mono):
            return _TOO_FAST
        return None if proved(session, room, said) else _BAD_PROOF

    def enter(self, session: Session, entered: Callable[[Refused | None], None]) -> None:
        """Let a bidder take its plate up with its key; `entered` hears when that is durable."""
        ticket, room = session.ticket, self.room
        if room is None or not (self.kept or self.over):
            return self._entering.append(lambda: self.enter(session, entered))
        if not self.over and room.seats.get(ticket.plate) != ticket.key:
            event = self._joining(room, ticket)
            if isinstance(event, Refused):
                return entered(event)
            self._happen(evolve(room, event), event)
        batch = self._resting_on()
        return entered(None) if batch is None else batch.entered.append(lambda: entered(None))

    def _joining(self, room: Room, ticket: Ticket) -> RoomEvent | Refused:
        """Take a plate up; changing devices all the time fills the record as bids too fast do."""
        changes = ticket.plate in room.seats
        if changes and not self._bucket(ticket.plate, room).take(monotonic_ns()):
            return _TOO_FAST
        return join(room, ticket.plate, ticket.bidder, ticket.key, self.wall(), ticket.until)

    def obey(self, order: int, body: dict[str, Any]) -> None:
        """Do what the auctioneer asks, or say why not."""
        if self.room is None or not self.kept or order in self._asked():
            return
        event = obey(self.room, body, self.wall())
        if isinstance(event, Refused):
            self.pending.orders[order] = {"code": event.code, "reason": event.reason}
            self._dirty()
        else:
            self.pending.orders[order] = {}
            self._happen(evolve(self.room, event), event)

    def look_at_clock(self) -> None:
        """End the room when it is over; only who keeps it does."""
        if self.room is None or not self.kept or self._stood(monotonic_ns()):
            return
        if event := close(self.room, self.wall()):
            self._happen(evolve(self.room, event), event)

    def _happen(self, room: Room, *events: RoomEvent) -> None:
        self.room = room
        self.pending.events += events
        self._dirty()

    def _again(self, answer: Answer, mono: int) -> bool:
        """Answer what was heard before; while nobody knows whether it was written, wait."""
        if self.kept or self.over:
            self._later(answer)
        else:
            self._unsure.append(answer)
        return self.room is None or self._bucket(answer.plate, self.room).take(mono)

    def _later(self, answer: Answer) -> None:
        batch = self._resting_on()
        if batch is None:
            answer.send(answer.frame)
        else:
            batch.answers.append(answer)

    def _resting_on(self) -> Batch | None:
        """Return the batch after which what is decided now is certain; None when it is already."""
        return next((one for one in (self.pending, self.flying) if one.events), None)

    def _bucket(self, plate: str, room: Room) -> Bucket:
        if plate not in self._buckets:
            self._buckets[plate] = Bucket(room.rules.rate, room.rules.burst)
        return self._buckets[plate]

    def _asked(self) -> set[int]:
        return {*self.pending.orders, *self.flying.orders}

    # Writing.

    def depart(self) -> Batch:
        """Hand over what is to be written next."""
        self.flying, self.pending = self.pending, Batch()
        self.flying.room = self.room
        return self.flying

    def landed(self, head: Head) -> None:
        """Answer everyone whose answer rests on what is durable now."""
        batch, self.flying = self.flying, Batch()
        self.head, self.shown = head, batch.room
        self.kept = not self.over
        self.lines += [line for event in batch.events if (line := line_shown(event))]
        for answer in batch.answers:
            answer.send(answer.frame)
        for entered in batch.entered:
            entered()
        if batch.events:
            self._changed()

    def lost(self) -> None:
        """Stop: somebody else may keep the room, or nobody knows what was written."""
        self.kept = False
        for batch in (self.flying, self.pending):
            self._unsure += batch.answers
            self._entering += batch.entered
        self.flying, self.pending = Batch(), Batch()
        self._changed()

    def take_up(self, lease: Lease, rebuilt: Rebuilt, owner: str) -> None:
        """Keep the room from now on as its stream has it, and settle what was left unsure."""
        self.epoch = lease.epoch
        self.reread(rebuilt)
        self.kept = not self.over
        if self.kept and self.room is not None:
            event = taken_over(self.room, lease.epoch, lease.idle, self.wall(), owner)
            self._happen(evolve(self.room, event), event)

    def reread(self, rebuilt: Rebuilt) -> None:
        """Show the room as its stream has it; tell those left unsure what became of their bids."""
        self.room = self.shown = rebuilt.room
        self.head, self.lines, self._memory = rebuilt.head, rebuilt.lines, rebuilt.memory
        unsure, self._unsure = self._unsure, []
        for answer in unsure:
            frame = self._memory.answer(answer.plate, answer.said)
            answer.send(frame or messages.refused(answer.said.seq, NOT_TAKEN))
        entering, self._entering = self._entering, []
        for enter in entering:
            enter()
        self._changed()

    def dismiss(self, url: str) -> None:
        """Send everyone to where the room is kept now."""
        self.audience.end(messages.elsewhere(url))
        self._unsure, self._entering = [], []

    # Showing.

    def look(self) -> Shown:
        """Return what is shown now."""
        if self.shown is None:
            raise LookupError(self.id)
        # Until it stands in the log that the room was taken up, nobody knows when it goes on.
        known = self.over or (self.kept and self.shown.epoch == self.epoch)
        return Shown(self.shown, self.wall(), self.lines, known)

    def greet(self, listener: Listener) -> None:
        """Tell somebody who comes in where everything stands, and everything from then on."""
        shown, plate = self.look(), listener.plate
        room = shown.room
        told = {"rules": msgspec.to_builtins(room.rules), "auction": room.auction}
        if plate:
            told |= {"plate": plate, "seq": room.seqs.get(plate, 0)}
        listener.base = len(self.lines)
        state = messages.encoded(shown.state(plate))
        listener.send(messages.welcome(told, state, self.lines[-MOST_LINES:]))
        self.audience.add(listener)

    def newest(self) -> bytes:
        """Return the newest state message, as watchers get it."""
        return Frames(self.look()).of("", len(self.lines))

    def _changed(self) -> None:
        self.audience.changed()
        moment = next_change(self.room, self.wall()) if self.room and self.kept else None
        self._alarm.ring_in(None if moment is None else moment - self.wall())

    def _rung(self) -> None:
        self.look_at_clock()
        self._changed()
