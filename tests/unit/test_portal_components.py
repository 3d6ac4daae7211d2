"""Every component renders in both languages, within the content policy, with icons that exist."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from tests.support.portal_samples import SAMPLES

PORTAL = Path(__file__).resolve().parents[2] / "src/poletai/portal"
TEMPLATES = sorted((PORTAL / "templates").rglob("*.html"))
CASES = [(name, case) for name, cases in SAMPLES.items() for case in cases]


def test_every_component_has_a_sample() -> None:
    components = {file.stem for file in (PORTAL / "templates/_components").glob("*.html")}

    assert components == set(SAMPLES)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(("name", "case"), CASES)
def test_a_component_renders_without_inline_script_or_style(
    name: str, case: dict[str, Any], language: str
) -> None:
    with override(language):
        html = render_to_string(f"_components/{name}.html", case)

    assert html.strip()
    assert not re.search(r"\sstyle=|\son\w+=|<style|javascript:", html)
    assert not re.search(r"<script(?! type=\"application/json\")", html)


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.name))
def test_the_icons_of_a_template_are_in_the_sprite(file: Path) -> None:
    sprite = (PORTAL / "static/poletai/icons.svg").read_text("utf-8")
    names = set(re.findall(r"\{% icon \"([\w-]+)\"", file.read_text("utf-8")))

    assert {name for name in names if f'<symbol id="{name}"' not in sprite} == set()


def test_what_a_bidder_typed_cannot_become_markup() -> None:
    html = render_to_string("_components/party_chip.html", {"name": "<b>北辰</b>", "role": "x"})

    assert "<b>" not in html
