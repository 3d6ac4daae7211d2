"""`poletai hub read`, as somebody at a terminal meets it."""

import json
from importlib import resources
from pathlib import Path

import pytest
from typer.testing import CliRunner

from poletai.cli.hub import app

SAMPLES = str(resources.files("poletai.hub.connectors.ggzy").joinpath("samples/notices.json"))


def test_a_file_is_shown_as_tables_and_the_command_succeeds() -> None:
    result = CliRunner().invoke(app, ["read", SAMPLES], env={"COLUMNS": "140"})

    assert result.exit_code == 0
    assert "4,790,000.10" in result.stdout
    assert "price-maybe-rate" in result.stdout
    assert "4 notices read: 1 with three or more prices in yuan" in result.stdout


def test_json_carries_prices_as_exact_texts() -> None:
    result = CliRunner().invoke(app, ["read", SAMPLES, "--json"])

    notice = json.loads(result.stdout)["notices"][0]
    assert notice["lots"][0]["candidates"][0]["price"] == "4790000.10"
    assert notice["opened_at"] == "2026-03-24T09:00:00+08:00"


@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_a_record_that_is_no_notice_makes_the_command_fail(
    tmp_path: Path, flags: list[str]
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("[7]", encoding="utf-8")

    result = CliRunner().invoke(app, ["read", str(broken), *flags])

    assert result.exit_code == 1
    assert "hub.not-a-record" in result.stdout


def test_an_unknown_source_is_misuse() -> None:
    result = CliRunner().invoke(app, ["read", SAMPLES, "--source", "nowhere"])

    assert result.exit_code == 2
    assert "ggzy" in result.stderr
