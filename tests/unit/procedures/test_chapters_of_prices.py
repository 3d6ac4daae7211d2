"""The chapter on preferences in works holds over the tender a government would buy them by."""

from tests.support.chapters import tried
from tests.support.rules import WORKS


def test_every_story_of_the_chapter_is_true_and_tries_all_of_it() -> None:
    assert tried(WORKS, "cn.price-preferences-works").problems == ()
