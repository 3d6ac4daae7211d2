"""What integration tests share: a whole exchange on a database of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker
from tests.support.api_world import ApiWorld
from tests.support.exchange_world import ExchangeWorld
from tests.support.live_exchange import free_port
from tests.support.live_world import LiveWorld, open_live_world

from poletai.site.database import django_database
from poletai.site.processes import Running


@pytest.fixture
def exchange(
    migrated_dsn: str,
    tmp_path: Path,
    django_db_blocker: DjangoDbBlocker,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[ExchangeWorld]:
    """An exchange with five custodians and four witnesses, on real PostgreSQL."""
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(django_database(migrated_dsn))
    with django_db_blocker.unblock():
        world = ExchangeWorld(tmp_path, migrated_dsn)
        monkeypatch.setattr("httpx.Client.post", lambda _self, url, **kw: world.post(url, **kw))
        yield world
        connection.close()
    connection.settings_dict.clear()
    connection.settings_dict.update(before)


@pytest.fixture
def api(exchange: ExchangeWorld, monkeypatch: pytest.MonkeyPatch) -> ApiWorld:
    """The same exchange behind its API, with a token for every role."""
    return ApiWorld(exchange, monkeypatch)


@pytest.fixture
def world(postgres_dsn: str, tmp_path: Path) -> LiveWorld:
    """Rooms on a database of their own, without an exchange."""
    return open_live_world(postgres_dsn, tmp_path)


@pytest.fixture
def port() -> int:
    """An address for a live process of these rooms."""
    return free_port()


@pytest.fixture
def process(world: LiveWorld, port: int) -> Iterator[Running]:
    """A live process that keeps these rooms at that address."""
    with world.live(port) as running:
        yield running
