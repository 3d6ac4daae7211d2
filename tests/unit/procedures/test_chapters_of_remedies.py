"""The chapters about remedies and securities hold over the definitions they are written for."""

import pytest
from tests.support.chapters import tried
from tests.support.rules import PROCUREMENT, WORKS

CHAPTERS = [
    (WORKS, "cn.tendering-clocks"),
    (PROCUREMENT, "cn.procurement-clocks"),
]


@pytest.mark.parametrize(("extends", "chapter"), CHAPTERS)
def test_every_story_of_a_chapter_is_true_and_tries_all_of_it(extends: str, chapter: str) -> None:
    assert tried(extends, chapter).problems == ()
