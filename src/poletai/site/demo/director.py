"""The director: plays many stories side by side in the order of their moments."""

import heapq
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from poletai.exchange.house import House
from poletai.exchange.read_models.standings import standing_of
from poletai.site.demo.errors import DemoStuckError
from poletai.site.demo.live_sales import LiveSale, sell
from poletai.site.demo.moved_clock import MovedClock
from poletai.site.demo.performing import perform
from poletai.site.demo.plays import Wait, play
from poletai.site.demo.retelling import Trade
from poletai.site.demo.stories import Story

_PATIENCE = 60.0
_WAITING = ("announced", "closed", "listed")


@dataclass(slots=True)
class Director:
    """Stories under way: whose moment comes next, and who waits for a lot to be opened."""

    house: House
    clock: MovedClock
    until: datetime | None = None
    told: dict[int, str] = field(default_factory=dict)
    _queue: list[tuple[datetime, int, Iterator[Wait]]] = field(default_factory=list)
    _waiting: list[tuple[str, int, Iterator[Wait]]] = field(default_factory=list)

    def stage(
        self,
        stories: tuple[Story, ...],
        moved: Callable[[], None],
        trades: tuple[Trade, ...] = (),
        sales: tuple[LiveSale, ...] = (),
    ) -> dict[int, str]:
        """Play all stories; `moved` is called after every scene. Returns their procedures."""
        for story in stories:
            self._go_on(story.number, play(self.house, story, self.told))
        for number, trade in enumerate(trades, len(stories) + 1):
            self._go_on(number, perform(self.house, trade, number, self.told))
        for number, sale in enumerate(sales, len(stories) + len(trades) + 1):
            self._go_on(number, sell(self.house, sale, number, self.told))
        while self._queue or self._waiting:
            self._next()
            moved()
        return self.told

    def _next(self) -> None:
        if self._waiting and not self._due_now():
            self._await_lots()
            return
        moment, number, scenes = heapq.heappop(self._queue)
        self.clock.advance(moment)
        self._go_on(number, scenes)

    def _due_now(self) -> bool:
        return bool(self._queue) and self._queue[0][0] <= self.clock.now()

    def _go_on(self, number: int, scenes: Iterator[Wait]) -> None:
        wait = next(scenes, None)
        if isinstance(wait, datetime):
            if self.until is not None and wait > self.until:
                return
            heapq.heappush(self._queue, (wait, number, scenes))
        elif wait is not None:
            self._waiting.append((wait, number, scenes))

    def _await_lots(self) -> None:
        procedure, number, scenes = self._waiting.pop(0)
        give_up = time.monotonic() + _PATIENCE
        while self._shut(procedure):
            if time.monotonic() > give_up:
                raise DemoStuckError("lots", f"those of story {number} did not open in a minute")
            time.sleep(0.05)
        self._go_on(number, scenes)

    def _shut(self, procedure: str) -> bool:
        lots = standing_of(self.house, procedure).lots.values()
        return any(lot.state in _WAITING for lot in lots)
