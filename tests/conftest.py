"""What every test may ask for: a fixed hypothesis profile and a real PostgreSQL."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import hypothesis
import psycopg
import pytest

from poletai.site.postgres.place import Place, place_for
from poletai.site.postgres.server import running

# The same cases on every run; POLETAI_HYPOTHESIS=night draws new ones and many more.
hypothesis.settings.register_profile("fixed", derandomize=True, deadline=None, print_blob=True)
hypothesis.settings.register_profile("night", max_examples=2000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("POLETAI_HYPOTHESIS", "fixed"))

# What a test wants forgotten need not reach the disk.
_HASTE = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
_numbers = count(1)


@pytest.fixture(scope="session")
def postgres_place() -> Iterator[Place]:
    """The embedded server of this test run, in a folder that goes with it."""
    folder = Path(tempfile.mkdtemp(prefix="poletai-tests-"))
    folder.chmod(0o755)
    try:
        with running(place_for(folder), _HASTE) as place:
            yield place
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def new_database(postgres_place: Place) -> Iterator[Callable[..., str]]:
    """A function that makes one more database, empty or like a named one, and returns its DSN."""
    made: list[str] = []

    def make(template: str = "template0") -> str:
        name = f"test_{os.getpid()}_{next(_numbers)}"
        _execute(postgres_place, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        made.append(name)
        return postgres_place.dsn(name)

    yield make
    for name in made:
        _execute(postgres_place, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def postgres_dsn(new_database: Callable[..., str]) -> str:
    """The address of an empty database of this test's own."""
    return new_database()


def _execute(place: Place, statement: str) -> None:
    with psycopg.connect(place.dsn("postgres"), autocommit=True) as connection:
        connection.execute(statement.encode())
