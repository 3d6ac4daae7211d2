"""A library holds what a rulebook says, and the bytes a notice pins it by."""

import hashlib
from datetime import UTC, date, datetime

import pytest
from tests.support import rules

from poletai import rulebook
from poletai.core.basics.canonical import parse
from poletai.core.procedures.errors import RulebookError, UnknownDefinitionError
from poletai.core.procedures.library import read_library
from poletai.core.procedures.reading import Reader, build_definition
from poletai.core.procedures.sources import read_sources
from poletai.core.procedures.values import read_values

FILES = {name: rulebook.read(name) for name in rulebook.names()}


def test_the_pinned_bytes_have_the_pinned_hashes() -> None:
    library, definition = rules.library(), rules.definition(rules.WORKS)
    values = library.values(definition, date(2026, 3, 2))

    assert hashlib.sha256(library.definition_bytes(rules.WORKS)).hexdigest() == definition.sha256
    assert hashlib.sha256(library.values_bytes(values)).hexdigest() == values.sha256
    assert hashlib.sha256(library.calendar_bytes("cn")).hexdigest() == values.calendar_sha256


def test_a_definition_is_the_same_from_its_pinned_bytes() -> None:
    library, definition = rules.library(), rules.definition(rules.WORKS)
    document = parse(library.definition_bytes(rules.WORKS))

    again = build_definition(Reader({(): "pinned"}), document)

    assert again is not None
    assert again.moves == definition.moves
    assert again.sha256 == definition.sha256


def test_values_are_the_same_from_their_pinned_bytes() -> None:
    library, definition = rules.library(), rules.definition(rules.WORKS)
    values = library.values(definition, date(2026, 3, 2))

    again = read_values(library.values_bytes(values), values.calendar, values.calendar_sha256)

    assert again.parameters == values.parameters
    assert (again.on, again.sha256) == (values.on, values.sha256)


def test_a_value_counts_from_its_day_on() -> None:
    definition = rules.definition(rules.PROCUREMENT)
    before = rules.library().values(definition, date(2025, 12, 31))
    after = rules.library().values(definition, date(2026, 1, 1))

    assert "deduction-domestic-product" not in before.parameters
    assert after.parameters["deduction-domestic-product"].value == "0.20"


def test_a_day_begins_where_the_law_is_in_force() -> None:
    definition = rules.definition(rules.WORKS)

    assert rules.library().local_day(definition, datetime(2026, 3, 1, 16, tzinfo=UTC)) == date(
        2026, 3, 2
    )


def test_an_unknown_definition_is_named_with_the_known_ones() -> None:
    with pytest.raises(UnknownDefinitionError, match=r"cn\.works\.open-tender") as raised:
        rules.library().definition("cn.bazaar")

    assert str(raised.value).startswith("no definition is called 'cn.bazaar'")


def test_a_broken_rulebook_names_its_first_problem() -> None:
    _, problems = read_library({**FILES, "cn/works.open-tender.toml": b"name = 1"})

    assert "problems, the first: 'title'" in str(RulebookError("rulebook", problems))
    assert "no such file" in str(RulebookError("rulebook", ()))


def test_a_broken_calendar_is_a_problem() -> None:
    _, problems = read_library({**FILES, "cn/calendar.toml": b"name = 1"})

    assert "bad-calendar" in {problem.code for problem in problems}


@pytest.mark.parametrize(
    "data",
    [
        b"[[",
        b"colour = 1",
        b"[source.x]\ntitle = 1",
        rulebook.read("platform/sources.toml") + b'"#" = { zh = "x", en = "x" }\n',
    ],
)
def test_broken_sources_are_problems(data: bytes) -> None:
    _, problems = read_sources("cn/sources.toml", data)

    assert [problem.code for problem in problems] == ["rulebook.sources"]


def test_a_definition_without_stories_has_none() -> None:
    files = {name: data for name, data in FILES.items() if "scenarios" not in name}
    library, _ = read_library(files)

    assert library.story_sources(rules.WORKS) == ()
