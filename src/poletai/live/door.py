"""A door of a room: one client, from its first message on, whatever carries its frames."""

import asyncio
from time import monotonic_ns

from poletai.core.auctions import Refused
from poletai.core.basics.instant import format_instant
from poletai.live import messages
from poletai.live.audience import Listener
from poletai.live.house import House
from poletai.live.keeper import Keeper
from poletai.live.messages import Hello, Ping, Say, Watch
from poletai.live.sessions import Bucket, Session, enter

UNKNOWN = Refused("room.unknown", "there is no such room")
BAD_TICKET = Refused("room.bad-ticket", "it opens no door here, or no longer: ask for another")
_TOO_LARGE = Refused("room.too-large", f"a message has at most {messages.LARGEST} bytes")
_UNREADABLE = Refused("room.unreadable", "it is no message of the protocol")
_NO_PLATE = Refused("room.unknown-plate", "say hello with a ticket first")
# What costs a client no plate: pings, what cannot be read, and what nobody listens to.
_RATE, _BURST = 20, 100


class Door:
    """One client of one room; frames go in by `receive`, and out by the listener."""

    def __init__(self, house: House, room: str, listener: Listener) -> None:
        self._house, self._id, self._listener = house, room, listener
        self._keeper: Keeper | None = None
        self._session: Session | None = None
        self._coming: asyncio.Task[None] | None = None
        self._chatter = Bucket(_RATE, _BURST)

    def receive(self, data: bytes | str) -> None:
        """Take one frame as it comes."""
        mono = monotonic_ns()
        if len(data) > messages.LARGEST:
            self._refuse_and_end(_TOO_LARGE)
            return
        message = messages.read_message(data)
        if type(message) is Say and self._said(message, mono):
            return
        if not self._chatter.take(mono):
            self._listener.end()
        elif not isinstance(message, Say):
            self._answer(message)

    def _answer(self, message: Hello | Watch | Ping | None) -> None:
        if isinstance(message, Ping):
            at = format_instant(self._house.now())
            self._listener.send(messages.pong(message.sent, at))
        elif isinstance(message, Hello | Watch) and self._coming is None:
            self._coming = asyncio.create_task(self._come_in(message))
        else:
            self._listener.send(messages.refused(0, _UNREADABLE))

    def gone(self) -> None:
        """Forget the client: its connection is closed."""
        self._listener.over = True
        if self._coming is not None:
            self._coming.cancel()
        if self._keeper is not None:
            self._keeper.audience.drop(self._listener)

    def _said(self, said: Say, mono: int) -> bool:
        """Have the room hear it; False where it is answered, but as good as noise."""
        if self._house.closing:
            # No answer while this process ends: the next one knows what was taken.
            return True
        if self._session is not None and self._keeper is not None:
            return self._keeper.hear(self._session, said, self._listener.send, mono)
        self._listener.send(messages.refused(said.seq, _NO_PLATE))
        return False

    async def _come_in(self, message: Hello | Watch) -> None:
        found = await self._house.locate(self._id)
        if found is None:
            self._refuse_and_end(UNKNOWN)
        elif isinstance(found, str):
            self._listener.end(messages.elsewhere(found))
        elif isinstance(message, Watch):
            self._stay(found)
        else:
            self._enter(found, message.ticket)

    def _enter(self, keeper: Keeper, ticket: str) -> None:
        session = enter(self._house.store.key, self._id, ticket, self._house.now())
        if session is None:
            return self._refuse_and_end(BAD_TICKET)

        def entered(refused: Refused | None) -> None:
            if refused is not None:
                return self._refuse_and_end(refused)
            self._session, self._listener.plate = session, session.plate
            return self._stay(keeper)

        return keeper.enter(session, entered)

    def _stay(self, keeper: Keeper) -> None:
        if not self._listener.over:
            self._keeper = keeper
            keeper.greet(self._listener)

    def _refuse_and_end(self, refusal: Refused) -> None:
        self._listener.end(messages.refused(0, refusal))
