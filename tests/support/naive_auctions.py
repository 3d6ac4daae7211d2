"""Auctions computed a second time, naively: whole numbers, one second, unit and turn at a time.

Nothing here imports the mechanisms. A bid is (second, bidder, amount, quantity).
"""

from collections.abc import Sequence

Bid = tuple[int, str, int, int]
Won = dict[str, tuple[int, int]]


def ascending(
    bids: Sequence[Bid], *, start: int, step: int, until: int, window: int, reserve: int
) -> Won:
    """A listing of two or more goes on as long as somebody bids within the window."""
    allowed = range(start, 10**6, step)
    best, leader, close, listed = 0, "", until + window, set[str]()
    for at, bidder, amount, _ in bids:
        if amount not in allowed or amount <= best or bidder == leader:
            continue
        if at <= until:
            listed.add(bidder)
        elif len(listed) < 2 or bidder not in listed or at > close:
            continue
        else:
            close = max(close, at + window)
        best, leader = amount, bidder
    return {leader: (best, 0)} if leader and best >= reserve else {}


def texas(bids: Sequence[Bid], *, start: int, step: int, pause: int, rest: int, stop: int) -> Won:
    """Every bid opens a pause and a round; a second without a round is no second to bid in."""
    shown, leader, opens = start + step, "", pause
    for at, bidder, amount, _ in bids:
        if opens >= stop or not opens <= at <= min(opens + rest, stop):
            continue
        if amount == shown or (amount > shown and amount % step == 0):
            shown, leader, opens = amount + step, bidder, at + pause
    return {leader: (shown - step, 0)} if leader else {}


def sealed_first(bids: Sequence[Bid]) -> Won:
    """The highest of everybody's last quotations; of equal ones the first to arrive."""
    last = {bidder: (amount, -at) for at, bidder, amount, _ in sorted(bids)}
    if not last:
        return {}
    winner = max(last, key=lambda bidder: last[bidder])
    return {winner: (last[winner][0], 0)}


def uniform(bids: Sequence[Bid], *, quantity: int, by_time: bool) -> Won:
    """Give out unit after unit from the best price down; the last unit's price is everyone's."""
    last = {bidder: (amount, wanted, at) for at, bidder, amount, wanted in sorted(bids)}
    got = dict.fromkeys(last, 0)
    price, left = 0, quantity
    for level in sorted({amount for amount, _, _ in last.values()}, reverse=True):
        group = {b: (wanted, at) for b, (amount, wanted, at) in last.items() if amount == level}
        if left == 0:
            break
        price = level
        for bidder, units in _shared(group, left, by_time=by_time).items():
            got[bidder] += units
            left -= units
    return {bidder: (price, units) for bidder, units in got.items() if units}


def _shared(group: dict[str, tuple[int, int]], left: int, *, by_time: bool) -> dict[str, int]:
    everything = sum(wanted for wanted, _ in group.values())
    if everything <= left:
        return {bidder: wanted for bidder, (wanted, _) in group.items()}
    if by_time:
        queue = [b for b in sorted(group, key=lambda b: group[b][1]) for _ in range(group[b][0])]
        return {bidder: queue[:left].count(bidder) for bidder in group}
    given = dict.fromkeys(group, 0)
    for _ in range(left):
        # The unit goes where most is still owed; once whole units are given, to the largest rest.
        owed = {b: left * wanted - given[b] * everything for b, (wanted, _) in group.items()}
        given[min(group, key=lambda b: (-owed[b], -group[b][0], group[b][1]))] += 1
    return given


def one_way(bids: Sequence[Bid], *, start: int, step: int, quantity: int, close: int) -> Won:
    """Queue unit after unit by price and arrival; the first `quantity` of them are sold."""
    last: dict[str, tuple[int, int, int]] = {}
    for at, bidder, amount, wanted in bids:
        own = last.get(bidder)
        fits = amount in range(start, 10**6, step) and wanted <= quantity and at <= close
        if fits and (own is None or (amount > own[0] and wanted >= own[2])):
            last[bidder] = (amount, at, wanted)
    order = sorted(last, key=lambda b: (-last[b][0], last[b][1]))
    queue = [bidder for bidder in order for _ in range(last[bidder][2])][:quantity]
    return {bidder: (last[bidder][0], queue.count(bidder)) for bidder in set(queue)}


def reverse_rounds(
    offers: dict[str, int], bids: Sequence[Bid], *, step: int, pause: int, turn: int
) -> Won:
    """Play three rounds turn by turn; everybody speaks only in its own."""
    standing = {
        bidder: (amount, i - len(offers)) for i, (bidder, amount) in enumerate(offers.items())
    }
    clock = 0
    for _ in range(3 if len(standing) > 1 else 0):
        clock += pause
        for bidder in sorted(standing, key=lambda b: standing[b], reverse=True):
            own = standing[bidder][0]
            for at, who, amount, _ in bids:
                if clock <= at < clock + turn and who == bidder and 0 < amount <= own - step:
                    standing[bidder] = (amount, at)
            clock += turn
    best = min(standing, key=lambda b: standing[b])
    return {best: (standing[best][0], 0)}


def dutch(
    bids: Sequence[Bid], *, start: int, stage: int, drops: int, sealed: int, best: int
) -> Won:
    """The first who names the price on the board takes it; the others answer, then he does."""
    board = {at: start - start * (at // stage) // 100 for at in range(stage * (drops + 1))}
    taken = next(((at, b, amount) for at, b, amount, _ in bids if board.get(at) == amount), None)
    if taken is None:
        return {}
    at, taker, price = taken
    over = [(t, b, a) for t, b, a, _ in bids if a > price]
    hidden = {b: (a, -t) for t, b, a in over if b != taker and at < t <= at + sealed}
    late = range(at + sealed + 1, at + sealed + best + 1)
    answer = [(a, -t) for t, b, a in over if b == taker and t in late]
    hidden[taker] = answer[-1] if hidden and answer else (price, -at)
    winner = max(hidden, key=lambda b: hidden[b])
    return {winner: (hidden[winner][0], 0)}
