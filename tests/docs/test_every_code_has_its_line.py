"""Every code somebody may be answered with has its line in the reference or the specification."""

import re
from pathlib import Path

import pytest
from tests.support.codes import answered_codes

from poletai.site.reference import error_codes

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [
    DOCS / "reference/answers.md",
    DOCS / "reference/auctions.md",
    DOCS / "spec/sealing.md",
]
WRITTEN = set(re.findall(r"`\[?([^`\] ]+)\]?`", "".join(page.read_text() for page in PAGES)))


@pytest.mark.parametrize("code", sorted(answered_codes() - set(error_codes())))
def test_the_code_has_its_line(code: str) -> None:
    family = re.sub(r"^(rulebook\.unknown-).*", r"\1…", code)

    assert {code, family, f"rulebook.{code}"} & WRITTEN


def test_codes_are_found_where_they_are_given() -> None:
    found = answered_codes()

    assert {"unknown-move", "requires:…", "keyset-kind", "uscc-check", "rulebook.doubt"} <= found
