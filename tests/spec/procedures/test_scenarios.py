"""Every story told beside a definition is true, and every rule has its story."""

import pytest
from tests.support import rules

from poletai.core.procedures.scenarios import Scenario
from poletai.core.procedures.verdicts import try_scenarios, wrong

TOLD = [(name, scenario) for name in rules.DEFINITIONS for scenario in rules.scenarios(name)]


@pytest.mark.parametrize(
    ("name", "scenario"), TOLD, ids=[f"{name}: {scenario.name}" for name, scenario in TOLD]
)
def test_the_law_says_so(name: str, scenario: Scenario) -> None:
    assert wrong(scenario, rules.endings(name)[scenario.name]) == ()


@pytest.mark.parametrize("name", rules.DEFINITIONS)
def test_every_move_is_reached_and_every_condition_met_and_broken(name: str) -> None:
    verdict = try_scenarios(rules.library(), rules.definition(name))

    assert verdict.problems == ()
    assert len(verdict.scenarios) == len(rules.scenarios(name))
    assert all(count.met and count.unmet for count in verdict.articles)


@pytest.mark.parametrize("name", rules.DEFINITIONS)
def test_every_refusal_cites_an_article_that_can_be_read(name: str) -> None:
    refusals = [end.refusal for end in rules.endings(name).values() if end.refusal is not None]

    assert refusals
    assert all(rules.library().article(refusal.law).text.zh for refusal in refusals)
