"""Package auctions computed a second time, naively: every choice of bids looked at, one by one.

Nothing here imports the mechanism. A bid is (bidder, items, whole amount), in order of arrival.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, combinations

Bid = tuple[str, frozenset[str], int]


def choices(bids: Sequence[Bid], *, exclusive: bool) -> Iterator[tuple[int, ...]]:
    """Yield every set of bids that no item, and no bidder where bids exclude, is in twice."""

    def grown(chosen: tuple[int, ...], since: int) -> Iterator[tuple[int, ...]]:
        yield chosen
        for index in range(since, len(bids)):
            bidder, items, _ = bids[index]
            others = [bids[other] for other in chosen]
            clash = any(items & o[1] or (exclusive and o[0] == bidder) for o in others)
            if not clash:
                yield from grown((*chosen, index), index + 1)

    return grown((), 0)


def winners(bids: Sequence[Bid], *, exclusive: bool) -> tuple[tuple[int, ...], int]:
    """Return the best choice and its worth; of equal ones that with the earliest bids."""

    def rank(chosen: tuple[int, ...]) -> tuple[int, list[bool]]:
        return sum(bids[i][2] for i in chosen), [i in chosen for i in range(len(bids))]

    best = max(choices(bids, exclusive=exclusive), key=rank)
    return best, rank(best)[0]


def worth_of(bids: Sequence[Bid], group: frozenset[str], *, exclusive: bool) -> int:
    """Return what a group of bidders can bring among themselves."""
    return winners([bid for bid in bids if bid[0] in group], exclusive=exclusive)[1]


def vcg(bids: Sequence[Bid], *, exclusive: bool, floor: int = 0) -> dict[str, int]:
    """Return what each winner pays: what the others, and an owner with a floor, lose by it."""
    chosen, worth = winners(bids, exclusive=exclusive)
    everyone = frozenset(bid[0] for bid in bids)
    paid: dict[str, int] = {}
    for bidder in {bids[i][0] for i in chosen}:
        own = sum(bids[i][2] for i in chosen if bids[i][0] == bidder)
        without = max(floor, worth_of(bids, everyone - {bidder}, exclusive=exclusive))
        paid[bidder] = own - (worth - without)
    return paid


def groups(bids: Sequence[Bid]) -> Iterator[frozenset[str]]:
    """Yield every group of bidders."""
    everyone = sorted({bid[0] for bid in bids})
    sizes = (combinations(everyone, size) for size in range(len(everyone) + 1))
    return map(frozenset, chain.from_iterable(sizes))


def asked(
    bids: Sequence[Bid], *, exclusive: bool, floor: int = 0
) -> Iterator[tuple[frozenset[str], int]]:
    """Yield what each group asks of the winners who are not in it, that it not outbid them."""
    chosen, _ = winners(bids, exclusive=exclusive)
    won: dict[str, int] = {}
    for i in chosen:
        won[bids[i][0]] = won.get(bids[i][0], 0) + bids[i][2]
    yield frozenset(won), floor
    for group in groups(bids):
        own = sum(amount for bidder, amount in won.items() if bidder in group)
        yield frozenset(won) - group, worth_of(bids, group, exclusive=exclusive) - own
