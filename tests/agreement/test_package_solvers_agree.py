"""Two solvers find the same worth in package auctions too large to look through by hand."""

import pytest
from bench.combinatorial import market
from bench.package_auctions import FAMILIES, generate

from poletai.core.auctions.packages.budget import Budget
from poletai.core.auctions.packages.core_prices import core
from poletai.core.auctions.packages.second_solver import second_worth
from poletai.core.auctions.packages.vcg import vcg
from poletai.core.auctions.packages.winners import choose

SEEDS = (1, 2)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("family", FAMILIES)
def test_the_worth_of_the_winners_is_the_same_by_both(family: str, seed: int) -> None:
    drawn = market(generate(family, goods=20, bids=90, seed=seed))

    choice = choose(drawn, Budget(60))

    assert choice.proved
    assert choice.worth == second_worth(drawn)


@pytest.mark.parametrize("family", FAMILIES)
def test_vcg_brings_no_more_than_the_core_and_the_core_no_more_than_the_bids(family: str) -> None:
    drawn = market(generate(family, goods=12, bids=60, seed=3))
    choice = choose(drawn, Budget(60))
    by_vcg = vcg(drawn, Budget(60), choice)
    assert by_vcg is not None
    by_core = core(drawn, Budget(60), choice, by_vcg)
    assert by_core is not None

    worths = drawn.by_bidder(choice.chosen)
    assert all(by_vcg[bidder] <= by_core[bidder] <= worths[bidder] for bidder in worths)
    assert sum(by_vcg.values()) <= sum(by_core.values()) <= choice.worth


def test_searches_that_run_out_of_work_end_alike() -> None:
    drawn = market(generate("matching", goods=40, bids=400, seed=1))

    ended = [choose(drawn, Budget(1)) for _ in range(2)]

    assert ended[0] == ended[1]
