"""A definition that is wrong does not load, and every problem says where it stands."""

from datetime import date

import pytest
from tests.support import rules

from poletai.core.basics.problem import Problem
from poletai.core.procedures.library import read_library

FILE = "cn/works.open-tender.toml"
FILES = rules.files()


def problems_after(old: str, new: str, today: date | None = None) -> tuple[Problem, ...]:
    _, problems = read_library(rules.spoiled(old, new), today)
    return problems


SPOILED = [
    ('category = "works"\n', "", "rulebook.missing-key"),
    ('category = "works"\n', 'category = "works"\ncolour = "red"\n', "rulebook.unknown-key"),
    ('name = "cn.works.open-tender"', 'name = "cn.other"', "rulebook.misplaced"),
    ('name = "cn.works.open-tender"', 'name = "xx.works.open-tender"', "rulebook.misplaced"),
    ('initial = "announced"', 'initial = "nowhere"', "rulebook.unknown-state"),
    ('announced = { phase = "open"', 'announced = { phase = "dawn"', "rulebook.unknown-phase"),
    ('to = "contracted"', 'to = "notified"', "rulebook.unreachable"),
    ('final = ["published", "failed"', 'final = ["failed"', "rulebook.dead-end"),
    ('by = ["custodian"]', 'by = ["janitor"]', "rulebook.unknown-role"),
    ('does = "award"', 'does = "reward"', "rulebook.unknown-deed"),
    ('of = "bid"\nby', 'of = "crate"\nby', "rulebook.unknown-machine"),
    ('from = ["listed"]', 'from = ["lost"]', "rulebook.unknown-state"),
    ('until = "closed"', 'until = "dusk"', "rulebook.unknown-phase"),
    ('until = "closed"\n', "", "rulebook.no-disclosure"),
    ('reason = "text"', 'reason = "poem"', "rulebook.unknown-field-type"),
    ('optional = ["deadline", "documents"]', 'optional = ["place"]', "rulebook.unknown-field"),
    ('private = ["by"]', 'private = ["to"]', "rulebook.unknown-field"),
    ('reason = { zh = "理由", en = "Reason" }\n', "", "rulebook.no-title"),
    ("[field]\n", '[field]\ncolour = { zh = "色", en = "Colour" }\n', "rulebook.unused"),
    ('also = [{ of = "lot"', 'also = [{ of = "procedure"', "rulebook.unknown-subject"),
    ('where = "others"', 'where = "friends"', "rulebook.unknown-selection"),
    ('does = "ask"\n', 'does = "ask"\ndue = "deadline"\n', "rulebook.not-a-timer"),
    ('due = "deadline"', 'due = "doomsday"', "rulebook.unknown-fact"),
    ('from = ["in-evaluation"]\nto = "completed"', 'from = ["in-evaluation"]', "rulebook.endless"),
    ('{ is = "question-open"', '{ is = "question-easy"', "rulebook.unknown-guard"),
    ('is = "odd", members = "committee"', 'is = "odd"', "rulebook.guard-argument"),
    ('is = "odd", members', 'is = "odd", colour = "red", members', "rulebook.guard-argument"),
    ('states = ["passed-over"]', 'states = "passed-over"', "rulebook.guard-argument"),
    ('states = ["passed-over"]', 'states = ["passed-on"]', "rulebook.unknown-state"),
    ('is = "odd", members = "committee"', 'is = "odd", members = "jury"', "rulebook.unknown-fact"),
    ('days = "bidding-period"', 'days = "long-period"', "rulebook.unknown-parameter"),
    ('share = "experts"', 'share = "laymen"', "rulebook.unknown-parameter"),
    ('{ days = "refund-period"', '{ days = "experts"', "rulebook.not-a-period"),
    ('when = "amend-notice"', 'when = "answer-question"', "rulebook.doubt"),
    ('then = "notice-amended"', 'then = "question-answered"', "rulebook.doubt"),
    ('law = "cn.tendering-law#24"', 'law = "cn.tendering-law#240"', "rulebook.unknown-article"),
    ('unit = "seconds"', 'unit = "heartbeats"', "rulebook.unknown-unit"),
    ('is = "0.02"', 'is = "a little"', "rulebook.value"),
    ("is = 20,", 'is = "twenty",', "rulebook.value"),
    (
        'value = [{ since = 2000-01-01, is = 20, law = "cn.tendering-law#24" }]',
        "value = []",
        "rulebook.no-value",
    ),
    ("[parameter.closing-grace]", "[parameter.closing-grave]", "rulebook.unused"),
    ('grace = "closing-grace"\n', "", "rulebook.unused"),
    ('by = ["custodian"]', "by = 7", "rulebook.shape"),
    ('by = ["custodian"]', 'by = ["custodian"]\ncolour = "red"', "rulebook.shape"),
    ('is = "odd", members = "committee", law', 'is = "odd", rule', "rulebook.condition"),
    ('provided = [{ is = "bids-fewer-than"', 'provided = [7, { is = "odd"', "rulebook.condition"),
    ('asks = { closing = "closing" }', "provided = 7", "rulebook.condition"),
    ('{ is = "odd",', '{ is = "odd", force = "mild",', "rulebook.condition"),
    ("[[move]]", "[[move]", "rulebook.toml"),
    ('about = "documents"', 'about = "weather"', "rulebook.unknown-matter"),
    ('about = "documents"\n', "", "rulebook.matter"),
    ('does = "ask"\n', 'does = "ask"\nsuspends = true\n', "rulebook.not-a-remedy"),
    ('does = "suspend"', 'does = "record"', "rulebook.no-such-move"),
]


@pytest.mark.parametrize(("old", "new", "code"), SPOILED)
def test_what_is_wrong_is_found(old: str, new: str, code: str) -> None:
    problems = problems_after(old, new)

    assert code in {problem.code for problem in problems}
    assert all(".toml" in problem.where for problem in problems)


def test_a_problem_points_at_its_line() -> None:
    file = rules.file_that_says("question-open")
    lines = FILES[file].decode().splitlines()
    line = next(i for i, text in enumerate(lines, 1) if "question-open" in text)

    (problem,) = problems_after('{ is = "question-open"', '{ is = "question-easy"')

    assert problem.where == f"{file}:{line}"


def test_a_value_nobody_verified_for_a_year_is_a_warning() -> None:
    library, problems = read_library(FILES, date(2027, 12, 1))

    assert {(p.code, p.force) for p in problems} == {("rulebook.unverified", "warning")}
    assert "cn.works.open-tender" in library.definitions


def test_every_trade_has_the_three_machines() -> None:
    renamed = {
        file: data.replace(b"[machine.bid", b"[machine.offer") for file, data in FILES.items()
    }
    _, problems = read_library(renamed)

    assert {"rulebook.no-machine", "rulebook.unknown-subject"} <= {p.code for p in problems}


def test_one_role_may_stand_without_brackets() -> None:
    assert problems_after('by = ["custodian"]', 'by = "custodian"') == ()


def test_moves_must_be_a_list_of_tables() -> None:
    _, problems = read_library({**FILES, FILE: FILES[FILE] + b"\n[move]\nwhen = 'x'\n"})

    assert "rulebook.shape" in {problem.code for problem in problems}


def test_a_definition_that_is_no_text_is_said_to_be_none() -> None:
    _, problems = read_library({**FILES, FILE: b"\xff\xfe"})

    assert [problem.code for problem in problems] == ["rulebook.toml"]
