"""The reference pages: every setting, command, code and word has its place."""

import re
from pathlib import Path

import pytest

from poletai.cli.main import nouns
from poletai.site.new import files
from poletai.site.reference import commands_page, error_codes, errors_page, settings_page

ROOT = Path(__file__).resolve().parents[2]


def test_every_setting_that_is_read_has_its_line() -> None:
    source = "\n".join(file.read_text() for file in (ROOT / "src/poletai").rglob("*.py"))
    read = set(re.findall(r'"(POLETAI_[A-Z_]+)"', source))

    assert {name for name in read if f"`{name}`" not in settings_page()} == set()


def test_every_noun_has_its_chapter() -> None:
    assert all(f"## poletai {noun}\n" in commands_page() for noun in nouns())


def test_every_code_says_what_it_means() -> None:
    assert all(error_codes().values())
    assert "| `postgres-start` | The server did not come up" in errors_page()


@pytest.mark.parametrize("page", sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md")))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.S)
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("kind", ["connector", "method", "decision", "news"])
def test_a_new_thing_has_files_of_its_own(kind: str) -> None:
    new = files(kind, "some-name")

    assert new
    assert not any(file.exists() for file in new)
    assert "<" not in "".join(f"{file}{text}" for file, text in new.items())
