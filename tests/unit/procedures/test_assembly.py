"""A definition put together of chapters is one document, and its problems point at their files."""

from collections.abc import Mapping
from typing import Any

import pytest

from poletai.core.basics.problem import Problem
from poletai.core.procedures.assembly.layers import chapter_file, file_of, stack
from poletai.core.procedures.assembly.marks import place_of
from poletai.core.procedures.assembly.whole import Whole, assemble

FILE = "xx/fair.toml"
TRADE = """
[here]
notice = "xx.law#1"

[machine.procedure]
initial = "new"
final = ["ended"]
[machine.procedure.state]
new = { phase = "draft", title = { zh = "新", en = "New" } }
open = { phase = "open", title = { zh = "开", en = "Open" } }
ended = { phase = "ended", title = { zh = "终", en = "Ended" } }

[machine.lot]
initial = "shown"
final = []
[machine.lot.state]
shown = { phase = "open", title = { zh = "示", en = "Shown" } }
praised = { phase = "opened", title = { zh = "赞", en = "Praised" } }

[parameter.patience]
value = [1]

[field]
reason = { zh = "理由", en = "Reason" }

[[move]]
when = "publish"
of = "procedure"
from = ["new"]
to = "open"
then = "published"
law = "here#notice"
provided = [{ is = "no-lot", states = ["praised"], law = "here#praise" }]

[[move]]
when = "end"
from = ["phase:draft..open"]
to = "ended"
then = "ended"
also = [
    { of = "lot", from = ["praised"], to = "shown" },
    { of = "lot", from = ["phase:open"], to = "praised" },
]

[[move]]
when = "end"
from = ["ended"]
then = "ended-again"

[[move]]
when = "praise"
of = "lot"
from = ["praised"]
while = ["phase:open"]
then = "praised"

[[debt]]
what = "thanks"
from = ["given"]
"""
OWN = """
name = "xx.fair"
title = "Fair"
category = "fair"
method = "open"
chapters = ["xx.trade"]

[here]
praise = "xx.law#2"
"""


def whole(own: str, chapter: str = TRADE, **more: str) -> Whole:
    files = {FILE: own, "xx/chapters/trade.toml": chapter, **more}
    return assemble(FILE, {name: text.encode() for name, text in files.items()})


def moves(own: str) -> list[Mapping[str, Any]]:
    found = whole(own)
    assert found.problems == ()
    assembled: list[Mapping[str, Any]] = found.document["move"]
    return assembled


def only(problems: tuple[Problem, ...]) -> Problem:
    assert len(problems) == 1
    return problems[0]


def test_names_say_which_file() -> None:
    assert file_of("xx.fair.small") == "xx/fair.small.toml"
    assert chapter_file("xx.trade") == "xx/chapters/trade.toml"


def test_a_chapter_gives_its_tables_and_leaves_citations_to_the_definition() -> None:
    publish = moves(OWN)[0]

    assert publish["law"] == "xx.law#1"
    assert publish["provided"][0]["law"] == "xx.law#2"
    assert whole(OWN).here == {"notice": "xx.law#1", "praise": "xx.law#2"}
    assert not {"here", "chapters", "without"} & whole(OWN).document.keys()


def test_a_citation_nobody_names_is_a_problem_where_it_stands() -> None:
    problem = only(whole(OWN.replace('praise = "xx.law#2"', "")).problems)

    assert problem.code == "rulebook.open-citation"
    assert problem.where.startswith("xx/chapters/trade.toml:")


def test_phases_stand_for_their_states() -> None:
    end = moves(OWN)[1]

    assert end["from"] == ["new", "open"]
    assert end["also"][1]["from"] == ["shown"]
    assert moves(OWN)[3]["while"] == ["open"]


@pytest.mark.parametrize("said", ["phase:dawn", "phase:open..dusk"])
def test_what_is_no_phase_is_left_for_the_check(said: str) -> None:
    changed = OWN + f'[[move]]\nwhen = "go"\nof = "lot"\nfrom = ["{said}"]\nthen = "gone"\n'

    assert moves(changed)[-1]["from"] == [said]


def test_a_definition_changes_a_move_key_by_key() -> None:
    changed = OWN + '[[move]]\nwhen = "publish"\nto = "ended"\n'

    assert moves(changed)[0]["to"] == "ended"
    assert moves(changed)[0]["law"] == "xx.law#1"


def test_of_several_moves_the_event_says_which_and_then_the_states() -> None:
    by_event = OWN + '[[move]]\nwhen = "end"\nthen = "ended-again"\nlaw = "xx.law#3"\n'
    by_states = OWN + '[[move]]\nwhen = "end"\nfrom = ["ended"]\nlaw = "xx.law#3"\n'
    another = OWN + '[[move]]\nwhen = "end"\nfrom = ["open"]\nthen = "stopped"\n'

    assert moves(by_event)[2]["law"] == "xx.law#3"
    assert moves(by_states)[2]["law"] == "xx.law#3"
    assert moves(another)[-1]["then"] == "stopped"


