"""A local variant is the few lines that differ, merged the same way always, pinned whole."""

import hashlib
import tomllib

import pytest
from tests.support import rules

from poletai import rulebook
from poletai.core.basics.canonical import parse
from poletai.core.basics.problem import Problem
from poletai.core.procedures.assembly.merging import put_over as merge
from poletai.core.procedures.explain import explain
from poletai.core.procedures.library import Library, read_library
from poletai.core.procedures.reading import Reader, build_definition, read_definition
from poletai.core.procedures.verdicts import told, try_scenarios

FILES = {name: rulebook.read(name) for name in rulebook.names()}
FILE = "cn-ln/works.open-tender.toml"
TEXT = FILES[FILE].decode()


def read_with(text: str, **more: bytes) -> tuple[Library, tuple[Problem, ...]]:
    return read_library({**FILES, FILE: text.encode(), **more})


def test_a_variant_has_its_own_lines_and_the_others_of_its_base() -> None:
    base, variant = rules.definition(rules.WORKS), rules.definition(rules.LIAONING)
    moves = [move for move in variant.moves if move not in base.moves]

    assert variant.title.en == "Open tender for works (Liaoning, example)"
    assert [move.when for move in moves] == ["appoint-committee"]
    assert moves[0].title == base.moves_when("appoint-committee")[0].title
    assert variant.parameters["publicity-period"].value[0].value == 5
    assert variant.parameters["publicity-period"].title == base.parameters["publicity-period"].title
    assert variant.machines == base.machines


def test_the_merged_document_is_what_is_pinned() -> None:
    library, variant = rules.library(), rules.definition(rules.LIAONING)
    pinned = library.definition_bytes(rules.LIAONING)

    again = build_definition(Reader({(): "pinned"}), parse(pinned))

    assert hashlib.sha256(pinned).hexdigest() == variant.sha256
    assert again is not None
    assert (again.name, again.moves, again.sha256) == (variant.name, variant.moves, variant.sha256)


def test_a_change_of_the_base_changes_the_hash_of_its_variant() -> None:
    library, _ = read_library(rules.spoiled('en = "Ask a question"', 'en = "Ask"'))

    assert library.definition(rules.LIAONING).sha256 != rules.definition(rules.LIAONING).sha256


def test_a_province_counts_in_the_calendar_of_its_country() -> None:
    library = rules.library()

    assert library.calendar_bytes("cn-ln") == library.calendar_bytes("cn")


def test_a_province_may_have_a_calendar_of_its_own() -> None:
    calendar = FILES["cn/calendar.toml"] + b"\n# Of its own.\n"

    library, _ = read_library({**FILES, "cn-ln/calendar.toml": calendar})

    assert library.calendar_bytes("cn-ln") == calendar


def test_a_problem_of_a_variant_points_at_the_variants_own_line() -> None:
    line = next(i for i, text in enumerate(TEXT.splitlines(), 1) if "at-least-from" in text)

    _, problems = read_with(TEXT.replace("at-least-from", "at-best-from"))

    assert [p.where for p in problems] == [f"{FILE}:{line}"]


@pytest.mark.parametrize("extended", ["cn.bazaar", "cn-ln.works.open-tender"])
def test_a_variant_extends_a_definition_that_stands_on_its_own(extended: str) -> None:
    other = TEXT.replace("cn-ln.works", "cn-ln.goods").replace(
        '"cn.works.open-tender"', f'"{extended}"'
    )

    _, problems = read_library({**FILES, "cn-ln/goods.open-tender.toml": other.encode()})

    assert [problem.code for problem in problems] == ["rulebook.extends"]


def test_a_variant_of_something_broken_is_left_out_without_a_word() -> None:
    base = "cn/works.open-tender.toml"

    library, problems = read_library({**FILES, base: b"name = "})

    assert [problem.where for problem in problems] == [base]
    assert rules.LIAONING not in library.definitions


def test_a_variant_of_what_is_no_text_cannot_be_read() -> None:
    files = {"cn/works.open-tender.toml": b"\xff", FILE: TEXT.encode()}

    definition, problems, _ = read_definition(FILE, files)

    assert definition is None
    assert [problem.code for problem in problems] == ["rulebook.extends"]


@pytest.mark.parametrize("moves", ["move = 7\n", "move = [7]\n"])
def test_moves_of_a_variant_are_tables(moves: str) -> None:
    head = TEXT[: TEXT.index("[parameter.")]

    _, problems = read_with(head + moves)

    assert "rulebook.shape" in {problem.code for problem in problems}


def test_a_variant_may_leave_every_move_alone() -> None:
    library, problems = read_with(TEXT[: TEXT.index("[parameter.large-estimate]")])

    assert problems == ()
    assert library.definition(rules.LIAONING).moves == rules.definition(rules.WORKS).moves


def test_a_move_is_found_by_command_subject_and_where_there_are_several_by_state() -> None:
    base = {
        "move": [
            {"when": "pass", "from": ["a"], "law": "x"},
            {"when": "pass", "from": ["b"], "law": "x"},
            {"when": "pass", "of": "lot", "law": "x"},
        ]
    }
    overlay = tomllib.loads("""
        [[move]]
        when = "stay"
        [[move]]
        when = "pass"
        from = ["b"]
        law = "y"
        [[move]]
        when = "pass"
        of = "lot"
        to = "c"
        [[move]]
        when = "pass"
        from = ["c"]
    """)

    merged = merge(base, overlay)["move"]

    assert merged[:3] == [
        base["move"][0],
        {"when": "pass", "from": ["b"], "law": "y"},
        {"when": "pass", "of": "lot", "law": "x", "to": "c"},
    ]
    assert merged[3:] == [{"when": "stay"}, {"when": "pass", "from": ["c"]}]


def test_a_variant_tells_the_stories_of_its_base_and_those_it_changes() -> None:
    library = rules.library()
    base, problems = told(library, rules.WORKS)
    own, more = told(library, rules.LIAONING)
    changed = "candidates are published"

    assert (problems, more) == ((), ())
    assert [s.name for s in own][: len(base)] == [s.name for s in base]
    assert [s.name for s, b in zip(own, base, strict=False) if s != b] == [changed]


def test_a_variant_without_stories_has_those_of_its_base() -> None:
    own = "cn-ln/works.open-tender.scenarios.toml"
    library, _ = read_library({name: data for name, data in FILES.items() if name != own})

    assert told(library, rules.LIAONING) == told(library, rules.WORKS)


def test_an_explanation_says_in_what_a_variant_differs() -> None:
    library = rules.library()
    variant, base = rules.definition(rules.LIAONING), rules.definition(rules.WORKS)

    found = explain(library, variant, try_scenarios(library, variant))
    plain = explain(library, base, try_scenarios(library, base))

    assert found.extends == rules.WORKS
    assert [title.en for title in found.differs] == [
        "Time candidates stay published",
        "A large estimate",
        "Fewest members for a large estimate",
        "Appoint the committee",
    ]
    assert (plain.extends, plain.differs) == (None, ())
