"""A rule binds the procedures of its own days: those whose notice appears while it is law."""

from datetime import date, timedelta

import pytest
from tests.support import rules

from poletai import rulebook
from poletai.core.basics.instant import parse_instant
from poletai.core.basics.problem import Problem
from poletai.core.procedures.explain import explain
from poletai.core.procedures.library import Library, read_library
from poletai.core.procedures.limits import running
from poletai.core.procedures.outlook import next_moves
from poletai.core.procedures.playing import Play, play
from poletai.core.procedures.timers import catch_up, closing_now, next_due
from poletai.core.procedures.timetable import plan
from poletai.core.procedures.verdicts import told, try_scenarios

FILES = {name: rulebook.read(name) for name in rulebook.names()}
FILE = "cn-ln/works.open-tender.toml"
HEAD = """
name = "cn-ln.works.open-tender"
extends = "cn.works.open-tender"
title = { zh = "示例", en = "Example" }
"""
LARGE = (
    '{ is = "at-least-days-after", instant = "deadline", after = "at", days = "long",'
    ' law = "cn-ln.example#1"'
)
LONG = """
[parameter.long]
title = { zh = "更长", en = "Longer" }
unit = "days"
verified-on = 2026-11-22
value = [{ since = 2026-01-01, is = 40, law = "cn-ln.example#1" }]
"""
OPENING = "a notice opens the lots for bids"


def read(text: str) -> tuple[Library, tuple[Problem, ...]]:
    return read_library({**FILES, FILE: (HEAD + text).encode()})


def noticed(condition: str) -> Play:
    """Announce on 2 March 2026, 23 days before the deadline, under one more condition."""
    text = f'{LONG}[[move]]\nwhen = "publish-notice"\nalso-provided = [{condition}]\n'
    library, problems = read(text)
    assert problems == ()
    definition = library.definition("cn-ln.works.open-tender")
    stories, _ = told(library, rules.WORKS)
    return play(library, definition, stories)[OPENING]


@pytest.mark.parametrize(
    ("days", "refused"),
    [
        ("", True),
        (", since = 2026-03-02", True),
        (", since = 2026-03-03", False),
        (", ceases = 2026-03-02", False),
        (", ceases = 2026-03-03", True),
        (", since = 2026-03-01, ceases = 2026-03-03", True),
    ],
)
def test_a_condition_binds_from_its_day_until_it_ceases(days: str, *, refused: bool) -> None:
    end = noticed(f"{LARGE}{days} }}")

    assert (end.refusal is not None and end.refusal.law == "cn-ln.example#1") is refused


@pytest.mark.parametrize(
    ("days", "refused"), [("since = 2026-10-01", True), ("ceases = 2026-10-01", False)]
)
def test_a_move_is_there_for_the_procedures_of_its_days(days: str, *, refused: bool) -> None:
    library, _ = read(f'[[move]]\nwhen = "publish-notice"\n{days}\n')
    definition = library.definition("cn-ln.works.open-tender")
    stories, _ = told(library, rules.WORKS)
    end = play(library, definition, stories)[OPENING]

    assert (end.refusal is not None and end.refusal.code == "not-in-force") is refused
    if end.refusal is not None:
        assert end.refusal.details["since"] == "2026-10-01"


def test_what_is_not_yet_law_is_neither_offered_nor_planned() -> None:
    library, _ = read('[[move]]\nwhen = "publish-notice"\nsince = 2026-10-01\n')
    definition = library.definition("cn-ln.works.open-tender")
    stories, _ = told(library, rules.WORKS)
    drafted = play(library, definition, stories)["a procedure is drafted"].standing
    assert drafted.at is not None
    early, late = (library.values(definition, day) for day in (date(2026, 3, 2), date(2026, 10, 1)))

    offered = [
        {move.move.when for move in next_moves(definition, values, drafted, drafted.at)}
        for values in (early, late)
    ]
    planned = [{stop.name for stop in plan(definition, v, drafted.at)} for v in (early, late)]

    assert "publish-notice" not in offered[0]
    assert "publish-notice" in offered[1]
    assert "deadline" not in planned[0]
    assert "deadline" in planned[1]


def test_a_limit_of_a_step_that_is_not_law_runs_for_nobody() -> None:
    library, _ = read('[[move]]\nwhen = "accept-complaint"\nsince = 2026-10-01\n')
    definition = library.definition("cn-ln.works.open-tender")
    early, late = (
        {each.move.when for each in running(definition, library.values(definition, day))}
        for day in (date(2026, 3, 2), date(2026, 10, 1))
    )

    assert late - early == {"accept-complaint"}


def test_the_clock_takes_only_moves_that_are_law() -> None:
    library, _ = read('[[move]]\nwhen = "close-bids"\nsince = 2026-10-01\n')
    definition = library.definition("cn-ln.works.open-tender")
    stories, _ = told(library, rules.WORKS)
    open_for_bids = play(library, definition, stories)[OPENING].standing
    early, late = (library.values(definition, day) for day in (date(2026, 3, 2), date(2026, 10, 1)))
    deadline = parse_instant(open_for_bids.facts["deadline"])
    moment, over = deadline + timedelta(seconds=1), deadline + timedelta(hours=1)

    assert next_due(definition, early, open_for_bids) is None
    assert closing_now(definition, early, open_for_bids, moment) is None
    assert catch_up(definition, early, open_for_bids, over) == ((), open_for_bids)
    assert next_due(definition, late, open_for_bids) == deadline + timedelta(seconds=5)
    assert closing_now(definition, late, open_for_bids, moment) is not None
    assert catch_up(definition, late, open_for_bids, over)[1].state != open_for_bids.state


def test_a_rule_that_ends_before_it_begins_is_a_problem() -> None:
    condition = f"{LARGE}, since = 2026-03-03, ceases = 2026-03-03 }}"
    _, problems = read(f'{LONG}[[move]]\nwhen = "publish-notice"\nalso-provided = [{condition}]\n')

    assert [problem.code for problem in problems] == ["rulebook.dates"]


def test_a_day_that_is_none_is_a_problem() -> None:
    _, problems = read(
        f'{LONG}[[move]]\nwhen = "publish-notice"\nalso-provided = [{LARGE}, since = 7 }}]\n'
    )

    assert [problem.code for problem in problems] == ["rulebook.shape"]


def test_an_explanation_says_from_which_day_a_condition_binds() -> None:
    condition = f"{LARGE}, since = 2026-10-01 }}"
    text = f'{LONG}[[move]]\nwhen = "publish-notice"\nalso-provided = [{condition}]\n'
    library, _ = read(text)
    definition = library.definition("cn-ln.works.open-tender")
    explained = explain(library, definition, try_scenarios(library, definition))
    days = {
        resting.since
        for article in explained.articles
        if article.article.law == "cn-ln.example#1"
        for resting in article.resting
        if resting.kind == "condition"
    }

    assert days == {date(2026, 10, 1)}
