"""The PostgreSQL of the tests: each test has a database of its own."""

from pathlib import Path

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from pytest_django import Settings

from poletai.ledger.keyfile import load_signer


@pytest.mark.parametrize("attempt", [1, 2])
def test_every_test_starts_with_an_empty_database(postgres_dsn: str, attempt: int) -> None:
    with psycopg.connect(postgres_dsn) as connection:
        connection.execute("CREATE TABLE bid (attempt int)")
        connection.execute("INSERT INTO bid VALUES (%s)", [attempt])

        assert connection.execute("SELECT attempt FROM bid").fetchall() == [(attempt,)]


@pytest.mark.django_db
def test_django_has_its_tables_and_those_of_the_ledger() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_event")
        assert cursor.fetchone() == (0,)
    assert get_user_model().objects.count() == 0


def test_programs_get_a_database_with_all_tables(migrated_dsn: str) -> None:
    with psycopg.connect(migrated_dsn) as connected:
        assert connected.execute("SELECT count(*) FROM ledger_leaf").fetchone() == (0,)
        assert connected.execute("SELECT count(*) FROM exchange_user").fetchone() == (0,)


def test_an_installation_has_its_own_keys(installation: Path, settings: Settings) -> None:
    assert (installation / "keys" / "store").stat().st_mode & 0o777 == 0o600
    assert load_signer(settings.LOG_KEY_FILE).name == settings.ORIGIN
