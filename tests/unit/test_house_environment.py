"""Settings from the environment: right values are read, wrong ones are named."""

from collections.abc import Callable
from pathlib import Path

import pytest

from poletai.site.database import django_database, dsn
from poletai.site.environment import env, env_bool, env_int, env_list, env_secret
from poletai.site.errors import SettingError


@pytest.mark.parametrize(
    ("text", "value"), [("yes", True), ("0", False), ("TRUE", True), ("", True)]
)
def test_a_yes_or_no_reads_in_many_ways(
    monkeypatch: pytest.MonkeyPatch, text: str, value: bool
) -> None:
    monkeypatch.setenv("POLETAI_X", text)

    assert env_bool("POLETAI_X", default=True) is value


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (lambda: env_bool("POLETAI_X", default=True), "perhaps"),
        (lambda: env_int("POLETAI_X", 1, least=1, most=9), "10"),
        (lambda: env_int("POLETAI_X", 1), "-1"),
        (lambda: env_int("POLETAI_X", 1), "٣"),
    ],
)
def test_a_wrong_value_is_named_with_what_it_may_be(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], object], text: str
) -> None:
    monkeypatch.setenv("POLETAI_X", text)

    with pytest.raises(SettingError, match=f"POLETAI_X is '{text}': it must be"):
        read()


def test_a_secret_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("sesame\n")
    monkeypatch.setenv("POLETAI_X", "from the environment")
    assert env_secret("POLETAI_X") == "from the environment"

    monkeypatch.setenv("POLETAI_X_FILE", str(tmp_path / "key"))
    assert env_secret("POLETAI_X") == "sesame"

    monkeypatch.setenv("POLETAI_X_FILE", str(tmp_path / "none"))
    with pytest.raises(SettingError, match="POLETAI_X_FILE"):
        env_secret("POLETAI_X")


def test_what_is_not_set_has_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLETAI_X", "")

    assert env("POLETAI_X", "default") == "default"
    assert env_list("POLETAI_X", "a, b,") == ["a", "b"]


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://bob:pw@db.example:5433/trade?sslmode=require",
        "host=db.example port=5433 user=bob password=pw dbname=trade sslmode=require",
    ],
)
def test_any_form_of_address_reaches_django(address: str) -> None:
    assert django_database(address) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "trade",
        "USER": "bob",
        "PASSWORD": "pw",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_reading_the_settings_makes_no_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("POLETAI_DATABASE_URL", raising=False)
    monkeypatch.setenv("POLETAI_HOME", str(tmp_path / "home"))

    assert str(tmp_path / "home") in dsn()
    assert not (tmp_path / "home").exists()
