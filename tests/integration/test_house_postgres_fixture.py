"""The PostgreSQL of the tests: each test has a database of its own."""

import psycopg
import pytest


@pytest.mark.parametrize("attempt", [1, 2])
def test_every_test_starts_with_an_empty_database(postgres_dsn: str, attempt: int) -> None:
    with psycopg.connect(postgres_dsn) as connection:
        connection.execute("CREATE TABLE bid (attempt int)")
        connection.execute("INSERT INTO bid VALUES (%s)", [attempt])

        assert connection.execute("SELECT attempt FROM bid").fetchall() == [(attempt,)]
