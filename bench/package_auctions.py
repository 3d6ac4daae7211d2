"""Package auctions to measure with, generated after families of CATS and of Sandholm.

The code is our own. A generated auction is its items and its bids; a bid is (bidder, items, amount
in whole cents), and a bidder's bids exclude one another. The same seed gives the same auction.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

_STAY, _GROW = 0.9, 0.75
_PLAN = 6
"""How many bids a bidder of the regions makes at most."""


@dataclass(frozen=True, slots=True)
class Generated:
    """One generated auction."""

    items: tuple[str, ...]
    bids: tuple[tuple[str, tuple[str, ...], int], ...]


Plans = list[tuple[frozenset[int], float]]
Family = Callable[[Random, int], Iterator[Plans]]


def regions(draw: Random, goods: int) -> Iterator[Plans]:
    """Land side by side: packages grow along the borders of a map, larger ones worth more."""
    return _grown(draw, _map(draw, goods), goods)


def arbitrary(draw: Random, goods: int) -> Iterator[Plans]:
    """Things that go together more or less: every pair has a weight of its own."""
    near = {a: {b: draw.random() for b in range(goods) if b != a} for a in range(goods)}
    return _grown(draw, near, goods)


def matching(draw: Random, goods: int) -> Iterator[Plans]:
    """Slots at four places: each bidder wants one at every place, at times that fit together."""
    places, slots = 4, max(goods // 4, 1)
    while True:
        best, worth = [draw.random() * slots for _ in range(places)], draw.uniform(50, 150)
        plans = []
        for shift in range(-2, 3):
            late = [min(max(int(at) + shift, 0), slots - 1) for at in best]
            package = frozenset(place * slots + at for place, at in enumerate(late))
            plans.append((package, worth * 0.8 ** abs(shift) * draw.uniform(0.9, 1.1)))
        yield plans


def paths(draw: Random, goods: int) -> Iterator[Plans]:
    """Stretches of a line between two stations, and the detours beside it."""
    while True:
        length = draw.randint(1, min(6, goods - 1))
        since, worth = draw.randrange(goods - length), draw.uniform(1.0, 2.0) * length
        plans = []
        for late in range(min(4, goods - length - since)):
            stretch = frozenset(range(since + late, since + late + length))
            plans.append((stretch, worth * 100 * (1 - 0.1 * late)))
        yield plans


def decay(draw: Random, goods: int) -> Iterator[Plans]:
    """Anything with anything: packages grow by chance, worth about as much as they are large."""
    while True:
        package = {draw.randrange(goods)}
        while draw.random() < _GROW and len(package) < goods:
            package.add(draw.randrange(goods))
        yield [(frozenset(package), 100 * len(package) * draw.uniform(0.8, 1.2))]


FAMILIES: dict[str, Family] = {
    "matching": matching,
    "paths": paths,
    "regions": regions,
    "arbitrary": arbitrary,
    "decay": decay,
}


def generate(family: str, *, goods: int, bids: int, seed: int) -> Generated:
    """Return an auction of a family with so many goods and bids."""
    draw, made = Random(f"{family} {goods} {bids} {seed}"), []  # noqa: S311 - not for secrets
    for number, plans in enumerate(FAMILIES[family](draw, goods)):
        seen: dict[frozenset[int], float] = {}
        for package, worth in plans:
            seen.setdefault(package, worth)
        made += [
            (f"b{number:04}", tuple(f"g{g:03}" for g in sorted(p)), _cents(w))
            for p, w in seen.items()
        ]
        if len(made) >= bids:
            break
    return Generated(tuple(f"g{g:03}" for g in range(goods)), tuple(made[:bids]))


def _cents(worth: float) -> int:
    return max(1, round(worth * 100))


def _map(draw: Random, goods: int) -> dict[int, dict[int, float]]:
    """Join goods on a grid to their neighbours, some across, a few not at all."""
    side = next(n for n in range(1, goods + 1) if n * n >= goods)
    near: dict[int, dict[int, float]] = {good: {} for good in range(goods)}
    for a in range(goods):
        for b in (a + 1, a + side, a + side + 1, a + side - 1):
            beside = b < goods and abs(b % side - a % side) <= 1
            straight = b in (a + 1, a + side)
            if beside and draw.random() < (0.9 if straight else 0.2):
                near[a][b] = near[b][a] = 1.0
    return near


def _grown(draw: Random, near: dict[int, dict[int, float]], goods: int) -> Iterator[Plans]:
    common = [draw.uniform(1, 100) for _ in range(goods)]
    while True:
        own = [draw.uniform(-0.5, 0.5) for _ in range(goods)]
        plans = [_plan(draw, near, common, own) for _ in range(draw.randint(1, _PLAN))]
        yield plans


def _plan(
    draw: Random, near: dict[int, dict[int, float]], common: list[float], own: list[float]
) -> tuple[frozenset[int], float]:
    liking = [0.5 + mine for mine in own]
    package = {draw.choices(range(len(common)), [max(like, 0.01) for like in liking])[0]}
    while draw.random() < _STAY:
        weights = [
            sum(near[a].get(b, 0.0) for a in package) * max(liking[b], 0.01)
            if b not in package
            else 0.0
            for b in range(len(common))
        ]
        if not any(weights):
            break
        package.add(draw.choices(range(len(common)), weights)[0])
    worth = sum(common[good] * (1 + own[good]) for good in package)
    return frozenset(package), worth + len(package) ** 1.2
