"""Simultaneous rounds computed a second time, naively: round by round, in whole numbers.

Nothing here imports the mechanism. A bid is (second, bidder, item, amount), a second of its own
each.
"""

from collections.abc import Mapping, Sequence
from math import ceil

Bid = tuple[int, str, str, int]
Held = dict[str, tuple[str, int]]


class Hall:
    """The hall where the rounds are: prices on a board, and cards with what everybody may do."""

    def __init__(
        self, bidders: set[str], points: Mapping[str, int], *, start: int, step: int, waivers: int
    ) -> None:
        self.points, self.start, self.step = points, start, step
        self.board: Held = {}
        self.may = dict.fromkeys(bidders, sum(points.values()))
        self.waivers = dict.fromkeys(bidders, waivers)
        self.heard: dict[tuple[str, str], tuple[int, int]] = {}

    def active(self, bidder: str, *more: str) -> int:
        """Add up the points a bidder holds or bids for."""
        held = {item for item, (leader, _) in self.board.items() if leader == bidder}
        items = held | {item for who, item in self.heard if who == bidder} | set(more)
        return sum(self.points[item] for item in items)

    def hear(self, bid: Bid) -> None:
        """Write a bid down if it fits."""
        second, bidder, item, amount = bid
        leader, price = self.board.get(item, ("", self.start - self.step))
        on_grid = (amount - self.start) % self.step == 0
        if bidder == leader or amount <= price or not on_grid:
            return
        if self.active(bidder, item) <= self.may[bidder]:
            self.heard[bidder, item] = (amount, -second)

    def close(self, percent: int) -> None:
        """Take cards and waivers from who did too little, and put the best bids on the board."""
        for bidder, may in self.may.items():
            active = self.active(bidder)
            if active >= ceil(may * percent / 100):
                continue
            if self.waivers[bidder]:
                self.waivers[bidder] -= 1
            else:
                self.may[bidder] = min(may, active * 100 // percent)
        for item in self.points:
            here = {who: told for (who, what), told in self.heard.items() if what == item}
            if here:
                winner = max(here, key=lambda who: here[who])
                self.board[item] = (winner, here[winner][0])
        self.heard = {}


def simultaneous(
    bids: Sequence[Bid],
    hall: Hall,
    *,
    round_: int,
    pause: int,
    most: int,
    percent: int,
) -> list[dict[str, int]]:
    """Play the rounds in a hall; return what every bidder might bid on after each."""
    after: list[dict[str, int]] = []
    for number in range(most):
        opens = number * (round_ + pause)
        for bid in sorted(bids):
            if opens <= bid[0] <= opens + round_:
                hall.hear(bid)
        quiet = not hall.heard
        hall.close(percent)
        after.append(dict(hall.may))
        if quiet:
            break
    return after
