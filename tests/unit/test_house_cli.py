"""The command line: every noun has a line, and a noun imports only what it needs."""

import subprocess
import sys

import pytest

from poletai.cli.main import MISUSED, main, nouns


def test_every_noun_says_what_it_is_for() -> None:
    assert {"serve", "log", "witness", "bid", "custodian"} <= set(nouns())
    assert all(story for story in nouns().values())


def test_without_a_noun_all_are_listed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["poletai"])

    main()

    assert "custodian" in capsys.readouterr().out


def test_an_unknown_noun_is_misuse(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["poletai", "nothing"])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == MISUSED
    assert "There is no 'nothing'." in capsys.readouterr().err


@pytest.mark.parametrize("noun", ["auction", "log", "bid", "custodian", "witness"])
def test_strangers_need_neither_django_nor_the_exchange(noun: str) -> None:
    program = (
        f"import sys, poletai.cli.{noun};"
        "print([m for m in sys.modules if m.startswith(('django', 'poletai.exchange'))])"
    )
    imported = subprocess.check_output([sys.executable, "-c", program], text=True)

    assert imported.strip() == "[]"
