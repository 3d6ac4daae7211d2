"""Every story told of a definition is true, and every rule has its story."""

import pytest
from tests.support import rules

from poletai.core.procedures.verdicts import try_scenarios


@pytest.mark.parametrize("name", rules.DEFINITIONS)
def test_the_law_says_so_and_every_move_and_condition_has_its_story(name: str) -> None:
    verdict = try_scenarios(rules.library(), rules.definition(name))

    assert [problem.message for problem in verdict.problems] == []
    assert len(verdict.scenarios) == len(rules.scenarios(name))
    assert all(count.met and count.unmet for count in verdict.articles)


@pytest.mark.parametrize("name", rules.DEFINITIONS)
def test_every_refusal_cites_an_article_that_can_be_read(name: str) -> None:
    refusals = [end.refusal for end in rules.endings(name).values() if end.refusal is not None]

    assert refusals
    assert all(rules.library().article(refusal.law).text.zh for refusal in refusals)
