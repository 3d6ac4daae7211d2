"""Every code a bidder or custodian can meet stands in the specification of sealed bids."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SPEC = (ROOT / "docs" / "spec" / "sealing.md").read_text()
CODE = re.compile(r'(?:refuse|_problem|_failure)\(\s*(?:HTTPStatus\.\w+, )?"([a-z-]+)"')
NAMED = re.compile(r'code="([a-z-]+)"|^    code = "([a-z-]+)"', re.MULTILINE)


def codes() -> set[str]:
    files = (ROOT / "src" / "poletai" / "sealing").rglob("*.py")
    texts = [file.read_text() for file in files]
    found = {code for text in texts for code in CODE.findall(text)}
    return found | {code for text in texts for pair in NAMED.findall(text) for code in pair if code}


@pytest.mark.parametrize("code", sorted(codes()))
def test_a_code_is_explained_in_the_specification(code: str) -> None:
    assert f"`{code}`" in SPEC or f"`[{code}]`" in SPEC
