"""The pages of the rulebook: an index, a page for every kind of trade, and a planner."""

import re
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from lxml import html
from tests.support import rules
from tests.support.page_checks import faults

from poletai.api import planning
from poletai.portal import frame

LANGUAGES = ("zh-hans", "en")
CHINESE = re.compile("[一-鿿]")
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def house(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Show the rulebook without an exchange around it."""
    there = SimpleNamespace(library=rules.library(), clock=lambda: NOW, origin="example.org/log")
    monkeypatch.setattr(frame, "house", lambda: there)
    monkeypatch.setattr(planning, "house", lambda: there)
    monkeypatch.setattr(frame, "log_head", lambda: None)
    monkeypatch.setattr(settings, "STATIC_ROOT", tmp_path)


def page(path: str, language: str = "en", **asked: Any) -> str:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = client.get(path, asked)
    assert answer.status_code == 200
    assert faults(answer.content) == []
    return answer.content.decode()


def text_of(shown: str) -> str:
    return " ".join(html.fromstring(shown).xpath("//main")[0].text_content().split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(rules.library().definitions))
def test_every_kind_of_trade_has_a_page(name: str, language: str) -> None:
    shown = page(f"/rulebook/{name}/", language)

    assert name in shown
    if language == "en":
        assert not CHINESE.search(text_of(shown))


def test_a_page_counts_the_dates_of_a_notice_over_holidays() -> None:
    shown = text_of(page(f"/rulebook/{rules.WORKS}/", notice="2026-02-02"))

    assert "Spring Festival" in shown
    assert "Values of the law on 2026-02-02" in shown


@pytest.mark.parametrize("day", ["soon", "0001-01-01", "9999-12-31"])
def test_a_day_that_cannot_be_counted_from_shows_today(day: str) -> None:
    shown = text_of(page(f"/rulebook/{rules.WORKS}/", notice=day))

    assert "That is no day a calendar can count from" in shown
    assert "Values of the law on 2026-03-02" in shown


def test_a_page_says_what_the_law_changes_afterwards() -> None:
    before = text_of(page(f"/rulebook/{rules.PROCUREMENT}/", notice="2025-12-31"))
    after = text_of(page(f"/rulebook/{rules.PROCUREMENT}/", notice="2026-03-02"))

    assert "2026-01-01 · Value of the law begins: – → 20 %" in before
    assert "2026-01-01 · Value of the law begins" not in after


def test_before_the_law_there_are_no_dates() -> None:
    shown = text_of(page(f"/rulebook/{rules.WORKS}/", notice="1990-01-01"))

    assert "The law of that day sets no dates" in shown


def test_a_variant_is_shown_merged_with_what_differs() -> None:
    shown = page(f"/rulebook/{rules.LIAONING}/")

    assert f'href="/rulebook/{rules.WORKS}/"' in shown
    assert "Steps that differ:" in shown
    assert "elsewhere 3 days" in text_of(shown)


def test_kinds_are_found_by_words_and_by_whose_law_they_are() -> None:
    assert rules.PROCUREMENT in page("/rulebook/")
    assert rules.PROCUREMENT not in page("/rulebook/", q="works OPEN")
    assert rules.WORKS in page("/rulebook/", q="工程 公开招标")
    liaoning = page("/rulebook/", law="cn-ln")
    assert rules.LIAONING in liaoning
    assert rules.PROCUREMENT not in liaoning
    assert rules.PROCUREMENT in page("/rulebook/", law="nowhere")
    assert "No kind of trade fits" in page("/rulebook/", q="bazaar")


def test_a_diagram_names_every_move_it_draws_and_fits_a_phone() -> None:
    tree = html.fromstring(page(f"/rulebook/{rules.WORKS}/"))

    for drawing in tree.xpath("//figure/*[name()='svg']"):
        width = int(drawing.get("viewbox").split()[2])
        lines = drawing.xpath(".//*[name()='text' and @class='move']")
        arcs = drawing.xpath(".//*[name()='g' and @class='way']")
        assert width <= 390
        assert len(lines) >= len(arcs)
        assert lines


ITEM = {"object": "construction", "funding": "state-owned", "day": "2026-11-22"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_planner_asks_and_answers(language: str) -> None:
    asked = page("/planner/", language)
    shown = page("/planner/", language, part="3,000,000 1000000", **ITEM)
    words = text_of(shown)

    assert "alert" not in text_of(asked)
    assert f'href="/rulebook/{rules.WORKS}/"' in shown
    if language == "en":
        assert "One of these is required" in words
        assert "What could be let together counts together" in words
        assert "Needs: Complex, special or bound to a place" in words
        assert not CHINESE.search(words)


def test_the_planner_says_what_is_missing_and_what_is_wrong() -> None:
    goods = {"object": "goods", "funding": "budget", "level": "county"}
    missing = text_of(page("/planner/", part="1", **goods))
    budget = text_of(page("/planner/", part="4000000", object="construction", funding="budget"))
    wrong = text_of(page("/planner/", part="much", **{**ITEM, "day": "soon"}))

    assert "Amount from which procurement is by open tender of that place and level" in missing
    assert "Needs: Budget money in the whole project / Investment in the whole project" in budget
    assert "is no amount" in wrong
    assert "is not a day" in wrong


def test_programs_ask_the_planner_over_the_api() -> None:
    item = {**ITEM, "part": ["3000000", "1000000"]}
    told = Client().get("/api/planning", item).json()
    words = Client().get("/api/planning/words").json()
    wrong = Client().get("/api/planning", {"object": "crate"})

    first = told["choices"][0]
    assert (first["kind"], first["verdict"], first["known"]) == (rules.WORKS, "required", True)
    assert first["grounds"][0]["articles"][0]["law"] == "cn.tendering-regulation#8"
    assert told["notes"][0]["laws"] == ["cn.tendering-law#4"]
    assert words["object"]["construction"]["title"]["en"] == "Construction works"
    assert wrong.status_code == 422
    assert {one["code"] for one in wrong.json()["problems"]} == {"plan-word", "plan-amount"}
