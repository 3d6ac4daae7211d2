"""Winners of package auctions found and proved: 50 items, 1,000 bids, families of several kinds."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean

from bench.package_auctions import FAMILIES, Generated, generate
from bench.support import Measure, publish, timed
from poletai.core.auctions.packages.budget import Budget
from poletai.core.auctions.packages.core_prices import core
from poletai.core.auctions.packages.market import Market, Package
from poletai.core.auctions.packages.second_solver import second_worth
from poletai.core.auctions.packages.vcg import vcg
from poletai.core.auctions.packages.winners import Choice, choose

GOODS, BIDS, SEEDS = 50, 1000, range(4)
EFFORT = 300
PRICED = ("paths", "regions", "matching")
BASELINE = "scipy.optimize.milp on the same auctions, no ties parted, s"


@dataclass(frozen=True, slots=True)
class Found:
    """What came of one auction: the choice, and the seconds it and the baseline took."""

    choice: Choice
    seconds: float
    baseline: float

    @property
    def gap(self) -> float:
        """By how much of it a better choice might still exceed this one."""
        return (self.choice.bound - self.choice.worth) / self.choice.worth


def main() -> int:
    """Find winners of every family, and prices of some."""
    choose(market(generate("paths", goods=5, bids=9, seed=0)), Budget(EFFORT))
    found = {family: [search(family, seed) for seed in SEEDS] for family in FAMILIES}
    winners = [row for family, told in found.items() for row in winning(family, told)]
    return publish("combinatorial", [*winners, *(row for name in PRICED for row in prices(name))])


def search(family: str, seed: int) -> Found:
    """Find the winners of one auction, and its worth a second time."""
    drawn = market(generate(family, goods=GOODS, bids=BIDS, seed=seed))
    with timed() as ours:
        choice = choose(drawn, Budget(EFFORT))
    with timed() as theirs:
        again = second_worth(drawn)
    assert again in (None, choice.worth), f"{family} {seed}: the two solvers differ"
    return Found(choice, ours.seconds, theirs.seconds)


def winning(family: str, found: list[Found]) -> Iterator[Measure]:
    """Tell the seconds of a family, its slowest auction, and the widest gap left."""
    proved = sum(one.choice.proved for one in found)
    size = f"{GOODS} items, {BIDS:,} bids"
    yield Measure(
        f"winners of {family}, {size}: found, proved, ties parted",
        *(mean(one.seconds for one in found), "s"),
        *(BASELINE, mean(one.baseline for one in found)),
        note=f"{proved} of {len(found)} proved; slowest {max(o.seconds for o in found):.2f} s",
    )
    yield Measure(
        f"gap left in {family}, the widest of {len(found)}",
        *(max(one.gap for one in found), "of the worth"),
        limit=0.0,
        at_least=False,
    )


def prices(family: str) -> Iterator[Measure]:
    """Tell the seconds that VCG and core prices of all winners take, against finding them."""
    drawn = market(generate(family, goods=GOODS, bids=BIDS, seed=0))
    with timed() as choosing:
        choice = choose(drawn, Budget(EFFORT))
    with timed() as first:
        by_vcg = vcg(drawn, Budget(EFFORT), choice)
    assert by_vcg is not None
    with timed() as second:
        by_core = core(drawn, Budget(EFFORT), choice, by_vcg)
    assert by_core is not None
    assert sum(by_vcg.values()) <= sum(by_core.values()) <= choice.worth
    count = f"of {len(choice.chosen)} winners, {family}"
    baseline = ("finding the winners, s", choosing.seconds)
    yield Measure(f"VCG prices {count}", first.seconds, "s", *baseline)
    yield Measure(f"core prices {count}, after VCG", second.seconds, "s", *baseline)


def market(drawn: Generated) -> Market:
    """Return a generated auction as the search sees it, amounts in cents."""
    bidders: dict[str, int] = {}
    place = {item: index for index, item in enumerate(drawn.items)}
    return Market(
        bids=tuple(
            Package(
                bidders.setdefault(bidder, len(bidders)),
                tuple(place[item] for item in items),
                cents,
            )
            for bidder, items, cents in drawn.bids
        )
    )


if __name__ == "__main__":
    sys.exit(main())