def test_a_command_may_be_of_something_else_as_well() -> None:
    changed = OWN + '[[move]]\nwhen = "publish"\nof = "lot"\nfrom = ["shown"]\nthen = "told"\n'

    assert [m["when"] for m in moves(changed)].count("publish") == 2


def test_conditions_are_added_and_dropped_by_their_guards() -> None:
    added = 'also-provided = [{ is = "odd", law = "xx.law#4" }]\n'
    dropped = 'no-longer = ["no-lot"]\n'
    publish = OWN + '[[move]]\nwhen = "publish"\n'

    assert [c["is"] for c in moves(publish + added)[0]["provided"]] == ["no-lot", "odd"]
    assert moves(publish + dropped)[0]["provided"] == []
    assert [c["is"] for c in moves(publish + added + dropped)[0]["provided"]] == ["odd"]


def test_what_a_kind_is_without_is_gone_wherever_it_is_listed() -> None:
    without = """
[without]
move = ["end/ended-again"]
state = ["lot.praised"]
parameter = ["patience"]
field = ["reason"]
debt = ["thanks"]
"""
    document = whole(OWN + without).document

    assert [move["then"] for move in document["move"]] == ["published", "ended"]
    assert document["move"][0]["provided"][0]["states"] == []
    assert [also["to"] for also in document["move"][1]["also"]] == ["praised"]
    assert (document["parameter"], document["field"], document["debt"]) == ({}, {}, [])


@pytest.mark.parametrize(
    "without",
    [
        'move = ["dance"]',
        'state = ["lot.blue"]',
        'debt = ["tea"]',
        'field = ["x"]',
        'colour = ["x"]',
    ],
)
def test_nobody_is_without_what_is_not_there(without: str) -> None:
    assert only(whole(OWN + f"[without]\n{without}\n").problems).code == "rulebook.without"


def test_debts_and_moves_of_a_definition_come_after_those_of_its_chapters() -> None:
    changed = OWN + '[[debt]]\nwhat = "tea"\nfrom = ["given"]\n'

    assert [debt["what"] for debt in whole(changed).document["debt"]] == ["thanks", "tea"]


BROKEN = [
    (OWN.replace("xx.trade", "xx.tirade"), TRADE, "rulebook.chapter"),
    (OWN.replace('["xx.trade"]', "7"), TRADE, "rulebook.shape"),
    (OWN, "[[move", "rulebook.toml"),
    (OWN, 'name = "no head"\n' + TRADE, "rulebook.unknown-key"),
    ("[[move", TRADE, "rulebook.toml"),
    ("extends = 7\n" + OWN, TRADE, "rulebook.shape"),
]


@pytest.mark.parametrize(("own", "chapter", "code"), BROKEN)
def test_what_cannot_be_put_together_says_why(own: str, chapter: str, code: str) -> None:
    assert code in {problem.code for problem in whole(own, chapter).problems}


def test_a_chapter_brings_the_chapters_it_names_before_itself_and_once() -> None:
    own = OWN.replace('["xx.trade"]', '["xx.all", "xx.trade"]')
    files = {
        "xx/chapters/all.toml": 'chapters = ["xx.more", "xx.trade", "xx.all"]',
        "xx/chapters/more.toml": 'chapters = ["xx.all"]\n[here]\nnotice = "xx.law#9"',
    }

    known = {name: text.encode() for name, text in {FILE: own, **files}.items()}
    known["xx/chapters/trade.toml"] = TRADE.encode()
    layers = [layer.file for layer in stack(FILE, known[FILE], known).layers]

    assert layers == [
        "xx/chapters/more.toml",
        "xx/chapters/trade.toml",
        "xx/chapters/all.toml",
        FILE,
    ]
    assert whole(own, **files).problems == ()


@pytest.mark.parametrize(
    ("chapter", "code"),
    [('chapters = ["xx.none"]', "rulebook.chapter"), ("chapters = 7", "rulebook.shape")],
)
def test_a_chapter_that_brings_what_is_not_there_says_so(chapter: str, code: str) -> None:
    assert (
        only(
            whole(OWN.replace("xx.trade", "xx.all"), **{"xx/chapters/all.toml": chapter}).problems
        ).code
        == code
    )


def test_what_extends_itself_by_a_detour_stands_on_nothing() -> None:
    own = 'extends = "xx.other"\n' + OWN
    other = 'extends = "xx.fair"\n' + OWN
    files = {FILE: own.encode(), "xx/other.toml": other.encode()}

    assert only(stack(FILE, files[FILE], files).problems).code == "rulebook.extends"


def test_a_place_is_that_of_the_nearest_table() -> None:
    places = whole(OWN).places

    assert place_of(places, ("move", 0, "provided", 0, "law")) == "xx/chapters/trade.toml:33"
    assert place_of(places, ("nowhere", 7)) == f"{FILE}:1"
