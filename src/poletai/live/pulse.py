"""The pulse: whether this process has heard its clients all the time.

One that stood still reads late what came in time. It must not judge that, nor end a room over it:
it gives its rooms up, and the gap counts as an interruption.
"""

import asyncio
from time import monotonic_ns

# Shorter gaps nobody notices; longer ones cost the lease as well.
_GAP = 1_000_000_000
_BEAT = 0.1


class StalledError(TimeoutError):
    """This process stood still, and does not know what it has missed."""

    code = "live-stalled"


class Pulse:
    """When the loop that hears clients was last seen going round."""

    __slots__ = ("_last",)

    def __init__(self) -> None:
        self._last = monotonic_ns()

    def stood(self, mono: int) -> bool:
        """Say whether it has not gone round for too long, at an instant of the monotonic clock."""
        return mono - self._last > _GAP

    async def watch(self) -> None:
        """Beat as long as the loop goes round; raises StalledError when it stood."""
        self._last = monotonic_ns()
        while True:
            await asyncio.sleep(_BEAT)
            mono = monotonic_ns()
            if self.stood(mono):
                raise StalledError
            self._last = mono
