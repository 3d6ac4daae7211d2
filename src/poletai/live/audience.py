"""The audience of a room: who listens, and how everyone is told where it stands.

Answers come in order and none is left out. Of states only the newest counts: whoever is slower
than the room misses those between, never the lines of history in them.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from itertools import islice
from time import perf_counter

from poletai.live import messages
from poletai.live.showing import Shown

# Lines told at once; who wants more of the history reads the record.
MOST_LINES = 200
_MOST_ANSWERS = 2_000
_AT_ONCE = 100
# A room with much to tell tells less often, but nobody waits longer than a moment.
_SHORTEST, _LONGEST, _SHARE = 0.1, 0.2, 20.0


class Listener:
    """One connection: what it is still to be sent; the transport drains it at its own pace."""

    __slots__ = ("_answers", "_newest", "_wake", "base", "over", "plate")

    def __init__(self, wake: Callable[[], None], plate: str = "") -> None:
        self._wake, self.plate = wake, plate
        self._answers: deque[bytes] = deque()
        self._newest: tuple[bytes, int] | None = None
        self.base, self.over = 0, False

    def send(self, frame: bytes) -> None:
        """Put an answer in line; who lets too many pile up is cut off, and comes back in order."""
        if self.over:
            return
        self._answers.append(frame)
        if len(self._answers) > _MOST_ANSWERS:
            self.end()
        self._wake()

    def show(self, frame: bytes, lines: int) -> None:
        """Put a state in place of one that was not sent yet."""
        if not self.over:
            self._newest = (frame, lines)
            self._wake()

    def end(self, frame: bytes = b"") -> None:
        """Send what is in line and a last frame, then nothing more."""
        if frame:
            self._answers.append(frame)
        self.over, self._newest = True, None
        self._wake()

    def drain(self) -> list[bytes]:
        """Take what is to be sent now."""
        frames = list(self._answers)
        self._answers.clear()
        if self._newest is not None:
            frame, self.base = self._newest
            frames.append(frame)
            self._newest = None
        return frames


class Audience:
    """Everyone who listens to one room; bidders are told first."""

    def __init__(self, shown: Callable[[], Shown]) -> None:
        self._shown = shown
        self._bidders: dict[Listener, None] = {}
        self._watchers: dict[Listener, None] = {}
        self._changed = False
        self._telling: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._bidders) + len(self._watchers)

    def add(self, listener: Listener) -> None:
        """Let somebody listen from now on."""
        (self._bidders if listener.plate else self._watchers)[listener] = None

    def drop(self, listener: Listener) -> None:
        """Forget somebody who is gone."""
        self._bidders.pop(listener, None)
        self._watchers.pop(listener, None)

    def end(self, frame: bytes) -> None:
        """Send everyone away with a last frame."""
        for listener in (*self._bidders, *self._watchers):
            listener.end(frame)
        self._bidders.clear()
        self._watchers.clear()

    def changed(self) -> None:
        """Have everyone told where the room stands, soon and once however often it changes."""
        self._changed = True
        if self._telling is None and len(self):
            self._telling = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        try:
            while self._changed:
                self._changed = False
                began = perf_counter()
                await self._tell_all()
                took = perf_counter() - began
                await asyncio.sleep(min(_LONGEST, max(_SHORTEST, _SHARE * took)))
        finally:
            self._telling = None

    async def _tell_all(self) -> None:
        """Tell one state to all; between groups others get their turn."""
        frames = Frames(self._shown())
        for listeners in _groups((*self._bidders, *self._watchers)):
            for listener in listeners:
                listener.show(frames.of(listener.plate, listener.base), frames.lines)
            await asyncio.sleep(0)


class Frames:
    """The frames of one state: encoded once for all to whom the same is told."""

    def __init__(self, shown: Shown) -> None:
        self._shown = shown
        self.lines = len(shown.lines)
        self._made: dict[tuple[str, int], bytes] = {}
        self._states: dict[str, bytes] = {}

    def of(self, plate: str, base: int) -> bytes:
        """Return the frame for a plate (none: for watchers) that has the lines before `base`."""
        key = (plate, base)
        if key not in self._made:
            shown = self._shown
            news = shown.lines[max(base, self.lines - MOST_LINES) : self.lines]
            self._made[key] = messages.state(shown.length, shown.at, self._state(plate), news)
        return self._made[key]

    def _state(self, plate: str) -> bytes:
        if plate not in self._states:
            self._states[plate] = messages.encoded(self._shown.state(plate))
        return self._states[plate]


def _groups(listeners: Iterable[Listener]) -> Iterable[list[Listener]]:
    left = iter(listeners)
    while group := list(islice(left, _AT_ONCE)):
        yield group
