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
    refused = {s.then.refused for s in rules.scenarios(name) if s.then.refused is not None}

    assert refused
    assert all(rules.library().article(law).text.zh for law in refused)
