"""Every word a definition may be written with stands on its reference page."""

from pathlib import Path

import pytest

from poletai.core.procedures.deeds import DEEDS
from poletai.core.procedures.fields import FIELD_TYPES
from poletai.core.procedures.guards import GUARDS, Guard
from poletai.core.procedures.vocabulary import PHASES, ROLES, UNITS

PAGE = (Path(__file__).parents[2] / "docs/reference/rulebook.md").read_text()


@pytest.mark.parametrize("word", [*DEEDS, *FIELD_TYPES, *GUARDS, *PHASES, *ROLES, *UNITS])
def test_the_word_is_written_down(word: str) -> None:
    assert f"`{word}`" in PAGE


@pytest.mark.parametrize("guard", GUARDS.values(), ids=GUARDS)
def test_a_guard_is_written_down_with_its_sentence(guard: Guard) -> None:
    assert guard.says.en in PAGE
