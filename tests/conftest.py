"""What every test may ask for: a fixed hypothesis profile and a real PostgreSQL."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import hypothesis
import psycopg
import pytest
from django.db import connection
from pytest_django import Settings

from poletai.site.database import django_database
from poletai.site.keys import make_keys
from poletai.site.postgres.place import Place, place_for
from poletai.site.postgres.server import running

# The same cases on every run; POLETAI_HYPOTHESIS=night draws new ones and many more.
hypothesis.settings.register_profile("fixed", derandomize=True, deadline=None, print_blob=True)
hypothesis.settings.register_profile("night", max_examples=2000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("POLETAI_HYPOTHESIS", "fixed"))

# What a test wants forgotten need not reach the disk.
_HASTE = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
_numbers = count(1)


@pytest.fixture
def open_home() -> Iterator[Path]:
    """A folder that every account of the machine may enter; pytest's own are shut."""
    folder = Path(tempfile.mkdtemp(prefix="poletai-home-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


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


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    postgres_place: Place, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Point Django's tests (`@pytest.mark.django_db`) at the server of this run."""
    found = django_database(postgres_place.dsn())
    connection.settings_dict.update(found)  # without a pool: Django's tests close what they open


@pytest.fixture
def installation(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    """A home of this test's own: keys, log and blobs go with it."""
    settings.HOME = tmp_path
    settings.LOG_FOLDER = tmp_path / "log"
    settings.LOG_KEY_FILE = tmp_path / "keys" / "log"
    settings.STORE_KEY_FILE = tmp_path / "keys" / "store"
    settings.POLICY_FILE = tmp_path / "policy"
    settings.CLOCK_OFFSET_FILE = str(tmp_path / "clock")
    make_keys()
    from poletai.exchange.house import house  # noqa: PLC0415 - models can be imported only now

    house.cache_clear()
    yield tmp_path
    house.cache_clear()


@pytest.fixture(scope="session")
def _migrated(postgres_place: Place) -> str:
    name = f"template_{os.getpid()}"
    _execute(postgres_place, f'CREATE DATABASE "{name}"')
    environment = {**os.environ, "POLETAI_DATABASE_URL": postgres_place.dsn(name)}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
    subprocess.run(command, env=environment, check=True)
    return name


@pytest.fixture
def migrated_dsn(_migrated: str, new_database: Callable[..., str]) -> str:
    """The address of a database of this test's own that has all our tables.

    For tests that start web or worker as programs; their settings take it from the environment.
    """
    return new_database(_migrated)


def _execute(place: Place, statement: str) -> None:
    with psycopg.connect(place.dsn("postgres"), autocommit=True) as connection:
        connection.execute(statement.encode())
