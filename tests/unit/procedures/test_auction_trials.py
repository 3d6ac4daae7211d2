"""Auctions in trades: a listing settled from its record, sealed bids settled at one price."""

import pytest
from tests.support import trials

from poletai.core.procedures.verdicts import try_scenarios

LIVE, UNIFORM = "cn.trial.live", "cn.trial.uniform"


@pytest.mark.parametrize("name", [LIVE])
def test_the_stories_of_an_auction_reach_everything_and_are_true(name: str) -> None:
    verdict = try_scenarios(trials.library(), trials.definition(name))

    assert [problem.message for problem in verdict.problems] == []
