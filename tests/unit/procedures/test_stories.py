"""Stories are read strictly, and one that is not true says how."""

from datetime import UTC, datetime

import pytest
from tests.support import rules

from poletai.core.procedures.library import SCENARIOS, Library, read_library
from poletai.core.procedures.playing import start, take
from poletai.core.procedures.scenarios import Step
from poletai.core.procedures.short_forms import expand
from poletai.core.procedures.stories import read_stories
from poletai.core.procedures.verdicts import try_scenarios

# The rulebook with no story told.
FILES = {name: data for name, data in rules.files().items() if not name.endswith(SCENARIOS)}
FILE = "cn/works.open-tender.scenarios.toml"


def told(text: str) -> Library:
    library, problems = read_library({**FILES, FILE: text.encode()})
    assert problems == ()
    return library


WHEN = (
    'command = "draft-procedure", by = "principal", at = 2026-03-01T09:00:00+08:00,'
    ' title = "A bridge", principal = "city"'
)
DRAFT = f"""
[[scenario]]
name = "a draft"
when = {{ {WHEN} }}
"""

FALSE = [
    ('then = { refused = "platform.rules#1" }', "refused should be 'platform.rules#1', is None"),
    ('then = { events = ["bid-deposited"] }', "events should be ('bid-deposited',)"),
    ('then = { advice = ["platform.rules#1"] }', "advice should be ('platform.rules#1',), is ()"),
    ('then = { states = { procedure = "failed" } }', "procedure should be failed, is draft"),
    ('then = { states = { "lot.1" = "listed" } }', "lot.1 should be listed, is None"),
    ('then = { states = { "bid.1.a" = "opened" } }', "bid.1.a should be opened, is None"),
    ('then = { facts = { title = "A road" } }', "title should be 'A road', is 'A bridge'"),
    ('then = { facts = { "lot.1.title" = "A" } }', "lot.1.title should be 'A', is None"),
]


@pytest.mark.parametrize(("then", "said"), FALSE)
def test_a_story_that_is_not_true_says_how(then: str, said: str) -> None:
    library = told(DRAFT + then)

    verdict = try_scenarios(library, library.definition(rules.WORKS))

    assert any(said in problem.message for problem in verdict.problems)


def test_a_refusal_nobody_told_of_is_said_with_its_reason() -> None:
    library = told(DRAFT.replace('"principal", at', '"bidder", at') + "then = {}")

    verdict = try_scenarios(library, library.definition(rules.WORKS))

    assert any("it was refused: draft-procedure belongs" in p.message for p in verdict.problems)


def test_what_no_story_touches_is_listed() -> None:
    library = told(DRAFT + "then = {}")

    codes = {p.code for p in try_scenarios(library, library.definition(rules.WORKS)).problems}

    assert codes == {"rulebook.move-not-reached", "rulebook.condition-not-tried"}


def test_a_definition_without_stories_has_that_as_its_problem() -> None:
    library, _ = read_library(FILES)

    verdict = try_scenarios(library, library.definition(rules.WORKS))

    assert [problem.code for problem in verdict.problems] == ["rulebook.no-scenarios"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[scenario", "Expected"),
        ("colour = 1", "'colour' is no key here"),
        (DRAFT, "then"),
        (DRAFT + "then = { colour = 1 }", "colour"),
        (DRAFT + "then = {}\n" + DRAFT + "then = {}", "two scenarios are called 'a draft'"),
        (DRAFT + 'then = {}\nafter = "a draft"', "not told before it"),
    ],
)
def test_a_story_is_read_strictly(text: str, said: str) -> None:
    _, problems = read_stories([("stories.toml", text.encode())], {})

    assert any(said in problem.message for problem in problems)


def test_stories_that_do_not_read_are_not_played() -> None:
    library = told(DRAFT)

    verdict = try_scenarios(library, library.definition(rules.WORKS))

    assert [problem.code for problem in verdict.problems] == ["rulebook.scenario"]


def test_a_step_nobody_knows_is_refused_as_unknown() -> None:
    definition = rules.definition(rules.WORKS)
    step = Step(at=datetime(2026, 3, 1, tzinfo=UTC), command="dance", by="principal")

    now = take(rules.library(), definition, start(definition), step)

    assert now.refusal is not None
    assert (now.refusal.code, now.refusal.law) == ("unknown-move", "platform.rules#1")


def test_fields_written_out_in_full_stay_as_they_are() -> None:
    for kind in ("committee", "shares", "openings", "documents", "grounds", "lots"):
        assert expand(kind, []) == []
    assert expand("keysets", {"1": {}}) == {"1": {}}
    assert expand("money", {"amount": "1"}) == {"amount": "1"}
    assert expand("date", datetime(2026, 3, 1, tzinfo=UTC).date()) == "2026-03-01"


LATER = """
[[scenario]]
name = "a notice from a moment nobody knows"
after = "a draft"
when = { command = "publish-notice", at = "sunset" }
then = {}
[[scenario]]
name = "a notice that says its moments"
after = "a draft"
when = { command = "publish-notice", documents-from = "now", deadline = "dusk", lots = ["1"] }
then = {}
"""


def test_a_moment_nobody_knows_ends_a_story() -> None:
    library = told(DRAFT + "then = {}" + LATER)

    said = [p.message for p in try_scenarios(library, library.definition(rules.WORKS)).problems]

    assert any("'sunset' is no moment here" in message for message in said)
    assert any("'dusk' is no moment here" in message for message in said)
