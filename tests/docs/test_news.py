"""News not yet released: one fragment a change, of a kind, and law with its dates."""

import re
from pathlib import Path

import pytest
from tests.support import rules

ROOT = Path(__file__).resolve().parents[2]
KINDS = set(rules.DEFINITIONS)
FRAGMENTS = [file for file in (ROOT / "changelog.d").glob("*.md") if file.name != "README.md"]


@pytest.mark.parametrize("file", FRAGMENTS, ids=lambda file: file.stem)
def test_each_paragraph_begins_with_its_kind(file: Path) -> None:
    paragraphs = file.read_text().strip().split("\n\n")

    assert all(re.match(r"(Law|Feature|Repair|Inside): ", one) for one in paragraphs)


@pytest.mark.parametrize("file", FRAGMENTS, ids=lambda file: file.stem)
def test_law_names_procedures_and_dates(file: Path) -> None:
    law = [one for one in file.read_text().split("\n\n") if one.startswith("Law: ")]

    assert all(KINDS & set(re.findall(r"`([^`]+)`", one)) and "since" in one for one in law)
