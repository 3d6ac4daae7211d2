"""Stories are gathered from every chapter, and say when things happen by what happened before."""

from datetime import UTC, datetime, timedelta

import pytest

from poletai.core.procedures.errors import UnknownMomentError
from poletai.core.procedures.moments import is_moment, moment
from poletai.core.procedures.stories import read_stories

STORIES = """
[sample.publish]
by = "principal"
at = "deadline - 1 day"
reason = "Because"
text = "Hello"

[[scenario]]
name = "second"
after = "first"
when = { command = "publish", but = ["text"], by = "agency" }
then = { refused = "here#praise", advice = ["here#notice"] }

[[scenario]]
name = "first"
when = { command = "end", at = "+1 day" }
then = {}
"""
HERE = {"praise": "xx.law#2", "notice": "xx.law#1"}


def test_stories_take_samples_and_their_order_is_what_comes_after_what() -> None:
    stories, problems = read_stories([("a", STORIES.encode())], HERE)

    assert problems == ()
    assert [story.name for story in stories] == ["first", "second"]
    step = stories[1].steps[0]
    assert (step.by, step.at, step.fields) == ("agency", "deadline - 1 day", {"reason": "Because"})
    assert (stories[1].then.refused, stories[1].then.advice) == ("xx.law#2", ("xx.law#1",))


def test_a_file_above_replaces_and_leaves_out_stories() -> None:
    own = (
        'without = ["second"]\n[[scenario]]\nname = "first"\nwhen = { command = "x" }\nthen = {}\n'
    )

    stories, problems = read_stories([("a", STORIES.encode()), ("b", own.encode())], HERE)

    assert problems == ()
    assert [(story.name, story.steps[0].command) for story in stories] == [("first", "x")]


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ('without = ["third"]', "no story 'third'"),
        ('[[scenario]]\nname = "a"\nwhen = { at = "dusk!" }\nthen = {}', "is no moment"),
        ('[[scenario]]\nname = "a"\nafter = "z"\nwhen = {}\nthen = {}', "not told before it"),
    ],
)
def test_stories_say_what_is_wrong_with_them(own: str, said: str) -> None:
    _, problems = read_stories([("b", own.encode())], {})

    assert said in problems[0].message


NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)
FACTS = ({"deadline": "2026-03-20T01:00:00Z", "reason": "none"},)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("+2 days", NOON + timedelta(days=2)),
        ("now - 1 week + 3 hours", NOON - timedelta(days=7) + timedelta(hours=3)),
        ("deadline - 1 second", datetime(2026, 3, 20, 0, 59, 59, tzinfo=UTC)),
        ("+1 day at 09:30", datetime(2026, 3, 2, 9, 30, tzinfo=UTC)),
        ("deadline at 10:00:05", datetime(2026, 3, 20, 10, 0, 5, tzinfo=UTC)),
    ],
)
def test_a_moment_is_counted_from_what_is_known(said: str, expected: datetime) -> None:
    assert is_moment(said)
    assert moment(said, NOON, FACTS, UTC) == expected


@pytest.mark.parametrize("said", ["sunset + 1 day", "reason", "soon!"])
def test_a_moment_that_stands_on_nothing_is_said(said: str) -> None:
    with pytest.raises(UnknownMomentError, match="is no moment"):
        moment(said, NOON, FACTS, UTC)


def test_nothing_is_later_than_a_step_that_was_not() -> None:
    with pytest.raises(UnknownMomentError):
        moment("+1 day", None, (), UTC)
